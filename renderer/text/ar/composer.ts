import type { composer as English } from '../en/composer.ts';
import { counted, isolated } from './counted.ts';

export const composer: typeof English = {
  composer: {
    label: 'رسالة',
    hint: (name) => `الكتابة إلى ${isolated(name)}`,
    send: 'إرسال',
    notAccepted: 'لم يُرسَل هذا.',
    replyTo: (name) => `رد على ${isolated(name)}`,
    noReply: 'عدم الرد على هذه الرسالة',
    editing: 'تعديل رسالة لم تُرسَل',
    leaveEdit: 'تركها كما هي',
    about: (count) => `${count} تقريبًا`,
    refusedSize:
      'سبق أن رفض الطرف الآخر رسالة بهذا الحجم. على الأرجح لن تُرسَل هذه أيضًا، وستبقى هنا غير مُرسَلة.',
    draftNow: 'أصبح النص المعدّل مسودة، وإرساله يُنشئ رسالة جديدة.',
    charactersLeft: (count) =>
      counted(count, {
        zero: 'لا أحرف متبقية',
        one: 'حرف واحد متبقٍ',
        two: 'حرفان متبقيان',
        few: '# أحرف متبقية',
        many: '# حرفًا متبقيًا',
        other: '# حرف متبقٍ',
      }),
    charactersOver: (count) =>
      counted(count, {
        zero: 'لا أحرف زائدة',
        one: 'حرف واحد زائد',
        two: 'حرفان زائدان',
        few: '# أحرف زائدة',
        many: '# حرفًا زائدًا',
        other: '# حرف زائد',
      }),
    pasteAsCode: 'لصق كشيفرة',
    formatting: 'التنسيق',
    formats: {
      bold: 'غامق',
      italic: 'مائل',
      strike: 'مشطوب',
      code: 'شيفرة',
      codeBlock: 'كتلة شيفرة',
      quote: 'اقتباس',
      bullets: 'قائمة',
      numbers: 'قائمة مرقّمة',
    },
    sendsBy: { enter: 'Enter', 'ctrl-enter': 'Ctrl+Enter' },
  },
  emoji: {
    open: 'رموز تعبيرية',
    search: 'البحث في الرموز التعبيرية',
    groups: {
      recent: 'المستخدمة مؤخرًا',
      smileys: 'الوجوه والمشاعر',
      people: 'الأشخاص والجسم',
      animals: 'الحيوانات والطبيعة',
      food: 'الطعام والشراب',
      travel: 'السفر والأماكن',
      activities: 'الأنشطة',
      objects: 'الأشياء',
      symbols: 'الرموز',
      flags: 'الأعلام',
    },
    categories: 'الفئات',
    tone: 'لون البشرة',
    tones: ['افتراضي', 'فاتح', 'فاتح متوسط', 'متوسط', 'داكن متوسط', 'داكن'],
    nothing: 'لا رموز بهذا الاسم',
    notLoaded: 'تعذّر تحميل الرموز التعبيرية. أغلق هذا وحاول مرة أخرى.',
    completions: 'رموز لما تكتبه',
  },
};
