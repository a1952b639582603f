import type { search as English } from '../en/search.ts';
import { formatNumber } from '../locale.ts';
import { counted } from './counted.ts';

export const search: typeof English = {
  search: {
    label: 'Alles durchsuchen',
    clear: 'Suche leeren',
    results: 'Suchergebnisse',
    conversations: 'Unterhaltungen',
    messages: 'Nachrichten',
    searching: 'Suche läuft …',
    nothing: 'Nichts gefunden',
    nothingHelp: 'Jedes Wort muss in der Nachricht vorkommen. Weniger Wörter oder Teile davon finden mehr.',
    operators: 'Die Suche lässt sich eingrenzen mit',
    narrow: 'Suche eingrenzen',
    filters: {
      'from:': 'Von einem Absender',
      'in:': 'In einer Unterhaltung',
      'after:': 'An einem Tag oder danach',
      'before:': 'Vor einem Tag',
      'has:link': 'Mit einem Link',
    },
    examples: [
      'from:anna',
      'in:dispatch',
      'after:2026-11-01',
      'before:2026-12-01',
      'has:link',
      '"zwei Wörter"',
    ],
    found: (count, complete) =>
      complete ? counted(count, 'Nachricht', 'Nachrichten') : `Mehr als ${formatNumber(count)} Nachrichten`,
    failed: 'Die Suche hat nicht funktioniert.',
    again: 'Noch einmal suchen',
    more: 'Ältere Nachrichten durchsuchen',
    preparingLabel: 'Die Suche wird vorbereitet',
    preparing: (percent) =>
      `Die Suche wird noch vorbereitet (${formatNumber(percent)} %). Bis dahin dauert sie länger.`,
    you: 'Ich:',
    sender: (name) => `${name}:`,
  },
};
