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
