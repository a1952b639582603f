import type { conversations as English } from '../en/conversations.ts';
import { counted, isolated } from './counted.ts';

export const conversations: typeof English = {
  conversations: {
    title: 'المحادثات',
    start: 'محادثة جديدة',
    unread: (count) =>
      counted(count, {
        zero: 'لا رسائل غير مقروءة',
        one: 'رسالة واحدة غير مقروءة',
        two: 'رسالتان غير مقروءتين',
        few: '# رسائل غير مقروءة',
        many: '# رسالة غير مقروءة',
        other: '# رسالة غير مقروءة',
      }),
    typing: 'يكتب…',
    draft: 'مسودة:',
    notSent: 'لم تُرسَل',
    nothingYet: 'لا رسائل بعد',
    empty: 'لا محادثات بعد',
    emptyHelp: 'يمكن مراسلة كل من له عنوان SIP. ابدأ بالقلم في الأعلى.',
    you: 'أنت:',
  },
  start: {
    title: 'محادثة جديدة',
    lead: 'إلى من تريد الكتابة؟',
    address: 'العنوان',
    hint: 'bob@example.com',
    help: (host) => `لمن هو في ${isolated(host)} يكفي الاسم الذي قبل @.`,
    submit: 'بدء',
  },
  nothingOpen: {
    title: 'اختر محادثة',
    start: 'لبدء محادثة',
    move: 'للتنقل بينها',
    find: 'للعثور على أي شيء',
    firstTitle: 'اكتب إلى أحد',
    firstText: 'كل ما يلزم عنوان، مثل bob@example.com. ما تكتبه يبقى هنا على هذا الحاسوب.',
    firstButton: 'بدء محادثة',
  },
};
