import type { conversations as English } from '../en/conversations.ts';
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
