import type { message as English } from '../en/message.ts';
import { counted } from './counted.ts';

export const message: typeof English = {
  message: {
    menu: 'Nachricht',
    reply: 'Antworten',
    forward: 'Weiterleiten …',
    copyText: 'Text kopieren',
    copySelection: 'Markierten Text kopieren',
    copyLink: 'Link kopieren',
    copyCode: 'Code kopieren',
    copied: 'Kopiert',
    notCopied: 'Nicht kopiert',
    clipboardRefused:
      'Nicht kopiert. Die Zwischenablage hat es nicht angenommen; versuchen Sie es noch einmal.',
    select: 'Nachrichten auswählen',
    deleteForMe: 'Für mich löschen …',
    tryAgain: 'Noch einmal versuchen',
    editAgain: 'Ändern und noch einmal senden',
    proof: 'Zustellnachweis',
    proofOf: (state) => `Zustellnachweis: ${state}`,
    more: 'Weitere Aktionen',
    inReplyTo: (who) => `Antwort auf ${who}`,
    quoteGone: 'Die Nachricht ist nicht mehr da.',
    showAll: 'Alles zeigen',
    showLess: 'Weniger zeigen',
    sentArrived: (sent, arrived) => `Gesendet ${sent}, angekommen ${arrived}`,
    times: {
      written: (when) => `Geschrieben: ${when}`,
      sent: (when) => `Gesendet: ${when}`,
      arrived: (when) => `Angekommen: ${when}`,
      delivered: (when) => `Zugestellt: ${when}`,
      read: (when) => `Gelesen: ${when}`,
      failed: (when) => `Nicht gesendet, zuletzt versucht: ${when}`,
    },
    control: (code) => `Unsichtbares Zeichen ${code}`,
    copyLine: (name, time, text) => `${name}, ${time}: ${text}`,
    selection: 'Ausgewählte Nachrichten',
    selected: (count) => counted(count, 'Nachricht ausgewählt', 'Nachrichten ausgewählt'),
    selectOne: (who) => `Nachricht von ${who} auswählen`,
    copy: 'Kopieren',
    stopSelecting: 'Auswahl beenden',
    forwardTitle: (count) =>
      count === 1 ? 'Nachricht weiterleiten' : `${counted(count, 'Nachricht', 'Nachrichten')} weiterleiten`,
    forwardLead: 'Der Text wird als eigene Nachricht gesendet.',
    forwardTo: 'Name oder Adresse',
    forwardFound: 'An wen es gehen kann',
    forwardNobody: 'Keine Unterhaltung hat diesen Namen. Auch eine ganze Adresse geht: anna@example.com.',
    forwardAddress: (address) => `An ${address} senden`,
    deleteTitle: (count) =>
      count === 1 ? 'Nachricht löschen?' : `${counted(count, 'Nachricht', 'Nachrichten')} löschen?`,
    deleteLead:
      'Gelöscht wird nur auf diesem Computer. Die Gegenseite behält, was sie hat; rückgängig machen lässt es sich nicht.',
    deleteSubmit: 'Für mich löschen',
    failed: (words, text) => `${words} ${text}`,
  },
};
