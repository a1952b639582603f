import type { message as English } from '../en/message.ts';
import { counted, isolated, type ArabicForms } from './counted.ts';

const messages: ArabicForms = {
  zero: 'لا رسائل',
  one: 'رسالة واحدة',
  two: 'رسالتان',
  few: '# رسائل',
  many: '# رسالة',
  other: '# رسالة',
};

export const message: typeof English = {
  message: {
    menu: 'رسالة',
    reply: 'رد',
    forward: 'إعادة توجيه…',
    copyText: 'نسخ النص',
    copySelection: 'نسخ النص المحدد',
    copyLink: 'نسخ الرابط',
    copyCode: 'نسخ الشيفرة',
    copied: 'نُسخ',
    notCopied: 'لم يُنسخ',
    clipboardRefused: 'لم يُنسخ. لم تقبله الحافظة؛ حاول مرة أخرى.',
    select: 'تحديد رسائل',
    deleteForMe: 'حذف عندي…',
    tryAgain: 'المحاولة مرة أخرى',
    editAgain: 'تعديل ثم إرسال مرة أخرى',
    proof: 'إثبات التسليم',
    proofOf: (state) => `إثبات التسليم: ${state}`,
    more: 'إجراءات أخرى',
    inReplyTo: (who) => `رد على ${isolated(who)}`,
    quoteGone: 'لم تعد الرسالة هنا.',
    showAll: 'عرض الكل',
    showLess: 'عرض أقل',
    sentArrived: (sent, arrived) => `أُرسِلت ${isolated(sent)} ووصلت ${isolated(arrived)}`,
    times: {
      written: (when) => `كُتبت: ${isolated(when)}`,
      sent: (when) => `أُرسِلت: ${isolated(when)}`,
      arrived: (when) => `وصلت: ${isolated(when)}`,
      delivered: (when) => `سُلِّمت: ${isolated(when)}`,
      read: (when) => `قُرئت: ${isolated(when)}`,
      failed: (when) => `لم تُرسَل، آخر محاولة: ${isolated(when)}`,
    },
    control: (code) => `علامة غير مرئية ${isolated(code)}`,
    copyLine: (name, time, text) => `${isolated(name)}، ${isolated(time)}: ${text}`,
    selection: 'الرسائل المحددة',
    selected: (count) =>
      counted(count, {
        zero: 'لم تُحدَّد رسائل',
        one: 'حُدِّدت رسالة واحدة',
        two: 'حُدِّدت رسالتان',
        few: 'حُدِّدت # رسائل',
        many: 'حُدِّدت # رسالة',
        other: 'حُدِّدت # رسالة',
      }),
    selectOne: (who) => `تحديد رسالة ${isolated(who)}`,
    copy: 'نسخ',
    stopSelecting: 'إنهاء التحديد',
    forwardTitle: (count) =>
      count === 1 ? 'إعادة توجيه الرسالة' : `إعادة توجيه ${counted(count, { ...messages, two: 'رسالتين' })}`,
    forwardLead: 'يُرسَل النص كرسالة منك.',
    forwardTo: 'الاسم أو العنوان',
    forwardFound: 'المستلمون الممكنون',
    forwardNobody: `لا محادثة بهذا الاسم. يمكن كتابة عنوان كامل أيضًا: ${isolated('anna@example.com')}.`,
    forwardAddress: (address) => `إرسال إلى ${isolated(address)}`,
    deleteTitle: (count) =>
      count === 1 ? 'حذف الرسالة؟' : `حذف ${counted(count, { ...messages, two: 'رسالتين' })}؟`,
    deleteLead: 'يُحذف على هذا الحاسوب فقط. يحتفظ الطرف الآخر بما لديه، ولا يمكن التراجع عن الحذف.',
    deleteSubmit: 'حذف عندي',
    failed: (words, text) => `${words} ${isolated(text)}`,
  },
};
