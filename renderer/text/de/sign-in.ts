import type { signIn as English } from '../en/sign-in.ts';
import { formatNumber } from '../locale.ts';
import { counted } from './counted.ts';

export const signIn: typeof English = {
  signIn: {
    title: 'Bei Parley anmelden',
    lead: 'Mit Adresse und Passwort des SIP-Kontos.',
    address: 'Adresse',
    addressHint: 'anna@example.com',
    password: 'Passwort',
    showPassword: 'Passwort anzeigen',
    hidePassword: 'Passwort verbergen',
    advanced: 'Erweitert',
    server: 'Server',
    serverHint: 'Wird über die Adresse gefunden',
    serverHelp:
      'Nur falls die Administration einen genannt hat: sip.example.com oder mit Port, sip.example.com:5060.',
    transport: 'Transport',
    imDialogs: 'Der Server ist Lync oder Skype for Business',
    imDialogsHelp:
      'Parley eröffnet dann auch bei noch unbekannten Personen eine IM-Sitzung. Anderswo könnte davon ein Tischtelefon klingeln.',
    submit: 'Anmelden',
    connecting: 'Verbindung wird aufgebaut …',
    or: 'oder',
    trial: 'Auf diesem Computer ausprobieren',
    trialStarting: 'Die Probe startet …',
    trialHelp: 'Ohne Konto: eine Probe mit einem Übungspartner, die nur auf diesem Computer erreichbar ist.',
    again: (address) => `Der Server hat das gespeicherte Passwort von ${address} nicht angenommen.`,
  },
  signInFailure: {
    'wrong-password':
      'Der Server hat dieses Passwort nicht angenommen. Passwort und Adresse prüfen und noch einmal versuchen.',
    'unknown-host': (host) =>
      `Es wurde kein Server namens ${host} gefunden. Schreibweise und Netzwerk prüfen.`,
    'unknown-host-of-address': (host) =>
      `Es wurde kein Server namens ${host} gefunden. Den Teil nach dem @ prüfen oder den Server unter „Erweitert“ angeben.`,
    'connection-refused': (host) =>
      `${host} hat die Verbindung abgelehnt. Server, Port und Transport prüfen.`,
    'no-answer': (host) => `${host} hat nicht geantwortet. Server, Port, Transport und Netzwerk prüfen.`,
    tls: (host) =>
      `Eine sichere Verbindung zu ${host} war nicht möglich. Dem Zertifikat wird hier nicht vertraut, oder der Server bietet diesen Transport nicht an. Die Administration kann helfen.`,
    lost: (host) =>
      `${host} hat die Verbindung beendet. Port und Transport prüfen und noch einmal versuchen.`,
    unreachable: 'Es gibt keinen Weg zum Server. Prüfen, ob dieser Computer mit dem Netzwerk verbunden ist.',
    'not-allowed': 'Der Server lässt diese Adresse nicht zu. Adresse prüfen oder die Administration fragen.',
    'not-known': 'Der Server kennt diese Adresse nicht. Schreibweise prüfen.',
    rejected: (status) =>
      `Der Server hat die Anmeldung nicht angenommen${status === null ? '' : ` (SIP ${String(status)})`}. Später noch einmal versuchen oder die Administration fragen.`,
  },
  weakStore: {
    title: 'Dieser Computer hat keinen Geheimnisspeicher (Schlüsselbund).',
    text: 'Das Passwort und der Schlüssel der Nachrichten sind nur durch Dateirechte geschützt.',
    todo: 'Einen einrichten oder entsperren, etwa GNOME-Schlüsselbund oder KWallet, und Parley neu starten.',
  },
  addressProblems: {
    empty: 'Eine Adresse eingeben, etwa anna@example.com.',
    'no-user': 'Der Teil vor dem @ fehlt. Eine Adresse sieht aus wie anna@example.com.',
    'no-host': 'Der Teil nach dem @ fehlt. Eine Adresse sieht aus wie anna@example.com.',
    'bad-user': 'Der Teil vor dem @ enthält ein Zeichen, das Adressen nicht haben können.',
    'bad-host': 'Der Teil nach dem @ ist kein Name eines Servers.',
    scheme: 'Hier gelten nur SIP-Adressen, etwa anna@example.com oder sip:anna@example.com.',
  },
  serverProblems: {
    scheme: 'Den Server mit seinem Namen beginnen oder mit tcp://, tls://, ws:// oder wss://.',
    host: 'Das ist kein Name eines Servers. Er sieht aus wie sip.example.com oder sip.example.com:5060.',
    port: 'Der Port ist eine Zahl von 1 bis 65535.',
    'transport-differs':
      'Der Server nennt einen anderen Transport als den unten gewählten. Einen der beiden ändern.',
  },
  transports: {
    tcp: { full: 'TCP', short: 'TCP' },
    tls: { full: 'TLS', short: 'TLS' },
    ws: { full: 'WebSocket', short: 'WebSocket' },
    wss: { full: 'Sicherer WebSocket', short: 'sicheren WebSocket' },
  },
  connection: {
    offline: 'Nicht verbunden',
    connecting: (host) => `Verbindung zu ${host} wird aufgebaut`,
    reconnecting: 'Verbindung wird wiederhergestellt',
    connected: (host, transport) => `Verbunden mit ${host} über ${transport}`,
    trial: 'Probe auf diesem Computer',
    trialStarting: 'Probe auf diesem Computer, startet',
    wrongPassword: 'Falsches Passwort',
    failed: (reason) => `Nicht verbunden: ${reason}`,
    waiting: (count) => counted(count, 'Nachricht wartet', 'Nachrichten warten'),
    retryIn: (seconds) => `Neuer Versuch in ${formatNumber(seconds)} s`,
    retryNow: 'Neuer Versuch läuft',
    tryNow: 'Jetzt versuchen',
    signInAgain: 'Neu anmelden',
    reasons: {
      'wrong-password': () => 'das Passwort ist falsch',
      'unknown-host': (host) => `${host} wurde nicht gefunden`,
      'connection-refused': (host) => `${host} hat die Verbindung abgelehnt`,
      'no-answer': () => 'der Server hat nicht geantwortet',
      tls: () => 'eine sichere Verbindung war nicht möglich',
      rejected: () => 'der Server hat die Anmeldung nicht angenommen',
      lost: () => 'die Verbindung ging verloren',
      unreachable: () => 'es gibt keinen Weg zum Server',
    },
  },
  account: {
    open: 'Konto',
    signOut: 'Abmelden',
    trial: 'Probe auf diesem Computer',
    version: (version) => `Parley ${version}`,
  },
};
