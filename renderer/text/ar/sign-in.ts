import type { signIn as English } from '../en/sign-in.ts';
import { formatNumber } from '../locale.ts';
import { counted, isolated } from './counted.ts';

export const signIn: typeof English = {
  signIn: {
    title: 'تسجيل الدخول إلى Parley',
    lead: 'بعنوان حساب SIP وكلمة مروره.',
    address: 'العنوان',
    addressHint: 'anna@example.com',
    password: 'كلمة المرور',
    showPassword: 'إظهار كلمة المرور',
    hidePassword: 'إخفاء كلمة المرور',
    advanced: 'خيارات متقدمة',
    server: 'الخادم',
    serverHint: 'يُعثر عليه بالعنوان',
    serverHelp:
      'فقط إن أعطاك المسؤول خادمًا: \u2066sip.example.com\u2069، أو مع منفذ، \u2066sip.example.com:5060\u2069.',
    transport: 'وسيلة النقل',
    imDialogs: 'الخادم هو Lync أو Skype for Business',
    imDialogsHelp: 'عندئذ يفتح Parley جلسة مراسلة مع من لا يعرفهم بعد. في غير ذلك قد يرن هاتف المكتب.',
    submit: 'تسجيل الدخول',
    connecting: 'يجري الاتصال…',
    or: 'أو',
    trial: 'التجربة على هذا الحاسوب',
    trialStarting: 'تبدأ التجربة…',
    trialHelp: 'لا تحتاج إلى حساب: تجربة مع شريك للتدريب، لا تستقبل إلا من هذا الحاسوب.',
    again: (address) => `لم يقبل الخادم كلمة المرور المحفوظة للعنوان ${isolated(address)}.`,
  },
  signInFailure: {
    'wrong-password': 'لم يقبل الخادم كلمة المرور هذه. تحقق منها ومن العنوان، ثم حاول مرة أخرى.',
    'unknown-host': (host) => `لم يُعثر على خادم باسم ${isolated(host)}. تحقق من الكتابة ومن الشبكة.`,
    'unknown-host-of-address': (host) =>
      `لم يُعثر على خادم باسم ${isolated(host)}. تحقق من الجزء الذي بعد @، أو اذكر الخادم في الخيارات المتقدمة.`,
    'connection-refused': (host) => `رفض ${isolated(host)} الاتصال. تحقق من الخادم ومنفذه ووسيلة النقل.`,
    'no-answer': (host) => `لم يجب ${isolated(host)}. تحقق من الخادم ومنفذه ووسيلة النقل ومن الشبكة.`,
    tls: (host) =>
      `تعذر اتصال آمن مع ${isolated(host)}. شهادته غير موثوقة هنا، أو لا يقدم وسيلة النقل هذه. اسأل المسؤول.`,
    lost: (host) => `أنهى ${isolated(host)} الاتصال. تحقق من المنفذ ووسيلة النقل، ثم حاول مرة أخرى.`,
    unreachable: 'لا طريق إلى الخادم. تحقق من اتصال هذا الحاسوب بالشبكة.',
    'not-allowed': 'لا يسمح الخادم لهذا العنوان بالدخول. تحقق منه أو اسأل المسؤول.',
    'not-known': 'لا يعرف الخادم هذا العنوان. تحقق من كتابته.',
    rejected: (status) =>
      `لم يقبل الخادم تسجيل الدخول${status === null ? '' : ` (${isolated(`SIP ${String(status)}`)})`}. حاول لاحقًا أو اسأل المسؤول.`,
  },
  weakStore: {
    title: 'ليس على هذا الحاسوب مخزن أسرار (سلسلة مفاتيح).',
    text: 'كلمة المرور ومفتاح الرسائل تحميهما أذونات الملفات وحدها.',
    todo: 'ثبّت مخزنًا أو افتحه، مثل GNOME Keyring أو KWallet، ثم شغّل Parley من جديد.',
  },
  addressProblems: {
    empty: 'اكتب عنوانًا، مثل anna@example.com.',
    'no-user': 'الجزء الذي قبل @ ناقص. العنوان يشبه anna@example.com.',
    'no-host': 'الجزء الذي بعد @ ناقص. العنوان يشبه anna@example.com.',
    'bad-user': 'في الجزء الذي قبل @ حرف لا يكون في العناوين.',
    'bad-host': 'الجزء الذي بعد @ ليس اسم خادم.',
    scheme: 'لا تصلح هنا إلا عناوين SIP، مثل anna@example.com أو \u2066sip:anna@example.com\u2069.',
  },
  serverProblems: {
    scheme: 'ابدأ الخادم باسمه، أو بأحد هذه: \u2066tcp:// tls:// ws:// wss://\u2069',
    host: 'هذا ليس اسم خادم. اسم الخادم يشبه \u2066sip.example.com\u2069 أو \u2066sip.example.com:5060\u2069.',
    port: 'المنفذ رقم من 1 إلى 65535.',
    'transport-differs': 'يذكر الخادم وسيلة نقل غير المختارة أدناه. غيّر إحداهما.',
  },
  transports: {
    tcp: { full: 'TCP', short: 'TCP' },
    tls: { full: 'TLS', short: 'TLS' },
    ws: { full: 'WebSocket', short: 'WebSocket' },
    wss: { full: 'WebSocket آمن', short: 'WebSocket آمن' },
  },
  connection: {
    offline: 'غير متصل',
    connecting: (host) => `يجري الاتصال مع ${isolated(host)}`,
    reconnecting: 'تجري إعادة الاتصال',
    connected: (host, transport) => `متصل مع ${isolated(host)} عبر ${isolated(transport)}`,
    trial: 'تجربة على هذا الحاسوب',
    trialStarting: 'تجربة على هذا الحاسوب، تبدأ الآن',
    wrongPassword: 'كلمة المرور خاطئة',
    failed: (reason) => `غير متصل: ${reason}`,
    waiting: (count) =>
      counted(count, {
        zero: 'لا رسائل تنتظر',
        one: 'رسالة واحدة تنتظر',
        two: 'رسالتان تنتظران',
        few: '# رسائل تنتظر',
        many: '# رسالة تنتظر',
        other: '# رسالة تنتظر',
      }),
    retryIn: (seconds) =>
      counted(seconds, {
        zero: 'محاولة جديدة الآن',
        one: 'محاولة جديدة بعد ثانية واحدة',
        two: 'محاولة جديدة بعد ثانيتين',
        few: 'محاولة جديدة بعد # ثوان',
        many: 'محاولة جديدة بعد # ثانية',
        other: 'محاولة جديدة بعد # ثانية',
      }),
    retryNow: 'محاولة جديدة جارية',
    tryNow: 'المحاولة الآن',
    signInAgain: 'تسجيل الدخول من جديد',
    reasons: {
      'wrong-password': () => 'كلمة المرور خاطئة',
      'unknown-host': (host) => `لم يُعثر على ${isolated(host)}`,
      'connection-refused': (host) => `رفض ${isolated(host)} الاتصال`,
      'no-answer': () => 'لم يجب الخادم',
      tls: () => 'تعذر اتصال آمن',
      rejected: () => 'لم يقبل الخادم تسجيل الدخول',
      lost: () => 'انقطع الاتصال',
      unreachable: () => 'لا طريق إلى الخادم',
    },
  },
  account: {
    open: 'الحساب',
    signOut: 'تسجيل الخروج',
    trial: 'تجربة على هذا الحاسوب',
    version: (version) => `Parley ${isolated(version)}`,
  },
};
