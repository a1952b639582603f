import type { search as English } from '../en/search.ts';
import { formatNumber } from '../locale.ts';
import { counted, isolated } from './counted.ts';

export const search: typeof English = {
  search: {
    label: 'البحث في كل شيء',
    clear: 'مسح البحث',
    results: 'نتائج البحث',
    conversations: 'المحادثات',
    messages: 'الرسائل',
    searching: 'يجري البحث…',
    nothing: 'لم يُعثر على شيء',
    nothingHelp: 'يجب أن تكون كل كلمة في الرسالة. كلمات أقل، أو جزء من كلمة، تجد أكثر.',
    operators: 'لتضييق البحث',
    narrow: 'تضييق البحث',
    filters: {
      'from:': 'من مرسل واحد',
      'in:': 'في محادثة واحدة',
      'after:': 'في يوم أو بعده',
      'before:': 'قبل يوم',
      'has:link': 'مع رابط',
    },
    examples: [
      'from:anna',
      'in:dispatch',
      'after:2026-11-01',
      'before:2026-12-01',
      'has:link',
      '"كلمتان معًا"',
    ],
    found: (count, complete) =>
      complete
        ? counted(count, {
            zero: 'لا رسائل',
            one: 'رسالة واحدة',
            two: 'رسالتان',
            few: '# رسائل',
            many: '# رسالة',
            other: '# رسالة',
          })
        : `أكثر من ${formatNumber(count)} رسالة`,
    failed: 'لم ينجح البحث.',
    again: 'البحث مرة أخرى',
    more: 'البحث في رسائل أقدم',
    preparingLabel: 'إعداد البحث',
    preparing: (percent) =>
      `ما زال البحث قيد التحضير (${isolated(`${formatNumber(percent)} %`)}). حتى ذلك الحين يستغرق وقتًا أطول.`,
    you: 'أنت:',
    sender: (name) => `${isolated(name)}:`,
  },
};
