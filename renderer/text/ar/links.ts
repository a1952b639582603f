import type { links as English } from '../en/links.ts';

export const links: typeof English = {
  links: {
    address: 'لا يحتوي هذا الرابط على عنوان يمكن مراسلته.',
    'own-address': 'يؤدي هذا الرابط إلى العنوان الخاص بالمستخدم نفسه.',
    'too-long': 'يحتوي هذا الرابط على نص أطول مما تتسع له رسالة.',
    failed: 'تعذر فتح محادثة هذا الرابط. يُرجى فتح الرابط مرة أخرى.',
  },
};
