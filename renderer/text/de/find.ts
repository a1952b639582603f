import type { find as English } from '../en/find.ts';
import { formatNumber } from '../locale.ts';

export const find: typeof English = {
  find: {
    label: 'In dieser Unterhaltung finden',
    searching: 'Suche läuft …',
    nothing: 'Nichts gefunden',
    place: (place) => formatNumber(place),
    placeOf: (place, count, complete) =>
      `${formatNumber(place)} von ${complete ? '' : 'mehr als '}${formatNumber(count)}`,
    older: 'Ältere',
    newer: 'Neuere',
    close: 'Suche beenden',
  },
};
