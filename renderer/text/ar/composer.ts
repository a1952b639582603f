import type { composer as English } from '../en/composer.ts';
import { isolated } from './counted.ts';

export const composer: typeof English = {
  composer: {
    label: 'رسالة',
    hint: (name) => `الكتابة إلى ${isolated(name)}`,
    send: 'إرسال',
    notAccepted: 'لم يُرسَل هذا.',
    replyTo: (name) => `رد على ${isolated(name)}`,
    noReply: 'عدم الرد على هذه الرسالة',
  },
};
