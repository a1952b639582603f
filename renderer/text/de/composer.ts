import type { composer as English } from '../en/composer.ts';

export const composer: typeof English = {
  composer: {
    label: 'Nachricht',
    hint: (name) => `An ${name} schreiben`,
    send: 'Senden',
    notAccepted: 'Das wurde nicht gesendet.',
    replyTo: (name) => `Antwort an ${name}`,
    noReply: 'Nicht auf diese Nachricht antworten',
  },
};
