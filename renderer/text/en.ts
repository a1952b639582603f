import type { AddressProblem } from '../../shared/model/address.ts';
import type { ConnectionFailure, Transport } from '../../shared/model/connection.ts';
import type { DeliveryFailure, ReceiptState } from '../../shared/model/receipt.ts';
import type { ServerProblem } from '../../shared/model/server.ts';
import type { Failure } from '../../shared/contract/failure.ts';

type StoreProblem = Extract<Failure, { code: 'store' }>['problem'];

const addressProblems: Record<AddressProblem, string> = {
  empty: 'Type an address, such as anna@example.com.',
  'no-user': 'The part before the @ is missing. An address looks like anna@example.com.',
  'no-host': 'The part after the @ is missing. An address looks like anna@example.com.',
  'bad-user': 'The part before the @ has a character that addresses cannot have.',
  'bad-host': 'The part after the @ is not the name of a server.',
  scheme: 'Only SIP addresses work here, such as anna@example.com or sip:anna@example.com.',
};

const serverProblems: Record<ServerProblem, string> = {
  scheme: 'Begin the server with its name, or with tcp://, tls://, ws:// or wss://.',
  host: 'This is not the name of a server. It looks like sip.example.com or sip.example.com:5060.',
  port: 'The port is a number from 1 to 65535.',
  'transport-differs': 'The server names another transport than the one chosen below. Change one of the two.',
};

/** What happened, in a clause that follows "Not connected: ". */
const connectionReasons: Record<ConnectionFailure['code'], (host: string) => string> = {
  'wrong-password': () => 'the password is wrong',
  'unknown-host': (host) => `${host} was not found`,
  'connection-refused': (host) => `${host} refused the connection`,
  'no-answer': () => 'the server did not answer',
  tls: () => 'no secure connection was possible',
  rejected: () => 'the server did not accept the sign-in',
  lost: () => 'the connection was lost',
  unreachable: () => 'there is no way to the server',
};

const storeProblems: Record<StoreProblem, { title: string; todo: string }> = {
  'wrong-key': {
    title: 'Your messages cannot be unlocked',
    todo: 'Their key in this computer’s secret store has changed or is locked. Unlock the secret store (keyring) with the password that you had when you last used Parley, then start Parley again.',
  },
  newer: {
    title: 'Your messages were written by a newer Parley',
    todo: 'Install the newest version of Parley, then start it again. Nothing has been changed.',
  },
  damaged: {
    title: 'The file with your messages is damaged',
    todo: 'Restore it from a backup, or move it away and start Parley again: it then begins with an empty file. Ask your administrator if you are not sure.',
  },
  'no-runtime': {
    title: 'Parley cannot open its message store',
    todo: 'A part of Parley is missing on this computer. Install Parley again; your messages stay where they are.',
  },
  'no-access': {
    title: 'Parley may not use its folder',
    todo: 'Allow your user to read and write the folder named below, then start Parley again.',
  },
  full: {
    title: 'The disk is full',
    todo: 'Free some space on the disk, then start Parley again. Nothing is lost.',
  },
  crashed: {
    title: 'The message store has stopped',
    todo: 'Start Parley again. If it happens once more, send the words below to your administrator.',
  },
};

const receiptWords: Record<ReceiptState, string> = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'not sent',
};

const deliveryFailures: Record<DeliveryFailure['code'], string> = {
  'no-answer': 'Not sent: the server did not answer.',
  'not-found': 'Not sent: the server does not know this address.',
  absent: 'Not sent: nobody is signed in at this address now.',
  busy: 'Not sent: the other side is busy.',
  refused: 'Not sent: the other side refused it.',
  unsupported: 'Not sent: the other side takes no text messages.',
  'too-large': 'Not sent: it is too long for the other side.',
  'server-error': 'Not sent: the server had a problem.',
  interrupted: 'Perhaps not sent: the connection ended before the answer came.',
};

const transports: Record<Transport, { full: string; short: string }> = {
  tcp: { full: 'TCP', short: 'TCP' },
  tls: { full: 'TLS', short: 'TLS' },
  ws: { full: 'WebSocket', short: 'WebSocket' },
  wss: { full: 'Secure WebSocket', short: 'secure WebSocket' },
};

const plural = new Intl.PluralRules('en');
const counted = (count: number, one: string, other: string): string =>
  `${String(count)} ${plural.select(count) === 'one' ? one : other}`;

/** Every word that the window shows. A language is another table of this type. */
export const en = {
  language: 'en',
  product: 'Parley',
  close: 'Close',
  back: 'Back to the conversations',
  cancel: 'Cancel',

  starting: 'Starting Parley…',
  detail: 'For your administrator',
  unavailable: 'Parley cannot start',
  disconnected: {
    title: 'Parley’s window is on its own',
    todo: 'It lost touch with the rest of Parley. Close it and start Parley again.',
  },

  signIn: {
    title: 'Sign in to Parley',
    lead: 'Use the address and password of your SIP account.',
    address: 'Address',
    addressHint: 'anna@example.com',
    password: 'Password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    advanced: 'Advanced',
    server: 'Server',
    serverHint: 'Found by the address',
    serverHelp:
      'Only if your administrator gave you one: sip.example.com, or with a port, sip.example.com:5060.',
    transport: 'Transport',
    imDialogs: 'The server is Lync or Skype for Business',
    imDialogsHelp:
      'Parley then opens an IM conversation at people it does not know yet. Elsewhere that could make a desk phone ring.',
    submit: 'Sign in',
    connecting: 'Connecting…',
    or: 'or',
    trial: 'Try it on this computer',
    trialStarting: 'Starting the trial…',
    trialHelp: 'Needs no account: a trial with a practice partner, which listens only on this computer.',
    again: (address: string) => `The server did not accept the kept password of ${address}.`,
  },

  signInFailure: {
    'wrong-password': 'The server did not accept this password. Check it and the address, then try again.',
    'unknown-host': (host: string) =>
      `No server named ${host} was found. Check the spelling, and your network.`,
    'unknown-host-of-address': (host: string) =>
      `No server named ${host} was found. Check the part after the @, or name the server under Advanced.`,
    'connection-refused': (host: string) =>
      `${host} refused the connection. Check the server, its port and the transport.`,
    'no-answer': (host: string) =>
      `${host} did not answer. Check the server, its port and the transport, and your network.`,
    tls: (host: string) =>
      `No secure connection to ${host} was possible. Its certificate is not trusted here, or it does not offer this transport. Ask your administrator.`,
    lost: (host: string) => `${host} ended the connection. Check the port and the transport, then try again.`,
    unreachable: 'There is no way to the server. Check that this computer is connected to the network.',
    'not-allowed': 'The server does not let this address sign in. Check it, or ask your administrator.',
    'not-known': 'The server does not know this address. Check its spelling.',
    rejected: (status: number | null) =>
      `The server did not accept the sign-in${status === null ? '' : ` (SIP ${String(status)})`}. Try again later, or ask your administrator.`,
  },

  weakStore: {
    title: 'This computer has no secret store (keyring).',
    text: 'Your password and the key of your messages will be guarded by file permissions only.',
    todo: 'Install or unlock one, such as GNOME Keyring or KWallet, and start Parley again.',
  },

  addressProblems,
  serverProblems,
  transports,

  failure: {
    invalidInput: 'Parley did not understand this. Change it and try again.',
    notSignedIn: 'You are not signed in. Sign in and try again.',
    ownAddress: 'This is your own address. Type the address of somebody else.',
    unknownConversation: 'This conversation is not there any more.',
    unknownMessage: 'This message is not there any more.',
    tooLong: (longest: number) =>
      `Too long to send: a message can have ${longest.toLocaleString('en')} characters. Send it in parts.`,
    linkRefused: 'This link was not opened: only web and e-mail links are.',
    internal: 'Something went wrong inside Parley. Try again; if it stays, start Parley again.',
  },
  storeProblems,

  connection: {
    offline: 'Not connected',
    connecting: (host: string) => `Connecting to ${host}`,
    reconnecting: 'Reconnecting',
    connected: (host: string, transport: string) => `Connected to ${host} over ${transport}`,
    trial: 'Trial on this computer',
    trialStarting: 'Trial on this computer, starting',
    wrongPassword: 'Wrong password',
    failed: (reason: string) => `Not connected: ${reason}`,
    waiting: (count: number) => counted(count, 'message waiting', 'messages waiting'),
    retryIn: (seconds: number) => `Trying again in ${String(seconds)} s`,
    retryNow: 'Trying again',
    tryNow: 'Try now',
    signInAgain: 'Sign in again',
    reasons: connectionReasons,
  },

  conversations: {
    title: 'Conversations',
    start: 'New conversation',
    unread: (count: number) => `${String(count)} unread`,
    typing: 'Typing…',
    draft: 'Draft:',
    notSent: 'Not sent',
    nothingYet: 'No messages yet',
    empty: 'No conversations yet',
    emptyHelp: 'Everybody with a SIP address can be written to. Start with the pencil above.',
    you: 'You:',
  },

  search: {
    label: 'Search everything',
    key: 'Ctrl K',
    clear: 'Clear the search',
    results: 'Search results',
    conversations: 'Conversations',
    messages: 'Messages',
    searching: 'Searching…',
    nothing: 'Nothing found',
    nothingHelp: 'Every word has to be in the message. Fewer words, or a part of one, find more.',
    operators: 'Narrow a search with',
    examples: [
      'from:anna',
      'in:dispatch',
      'after:2026-11-01',
      'before:2026-12-01',
      'has:link',
      '"two words"',
    ],
    found: (count: number, complete: boolean) =>
      complete ? counted(count, 'message', 'messages') : `${count.toLocaleString('en')}+ messages`,
    failed: 'The search did not work.',
    again: 'Search again',
    more: 'Search older messages',
    preparing: (percent: number) =>
      `The search is still being prepared (${String(percent)} %). Until then it takes longer.`,
    you: 'You:',
    sender: (name: string) => `${name}:`,
  },

  start: {
    title: 'New conversation',
    lead: 'Whom do you want to write to?',
    address: 'Address',
    hint: 'bob@example.com',
    help: (host: string) => `For somebody at ${host}, the name before the @ is enough.`,
    submit: 'Start',
  },

  nothingOpen: {
    title: 'Pick a conversation',
    start: 'Start one with',
    startKey: 'Ctrl N',
    move: 'Move between them with',
    moveKey: 'Alt ↑ ↓',
    firstTitle: 'Write to somebody',
    firstText:
      'All you need is an address, such as bob@example.com. What you write stays here, on this computer.',
    firstButton: 'Start a conversation',
  },

  account: {
    open: 'Account',
    signOut: 'Sign out',
    trial: 'Trial on this computer',
    version: (version: string) => `Parley ${version}`,
  },

  timeline: {
    messages: 'Messages',
    you: 'You',
    receipt: receiptWords,
    deliveryFailures,
    tryAgain: 'Try again',
    new: 'New',
    loading: 'Loading messages…',
    loadingOlder: 'Loading older messages…',
    loadingNewer: 'Loading newer messages…',
    notLoaded: 'The messages could not be loaded.',
    loadAgain: 'Load again',
    empty: (name: string) => `This is the beginning of your conversation with ${name}.`,
    emptyHelp: 'What you write here is kept on this computer, encrypted.',
    newest: 'Newest messages',
    newBelow: (count: number) => counted(count, 'new message', 'new messages'),
    isTyping: (name: string) => `${name} is typing`,
    said: (name: string, text: string) => `${name}: ${text}`,
  },

  composer: {
    label: 'Message',
    hint: (name: string) => `Write to ${name}`,
    send: 'Send',
    notAccepted: 'This was not sent.',
  },

  dates: { today: 'Today', yesterday: 'Yesterday' },
} as const;
