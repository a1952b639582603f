import type { palette as English } from '../en/palette.ts';
import { counted, isolated } from './counted.ts';

export const palette: typeof English = {
  palette: {
    label: 'ابحث أو نفّذ',
    hint: 'محادثة أو عنوان أو رسالة أو إعداد أو إجراء',
    results: 'ما يطابق',
    groups: {
      conversations: 'المحادثات',
      actions: 'الإجراءات',
      settings: 'الإعدادات',
      messages: 'الرسائل',
      somebodyNew: 'شخص جديد',
    },
    newWith: (address) => `محادثة جديدة مع ${isolated(address)}`,
    allMessages: 'عرض كل الرسائل التي عُثر عليها',
    found: (count) =>
      counted(count, {
        zero: 'لا نتائج',
        one: 'نتيجة واحدة',
        two: 'نتيجتان',
        few: '# نتائج',
        many: '# نتيجة',
        other: '# نتيجة',
      }),
    nothing: 'لا شيء يطابق',
    nothingHelp: 'كلمات أقل، أو جزء من كلمة، تجد أكثر. والعنوان يبدأ محادثة.',
    searching: 'يجري البحث في الرسائل…',
    failed: 'تعذّر البحث في الرسائل.',
    choose: 'اختيار',
    open: 'فتح',
    onlyActions: 'الإجراءات فقط',
    closes: 'إغلاق',
  },
};
