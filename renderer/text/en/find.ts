import { formatNumber } from '../locale.ts';

export const find = {
  find: {
    label: 'Find in this conversation',
    searching: 'Searching…',
    nothing: 'Nothing found',
    place: (place: number): string => formatNumber(place),
    placeOf: (place: number, count: number, complete: boolean): string =>
      `${formatNumber(place)} of ${formatNumber(count)}${complete ? '' : '+'}`,
    older: 'Older',
    newer: 'Newer',
    close: 'End the finding',
  },
};
