import type { archive as English } from '../en/archive.ts';
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

export const archive: typeof English = {
  archive: {
    title: 'التصدير والاستيراد',
    exportAll: 'تصدير كل الرسائل…',
    exportConversation: 'تصدير المحادثة…',
    exportHelp: 'مجلد فيه صفحات للقراءة وبيانات يمكن فحصها واستيرادها. وهو غير مشفر، فاحفظه في مكان آمن.',
    verify: 'فحص تصدير…',
    verifyHelp: 'يبيّن هل تغيّر شيء منذ التصدير.',
    import: 'استيراد تصدير…',
    importHelp: 'يضيف الرسائل غير الموجودة هنا في مواضعها. لا يُرسَل شيء.',
    titles: { export: 'جارٍ تصدير الرسائل', verify: 'جارٍ فحص التصدير', import: 'جارٍ استيراد الرسائل' },
    steps: { writing: 'الكتابة', checking: 'الفحص', importing: 'الاستيراد' },
    messages,
    progress: (done, total) => `${isolated(done)} من ${isolated(total)} رسالة`,
    cancel: 'إلغاء',
    show: 'إظهار في المجلد',
    close: 'إغلاق',
    exported: (count) => `صُدّر: ${messages(count)}.`,
    seal: 'الختم',
    sealHelp: 'دوّنه في مكان آخر: يثبت لاحقًا أن هذا هو التصدير نفسه.',
    intact: (count, address) => `سليم: ${messages(count)} من ${isolated(address)}.`,
    damaged: 'هذا التصدير تالف.',
    damages: {
      missing: 'ملف مفقود.',
      manifest: 'تغيّرت قائمة ملفات التصدير.',
      changed: 'تغيّر ملف.',
      line: 'سطر تغيّر أو أُضيف أو أُزيل.',
      count: 'أسطر ناقصة أو زائدة.',
      extra: 'فيه ملف ليس جزءًا منه. أخرجه من المجلد ثم أعد المحاولة.',
    },
    damagedAt: (file, line) => `السطر ${String(line)} من ${isolated(file)}`,
    nothingImported: 'لم يُستورد.',
    imported: (added) => `استُورد: ${messages(added)}.`,
    known: (count) => `كان موجودًا هنا: ${messages(count)}.`,
    cancelled: 'أُلغي.',
    exportCancelled: 'أُلغي. لم يُحتفظ بشيء.',
    importCancelled: 'أُلغي. يبقى ما استُورد حتى الآن، ويكمل الاستيراد نفسه من هناك.',
    problems: {
      busy: 'هناك تصدير أو فحص أو استيراد آخر جارٍ. انتظر حتى ينتهي.',
      'no-space': 'القرص ممتلئ. أفرغ بعض المساحة أو اختر قرصًا آخر، ثم حاول من جديد.',
      'no-access': 'لا يُسمح لـ Parley بقراءة هذا المجلد أو الكتابة فيه. اختر مجلدًا آخر.',
      'not-an-export':
        'هذا المجلد ليس تصديرًا من Parley، أو هو تصدير لم يكتمل. اختر المجلد الذي فيه ⁨manifest.json⁩.',
      newer: 'أنشأ هذا التصدير إصدار أحدث من Parley. ثبّت أحدث إصدار وحاول من جديد.',
      'other-account':
        'يحتوي هذا التصدير على رسائل عنوان آخر. سجّل الدخول بذلك العنوان هنا مرة، ثم حاول من جديد.',
      store: 'تعطّل مخزن الرسائل في أثناء ذلك. ابدأ Parley من جديد ثم حاول: لا حاجة إلى إعادة ما تم.',
      internal: 'حدث خطأ داخل Parley. حاول من جديد، وإن تكرر فابدأ Parley من جديد.',
    },
  },
};
