import type { links as English } from '../en/links.ts';

export const links: typeof English = {
  links: {
    address: 'Dieser Link nennt keine Adresse, an die geschrieben werden kann.',
    'own-address': 'Dieser Link führt zur eigenen Adresse.',
    'too-long': 'Dieser Link enthält einen Text, der für eine Nachricht zu lang ist.',
    failed: 'Die Unterhaltung zu diesem Link ließ sich nicht öffnen. Bitte den Link noch einmal öffnen.',
  },
};
