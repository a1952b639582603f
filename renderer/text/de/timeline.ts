import type { timeline as English } from '../en/timeline.ts';
import { counted } from './counted.ts';

export const timeline: typeof English = {
  timeline: {
    messages: 'Nachrichten',
    you: 'Ich',
    receipt: {
      queued: 'wartet',
      sending: 'wird gesendet',
      sent: 'gesendet',
      delivered: 'zugestellt',
      read: 'gelesen',
      failed: 'nicht gesendet',
    },
    deliveryFailures: {
      'no-answer': 'Nicht gesendet: Der Server hat nicht geantwortet.',
      'not-found': 'Nicht gesendet: Der Server kennt diese Adresse nicht.',
      absent: 'Nicht gesendet: Unter dieser Adresse ist gerade niemand angemeldet.',
      busy: 'Nicht gesendet: Die Gegenseite ist beschäftigt.',
      refused: 'Nicht gesendet: Die Gegenseite hat abgelehnt.',
      unsupported: 'Nicht gesendet: Die Gegenseite nimmt keine Textnachrichten an.',
      'too-large': 'Nicht gesendet: Für die Gegenseite zu lang.',
      'server-error': 'Nicht gesendet: Der Server hatte ein Problem.',
      interrupted: 'Vielleicht nicht gesendet: Die Verbindung endete, bevor die Antwort kam.',
      offline: 'Nicht gesendet: Es gab keine Verbindung zum Server.',
    },
    tryAgain: 'Noch einmal versuchen',
    new: 'Neu',
    loading: 'Nachrichten werden geladen …',
    loadingOlder: 'Ältere Nachrichten werden geladen …',
    loadingNewer: 'Neuere Nachrichten werden geladen …',
    notLoaded: 'Die Nachrichten konnten nicht geladen werden.',
    stale: (reason) => `Hier können Nachrichten fehlen. ${reason} Parley versucht weiter, sie zu lesen.`,
    loadAgain: 'Noch einmal laden',
    empty: (name) => `Hier beginnt die Unterhaltung mit ${name}.`,
    emptyHelp: 'Was hier geschrieben wird, bleibt verschlüsselt auf diesem Computer.',
    newest: 'Neueste Nachrichten',
    newBelow: (count) => counted(count, 'neue Nachricht', 'neue Nachrichten'),
    isTyping: (name) => `${name} schreibt`,
    andMore: (count) => `und ${counted(count, 'weitere Nachricht', 'weitere Nachrichten')}`,
    said: (name, text) => `${name}: ${text}`,
  },
};
