import type { find as English } from '../en/find.ts';
import { formatNumber } from '../locale.ts';

export const find: typeof English = {
  find: {
    label: 'البحث في هذه المحادثة',
    searching: 'يجري البحث…',
    nothing: 'لم يُعثر على شيء',
    place: (place) => formatNumber(place),
    placeOf: (place, count, complete) =>
      `${formatNumber(place)} من ${complete ? '' : 'أكثر من '}${formatNumber(count)}`,
    older: 'الأقدم',
    newer: 'الأحدث',
    close: 'إنهاء البحث',
  },
};
