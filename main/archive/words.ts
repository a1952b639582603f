import type { ReceiptState } from '../../shared/model/receipt.ts';
import { pluralsOf } from '../../shared/text/plurals.ts';

/** The words of the pages. They are made in the main process and stay as they were when they were made. */
export interface PageWords {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: (account: string) => string;
  readonly conversation: (peer: string) => string;
  readonly made: (when: string, zone: string, version: string) => string;
  readonly back: string;
  readonly conversations: string;
  readonly messages: (count: number) => string;
  readonly empty: string;
  readonly you: string;
  readonly answer: string;
  readonly written: (when: string) => string;
  readonly receipt: Record<ReceiptState, string>;
  readonly check: string;
}

const [inEnglish, inGerman, inArabic] = [pluralsOf('en'), pluralsOf('de'), pluralsOf('ar')];

const en: PageWords = {
  language: 'en',
  direction: 'ltr',
  title: (account) => `Messages of ${account}`,
  conversation: (peer) => `Conversation with ${peer}`,
  made: (when, zone, version) => `Exported by Parley ${version} on ${when}. Times are in ${zone}.`,
  back: 'All conversations',
  conversations: 'Conversations',
  messages: (count) => inEnglish(count, { one: '# message', other: '# messages' }),
  empty: 'No messages.',
  you: 'You',
  answer: 'In reply to an earlier message',
  written: (when) => `Written ${when} by the sender’s clock`,
  receipt: {
    queued: 'Not sent yet',
    sending: 'Being sent',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
  },
  check: 'Whether anything was changed since is told by “Check an export” in the settings of Parley.',
};

const de: PageWords = {
  language: 'de',
  direction: 'ltr',
  title: (account) => `Nachrichten von ${account}`,
  conversation: (peer) => `Unterhaltung mit ${peer}`,
  made: (when, zone, version) => `Exportiert von Parley ${version} am ${when}. Zeiten gelten für ${zone}.`,
  back: 'Alle Unterhaltungen',
  conversations: 'Unterhaltungen',
  messages: (count) => inGerman(count, { one: '# Nachricht', other: '# Nachrichten' }),
  empty: 'Keine Nachrichten.',
  you: 'Ich',
  answer: 'Antwort auf eine frühere Nachricht',
  written: (when) => `Geschrieben ${when} nach der Uhr des Absenders`,
  receipt: {
    queued: 'Noch nicht gesendet',
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    read: 'Gelesen',
    failed: 'Nicht gesendet',
  },
  check: 'Ob seither etwas geändert wurde, zeigt „Export prüfen“ in den Einstellungen von Parley.',
};

const ar: PageWords = {
  language: 'ar',
  direction: 'rtl',
  title: (account) => `رسائل ${account}`,
  conversation: (peer) => `محادثة مع ${peer}`,
  made: (when, zone, version) => `صدّرها Parley ${version} في ${when}. الأوقات حسب ${zone}.`,
  back: 'كل المحادثات',
  conversations: 'المحادثات',
  messages: (count) =>
    inArabic(count, {
      zero: 'لا رسائل',
      one: 'رسالة واحدة',
      two: 'رسالتان',
      few: '# رسائل',
      many: '# رسالة',
      other: '# رسالة',
    }),
  empty: 'لا توجد رسائل.',
  you: 'أنا',
  answer: 'ردًا على رسالة سابقة',
  written: (when) => `كُتبت ${when} حسب ساعة المرسل`,
  receipt: {
    queued: 'لم تُرسل بعد',
    sending: 'قيد الإرسال',
    sent: 'أُرسلت',
    delivered: 'وصلت',
    read: 'قُرئت',
    failed: 'لم تُرسل',
  },
  check: 'يبيّن أمر «فحص تصدير» في إعدادات Parley هل تغيّر شيء منذ ذلك الحين.',
};

const languages: Readonly<Record<string, PageWords>> = { en, de, ar };

/** `locale`: a BCP 47 tag; English where there is no better. */
export const pageWords = (locale: string): PageWords =>
  languages[locale.toLowerCase().split('-')[0] ?? ''] ?? en;
