import type { storage as English } from '../en/storage.ts';
import { formatList, formatNumber } from '../locale.ts';
import { counted, isolated } from './counted.ts';

const messages = (count: number): string =>
  counted(count, {
    zero: 'لا رسائل',
    one: 'رسالة واحدة',
    two: 'رسالتان',
    few: '# رسائل',
    many: '# رسالة',
    other: '# رسالة',
  });
const characters = (count: number): string =>
  counted(count, {
    zero: 'لا أحرف',
    one: 'حرف واحد',
    two: 'حرفان',
    few: '# أحرف',
    many: '# حرفًا',
    other: '# حرف',
  });

export const storage: typeof English = {
  storeProblems: {
    'wrong-key': {
      title: 'تعذر فتح قفل رسائلك',
      todo: 'مفتاحها في مخزن أسرار هذا الحاسوب (سلسلة المفاتيح) تغيّر أو هو مقفل. افتحه بكلمة المرور التي كانت لك عند آخر استخدام، ثم حاول من جديد. ما زالت رسائلك موجودة.',
    },
    newer: {
      title: 'كتب رسائلك إصدارٌ أحدث من Parley',
      todo: 'ثبّت أحدث إصدار من Parley، ثم شغّله من جديد. لم يتغير شيء.',
    },
    damaged: {
      title: 'الملف الذي فيه رسائلك تالف',
      todo: 'يستطيع Parley إصلاحه: يأخذ ما يمكن قراءته من الملف، والباقي من أحدث نسخة احتياطية سليمة. ويُحتفظ بالملف التالف.',
    },
    'no-runtime': {
      title: 'تعذر على Parley فتح مخزن رسائله',
      todo: 'جزء من Parley ناقص على هذا الحاسوب. ثبّت Parley من جديد؛ تبقى رسائلك في مكانها.',
    },
    'no-access': {
      title: 'لا يُسمح لـ Parley باستخدام مجلده',
      todo: 'اسمح لمستخدمك بقراءة مجلد بيانات Parley والكتابة فيه، ثم حاول من جديد. لم يضع شيء.',
    },
    full: {
      title: 'القرص ممتلئ',
      todo: 'أفرغ مكانًا على القرص، ثم حاول من جديد. لم يضع شيء.',
    },
    crashed: {
      title: 'توقف مخزن الرسائل',
      todo: 'حاول من جديد. إن تكرر ذلك فأرسل الكلمات أدناه إلى المسؤول.',
    },
  },
  storage: {
    retry: 'المحاولة من جديد',
    quit: 'إنهاء Parley',
    repair: 'إصلاح',
    showFiles: 'إظهار الملفات',
    backupOf: (when) => `أحدث نسخة احتياطية: ${isolated(when)}.`,
    noBackup: 'لا توجد نسخة احتياطية بعد. يُحتفظ بما يمكن قراءته من الملف.',
    repairing: 'جارٍ إصلاح رسائلك',
    repairingHelp: 'قد يستغرق ذلك بضع دقائق. إن انتهى Parley في أثنائه بقي كل شيء كما كان.',
    stages: {
      checking: 'النظر في النسخ الاحتياطية',
      reading: 'قراءة الملف التالف',
      filling: 'ملء الفراغات من النسخة الاحتياطية',
      finishing: 'جمع الأجزاء وفحصها',
    },
    repaired: 'أُصلحت رسائلك',
    repairedLead: (count) => `الموجود: ${messages(count)}.`,
    fromBackup: (count, when) => `من النسخة الاحتياطية ${isolated(when)}: ${messages(count)}.`,
    nothingMissing: 'لا ينقص شيء.',
    missing: (count) => `تعذّر استرجاع ما لا يزيد على: ${messages(count)}.`,
    missingUnknown: (when) =>
      when === null ? 'لا يُعرف كم ينقص.' : `ينقص ما كُتب أو استُلم بعد النسخة الاحتياطية ${isolated(when)}.`,
    keptAt: 'احتُفظ بالملف التالف',
    understood: 'متابعة',
    foundTitle: 'جزء من رسائلك تالف',
    foundHelp:
      'كل ما عداه يعمل. أصلحه قريبًا: يغلق Parley المحادثات لحظة، ولا ينشئ نسخًا احتياطية حتى ذلك الحين.',
    anew: 'البدء بسجل فارغ…',
    anewTitle: 'هل تريد البدء بسجل فارغ؟',
    anewLead: 'لا يُحذف شيء: تُوضع الرسائل ومفاتيحها ونسخها الاحتياطية في مجلد مستقل بجانبها، ويمكن إعادتها.',
    anewConfirm: 'وضعها جانبًا والبدء من جديد',
    recoverTitle: 'الفتح بمفتاح الاسترداد',
    recoverLabel: 'مفتاح الاسترداد',
    recoverHelp: 'ثماني مجموعات من خمسة أحرف. لا فرق بين الأحرف الكبيرة والصغيرة ولا أهمية للشرطات.',
    recover: 'فتح رسائلي',
    noRecoveryKey: 'لم يُنشأ مفتاح استرداد لهذه الرسائل.',
    tooShort: (missing) => `ينقص: ${characters(missing)}.`,
    tooLong: (extra) => `زائد: ${characters(extra)}.`,
    mistakes: (groups) =>
      groups.length === 1
        ? `في المجموعة ${formatList(groups.map(formatNumber))} خطأ.`
        : `في المجموعات ${formatList(groups.map(formatNumber))} أخطاء.`,
    recoveryProblems: {
      mistyped: 'هذا ليس مفتاح استرداد. قارنه بما احتفظت به.',
      wrong: 'مفتاح الاسترداد هذا لرسائل أخرى. لم يتغير شيء.',
      none: 'لا يوجد مفتاح استرداد لهذه الرسائل.',
      'not-saved': 'تعذّرت كتابة مفتاح الاسترداد هناك. اختر مجلدًا آخر.',
    },
    offerTitle: 'الاحتفاظ بمفتاح استرداد',
    offerHelp: 'يفتح رسائلك إن أُعيد ضبط سلسلة مفاتيح هذا الحاسوب يومًا.',
    make: 'إنشاء…',
    later: 'ليس الآن',
    keyTitle: 'مفتاح الاسترداد الخاص بك',
    keyLead:
      'يفتح رسائلك حين لا يفتحها مخزن أسرار هذا الحاسوب. لا يظهر إلا الآن: احتفظ به حيث لا يقرؤه غيرك، وليس على هذا الحاسوب وحده.',
    copy: 'نسخ',
    copied: 'نُسخ',
    notCopied: 'لم يُنسخ',
    save: 'حفظ في ملف…',
    saved: 'حُفظ',
    print: 'طباعة…',
    confirmLabel: 'اكتب المجموعة الأخيرة للتأكد من أنه لديك',
    confirmWrong: 'هذه ليست المجموعة الأخيرة من المفتاح أعلاه.',
    confirm: 'احتفظت به',
    settingsTitle: 'مفتاح الاسترداد',
    settingsKept: 'لديك مفتاح استرداد. إنشاء مفتاح جديد يبطل القديم.',
    settingsNone: 'ليس لديك مفتاح استرداد. إن أُعيد ضبط سلسلة مفاتيح هذا الحاسوب بقيت رسائلك مقفلة.',
    makeAnew: 'إنشاء مفتاح جديد…',
    backupsTitle: 'النسخ الاحتياطية',
    backupsHelp: `ينسخ Parley رسائلك مرة كل يوم مشفرةً إلى المجلد ${isolated('backups')} بين بياناته. تُحفظ آخر ثلاث نسخ.`,
    backupNone: 'لا توجد نسخة احتياطية بعد؛ تأتي الأولى بعد دقيقة من البدء.',
    backupProblems: {
      full: 'لا توجد نسخة أحدث: القرص ممتلئ.',
      failed: 'لا توجد نسخة أحدث: فشلت آخر محاولة. ستُعاد من تلقاء نفسها.',
    },
  },
};
