import type { outbox as English } from '../en/outbox.ts';

export const outbox: typeof English = {
  outbox: {
    waitingFailures: {
      'no-answer': 'Noch nicht gesendet: Der Server hat nicht geantwortet.',
      'not-found': 'Noch nicht gesendet: Der Server kennt diese Adresse gerade nicht.',
      absent: 'Noch nicht gesendet: Unter dieser Adresse ist gerade niemand angemeldet.',
      busy: 'Noch nicht gesendet: Die Gegenseite ist beschäftigt.',
      refused: 'Noch nicht gesendet: Die Gegenseite nimmt sie gerade nicht an.',
      unsupported: 'Noch nicht gesendet: Die Gegenseite nimmt gerade keine Textnachrichten an.',
      'too-large': 'Noch nicht gesendet: Für die Gegenseite gerade zu lang.',
      'server-error': 'Noch nicht gesendet: Der Server hat ein Problem.',
      interrupted: 'Noch nicht gesendet: Die Verbindung endete, bevor die Antwort kam.',
      offline: 'Noch nicht gesendet: Es gab keine Verbindung zum Server.',
    },
    nextAt: (time) => `Nächster Versuch um ${time}.`,
    nextWithConnection: 'Sie geht hinaus, sobald die Verbindung wieder da ist.',
    tryNow: 'Jetzt versuchen',
  },
};
