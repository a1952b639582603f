import type { window as English } from '../en/window.ts';
import { counted } from './counted.ts';

export const window: typeof English = {
  direction: 'rtl',
  language: 'ar',
  product: 'Parley',
  close: 'إغلاق',
  back: 'العودة إلى المحادثات',
  cancel: 'إلغاء',
  starting: 'يبدأ Parley…',
  detail: 'للمسؤول',
  unavailable: 'تعذر بدء Parley',
  disconnected: {
    title: 'نافذة Parley منفصلة عنه',
    todo: 'فقدت الاتصال ببقية Parley. أغلقها وشغّل Parley من جديد.',
  },
  storeProblems: {
    'wrong-key': {
      title: 'تعذر فتح قفل رسائلك',
      todo: 'مفتاحها في مخزن أسرار هذا الحاسوب تغيّر أو هو مقفل. افتح مخزن الأسرار (سلسلة المفاتيح) بكلمة المرور التي كانت لك عند آخر استخدام، ثم شغّل Parley من جديد.',
    },
    newer: {
      title: 'كتب رسائلك إصدارٌ أحدث من Parley',
      todo: 'ثبّت أحدث إصدار من Parley، ثم شغّله من جديد. لم يتغير شيء.',
    },
    damaged: {
      title: 'الملف الذي فيه رسائلك تالف',
      todo: 'استعده من نسخة احتياطية، أو انقله إلى مكان آخر وشغّل Parley من جديد: عندئذ يبدأ بملف فارغ. اسأل المسؤول إن لم تكن متأكدًا.',
    },
    'no-runtime': {
      title: 'تعذر على Parley فتح مخزن رسائله',
      todo: 'جزء من Parley ناقص على هذا الحاسوب. ثبّت Parley من جديد؛ تبقى رسائلك في مكانها.',
    },
    'no-access': {
      title: 'لا يُسمح لـ Parley باستخدام مجلده',
      todo: 'اسمح لمستخدمك بقراءة المجلد المذكور أدناه والكتابة فيه، ثم شغّل Parley من جديد.',
    },
    full: {
      title: 'القرص ممتلئ',
      todo: 'أفرغ مكانًا على القرص، ثم شغّل Parley من جديد. لم يضع شيء.',
    },
    crashed: {
      title: 'توقف مخزن الرسائل',
      todo: 'شغّل Parley من جديد. إن تكرر ذلك فأرسل الكلمات أدناه إلى المسؤول.',
    },
  },
  failure: {
    invalidInput: 'لم يفهم Parley هذا. غيّره وحاول مرة أخرى.',
    notSignedIn: 'لم يُسجَّل الدخول. سجّل الدخول وحاول مرة أخرى.',
    ownAddress: 'هذا عنوانك أنت. اكتب عنوان شخص آخر.',
    unknownConversation: 'لم تعد هذه المحادثة موجودة.',
    unknownMessage: 'لم تعد هذه الرسالة موجودة.',
    beingSent: 'يجري إرسال هذه الرسالة الآن. تُرجى المحاولة بعد لحظات.',
    alreadySent: 'خرجت هذه الرسالة بالفعل ولا يمكن تغييرها بعد الآن.',
    blocked: 'هذا العنوان محظور. يجب رفع الحظر عنه للكتابة إليه.',
    legalHold: 'أمرت المؤسسة بألا يُحذف شيء هنا (حفظ قانوني).',
    tooLong: (longest) =>
      `أطول من أن تُرسَل: أقصى طول للرسالة ${counted(longest, {
        zero: 'لا شيء',
        one: 'حرف واحد',
        two: 'حرفان',
        few: '# أحرف',
        many: '# حرفًا',
        other: '# حرف',
      })}. أرسلها على أجزاء.`,
    linkRefused: 'لم يُفتح هذا الرابط: لا تُفتح إلا روابط الويب والبريد.',
    managedSetting: 'ثبّتت مؤسستك هذا الإعداد.',
    settingRefused: {
      'not-ours': (place) => `‏${place} ليس من Parley. أزِله من مكانه أو بالأداة التي أنشأته.`,
      'not-possible': (place) => `تعذّر تغيير ${place}. تحقّق من أن الكتابة هناك مسموحة لك.`,
    },
    internal: 'حدث خطأ داخل Parley. حاول مرة أخرى؛ فإن بقي فشغّل Parley من جديد.',
  },
  dates: { today: 'اليوم', yesterday: 'أمس' },
};
