import type { palette as English } from '../en/palette.ts';
import { counted } from './counted.ts';

export const palette: typeof English = {
  palette: {
    label: 'Finden oder tun',
    hint: 'Unterhaltung, Adresse, Nachricht, Einstellung, Aktion',
    results: 'Was passt',
    groups: {
      conversations: 'Unterhaltungen',
      actions: 'Aktionen',
      settings: 'Einstellungen',
      messages: 'Nachrichten',
      somebodyNew: 'Jemand Neues',
    },
    newWith: (address) => `Neue Unterhaltung mit ${address}`,
    allMessages: 'Alle gefundenen Nachrichten zeigen',
    found: (count) => counted(count, 'Treffer', 'Treffer'),
    nothing: 'Nichts passt',
    nothingHelp: 'Weniger Wörter oder Teile davon finden mehr. Eine Adresse beginnt eine Unterhaltung.',
    searching: 'Nachrichten werden durchsucht …',
    failed: 'Die Nachrichten konnten nicht durchsucht werden.',
    choose: 'wählen',
    open: 'öffnen',
    onlyActions: 'nur Aktionen',
    closes: 'schließen',
  },
};
