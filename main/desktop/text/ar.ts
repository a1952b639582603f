import type { DesktopWords } from './en.ts';
import { pluralsOf } from './plurals.ts';

const counted = pluralsOf('ar');

export const ar: DesktopWords = {
  product: 'Parley',
  newMessages: (count) =>
    counted(count, {
      zero: 'لا رسائل جديدة',
      one: 'رسالة جديدة',
      two: 'رسالتان جديدتان',
      few: '# رسائل جديدة',
      many: '# رسالة جديدة',
      other: '# رسالة جديدة',
    }),
  several: (name, count) => `${name} (${counted(count, { other: '#' })})`,
  replyTo: (name) => `الرد على ${name}`,
  unread: (count) =>
    counted(count, {
      zero: 'لا رسائل غير مقروءة',
      one: 'رسالة واحدة غير مقروءة',
      two: 'رسالتان غير مقروءتين',
      few: '# رسائل غير مقروءة',
      many: '# رسالة غير مقروءة',
      other: '# رسالة غير مقروءة',
    }),
  tray: {
    open: 'فتح Parley',
    quiet: 'عدم الإزعاج',
    quietHour: 'لمدة ساعة واحدة',
    quietTomorrow: 'حتى الغد',
    quietUntilOff: 'حتى الإيقاف',
    quietOff: 'إيقاف',
    quit: 'إنهاء Parley',
    staysTitle: 'ما زال Parley يعمل',
    staysBody: 'يستمر وصول الرسائل. يمكن فتح Parley أو إنهاؤه من أيقونته في علبة النظام.',
  },
  menu: {
    about: 'حول Parley',
    services: 'الخدمات',
    hide: 'إخفاء Parley',
    hideOthers: 'إخفاء التطبيقات الأخرى',
    unhide: 'إظهار الكل',
    file: 'ملف',
    closeWindow: 'إغلاق النافذة',
    edit: 'تحرير',
    undo: 'تراجع',
    redo: 'إعادة',
    cut: 'قص',
    copy: 'نسخ',
    paste: 'لصق',
    pastePlain: 'لصق كنص عادي',
    selectAll: 'تحديد الكل',
    copyLink: 'نسخ الرابط',
    view: 'عرض',
    larger: 'نص أكبر',
    smaller: 'نص أصغر',
    usual: 'حجم النص المعتاد',
    fullScreen: 'ملء الشاشة',
    window: 'نافذة',
    minimize: 'تصغير',
    zoom: 'تكبير/تصغير النافذة',
    front: 'إحضار الكل إلى الأمام',
    learnSpelling: 'إضافة إلى القاموس',
  },
};
