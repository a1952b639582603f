import type { timeline as English } from '../en/timeline.ts';
import { counted, isolated } from './counted.ts';

export const timeline: typeof English = {
  timeline: {
    messages: 'الرسائل',
    you: 'أنت',
    receipt: {
      queued: 'في الانتظار',
      sending: 'تُرسَل',
      sent: 'أُرسِلت',
      delivered: 'وصلت',
      read: 'قُرئت',
      failed: 'لم تُرسَل',
    },
    deliveryFailures: {
      'no-answer': 'لم تُرسَل: لم يجب الخادم.',
      'not-found': 'لم تُرسَل: لا يعرف الخادم هذا العنوان.',
      absent: 'لم تُرسَل: لا أحد مسجَّل الدخول بهذا العنوان الآن.',
      busy: 'لم تُرسَل: الطرف الآخر مشغول.',
      refused: 'لم تُرسَل: رفضها الطرف الآخر.',
      unsupported: 'لم تُرسَل: الطرف الآخر لا يقبل الرسائل النصية.',
      'too-large': 'لم تُرسَل: أطول مما يقبله الطرف الآخر.',
      'server-error': 'لم تُرسَل: حدثت مشكلة في الخادم.',
      interrupted: 'ربما لم تُرسَل: انقطع الاتصال قبل وصول الجواب.',
      offline: 'لم تُرسَل: لم يكن هناك اتصال بالخادم.',
    },
    tryAgain: 'المحاولة مرة أخرى',
    new: 'جديد',
    loading: 'يجري تحميل الرسائل…',
    loadingOlder: 'يجري تحميل رسائل أقدم…',
    loadingNewer: 'يجري تحميل رسائل أحدث…',
    notLoaded: 'تعذر تحميل الرسائل.',
    stale: (reason) => `قد تنقص هنا رسائل. ${reason} ويواصل Parley محاولة قراءتها.`,
    loadAgain: 'التحميل مرة أخرى',
    empty: (name) => `هنا بداية محادثتك مع ${isolated(name)}.`,
    emptyHelp: 'ما تكتبه هنا يُحفظ على هذا الحاسوب مشفرًا.',
    newest: 'أحدث الرسائل',
    newBelow: (count) =>
      counted(count, {
        zero: 'لا رسائل جديدة',
        one: 'رسالة جديدة واحدة',
        two: 'رسالتان جديدتان',
        few: '# رسائل جديدة',
        many: '# رسالة جديدة',
        other: '# رسالة جديدة',
      }),
    isTyping: (name) => `${isolated(name)} يكتب`,
    andMore: (count) =>
      counted(count, {
        zero: 'ولا رسائل أخرى',
        one: 'ورسالة أخرى',
        two: 'ورسالتان أخريان',
        few: 'و# رسائل أخرى',
        many: 'و# رسالة أخرى',
        other: 'و# رسالة أخرى',
      }),
    said: (name, text) => `${isolated(name)}: ${isolated(text)}`,
  },
};
