import type { conversations as English } from '../en/conversations.ts';
import { counted } from './counted.ts';
import { formatNumber } from '../locale.ts';

export const conversations: typeof English = {
  conversations: {
    title: 'Unterhaltungen',
    start: 'Neue Unterhaltung',
    unread: (count) => `${formatNumber(count)} ungelesen`,
    typing: 'Schreibt …',
    draft: 'Entwurf:',
    notSent: 'Nicht gesendet',
    nothingYet: 'Noch keine Nachrichten',
    empty: 'Noch keine Unterhaltungen',
    emptyHelp: 'Alle mit einer SIP-Adresse sind erreichbar. Der Stift oben beginnt eine Unterhaltung.',
    you: 'Ich:',
    filter: { label: 'Welche Unterhaltungen', all: 'Alle', unread: 'Ungelesen', archived: 'Archiviert' },
    mentions: (count) => counted(count, 'Erwähnung', 'Erwähnungen'),
    failed: (count) => counted(count, 'Nachricht nicht gesendet', 'Nachrichten nicht gesendet'),
    markedUnread: 'als ungelesen markiert',
    pinned: 'angeheftet',
    muted: 'stumm',
    blocked: 'blockiert',
    actions: 'Aktionen',
    actionsFor: (name) => `Aktionen für ${name}`,
    allRead: 'Alles ist gelesen',
    allReadHelp: 'Was ankommt und noch nicht gelesen ist, steht hier.',
    noneArchived: 'Nichts ist archiviert',
    noneArchivedHelp:
      'Was erledigt ist, kann ins Archiv. Mit einer neuen Nachricht kommt es von selbst zurück, außer es ist stummgeschaltet.',
  },
  organise: {
    pin: 'Oben anheften',
    unpin: 'Nicht mehr anheften',
    mute: 'Stummschalten',
    unmute: 'Ton wieder einschalten',
    markUnread: 'Als ungelesen markieren',
    markRead: 'Als gelesen markieren',
    archive: 'Archivieren',
    unarchive: 'Aus dem Archiv holen',
    block: 'Blockieren …',
    unblock: 'Blockierung aufheben',
    delete: 'Unterhaltung löschen …',
    blockTitle: (name) => `${name} blockieren?`,
    blockLead:
      'Was diese Adresse sendet, wird ab dann abgelehnt, und ihr kann nichts gesendet werden. Die Unterhaltung bleibt.',
    blockButton: 'Blockieren',
    deleteTitle: (name) => `Unterhaltung mit ${name} löschen?`,
    deleteLead:
      'Alle Nachrichten darin werden auf diesem Computer gelöscht, auch noch nicht gesendete. Die Gegenseite behält ihre.',
    deleteButton: 'Löschen',
    blockedPeers: 'Blockierte Adressen',
    nobodyBlocked: 'Niemand ist blockiert. Blockiert wird im Menü der Unterhaltung.',
    youBlocked: (name) => `${name} ist blockiert.`,
  },
  start: {
    title: 'Neue Unterhaltung',
    lead: 'An wen soll die Nachricht gehen?',
    address: 'Adresse',
    hint: 'bob@example.com',
    help: (host) => `Für Personen bei ${host} genügt der Name vor dem @.`,
    submit: 'Beginnen',
  },
  nothingOpen: {
    title: 'Unterhaltung auswählen',
    start: 'Neu beginnen mit',
    move: 'Wechseln mit',
    find: 'Alles finden mit',
    firstTitle: 'Jemandem schreiben',
    firstText:
      'Eine Adresse wie bob@example.com genügt. Alles Geschriebene bleibt hier, auf diesem Computer.',
    firstButton: 'Unterhaltung beginnen',
  },
};
