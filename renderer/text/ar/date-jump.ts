import type { dateJump as English } from '../en/date-jump.ts';
import { isolated } from './counted.ts';

export const dateJump: typeof English = {
  dateJump: {
    open: 'الانتقال إلى تاريخ',
    title: 'الانتقال إلى تاريخ',
    lead: 'اكتب يومًا أو اختره. تُعرض أول رسالة فيه أو أقربها إليه.',
    day: 'اليوم',
    go: 'انتقال',
    calendar: 'التقويم',
    monthBefore: 'الشهر السابق',
    monthAfter: 'الشهر التالي',
    incomplete: 'اكتب اليوم والشهر والسنة، أو اختر يومًا في الأسفل.',
    future: 'هذا اليوم لم يأتِ بعد. اختر اليوم الحالي أو يومًا قبله.',
    nearest: (asked, shown) => `لم يُكتب شيء في ${isolated(asked)}. وهذا هو الأقرب: ${isolated(shown)}.`,
  },
};
