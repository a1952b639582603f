import type { AddressProblem } from '../../../shared/model/address.ts';
import type { ConnectionFailure, Transport } from '../../../shared/model/connection.ts';
import type { ServerProblem } from '../../../shared/model/server.ts';
import { formatNumber } from '../locale.ts';
import { counted } from './counted.ts';

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
  'wrong-password': (): string => 'the password is wrong',
  'unknown-host': (host): string => `${host} was not found`,
  'connection-refused': (host): string => `${host} refused the connection`,
  'no-answer': (): string => 'the server did not answer',
  tls: (): string => 'no secure connection was possible',
  rejected: (): string => 'the server did not accept the sign-in',
  lost: (): string => 'the connection was lost',
  unreachable: (): string => 'there is no way to the server',
};

const transports: Record<Transport, { full: string; short: string }> = {
  tcp: { full: 'TCP', short: 'TCP' },
  tls: { full: 'TLS', short: 'TLS' },
  ws: { full: 'WebSocket', short: 'WebSocket' },
  wss: { full: 'Secure WebSocket', short: 'secure WebSocket' },
};

export const signIn = {
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
    again: (address: string): string => `The server did not accept the kept password of ${address}.`,
  },
  signInFailure: {
    'wrong-password': 'The server did not accept this password. Check it and the address, then try again.',
    'unknown-host': (host: string): string =>
      `No server named ${host} was found. Check the spelling, and your network.`,
    'unknown-host-of-address': (host: string): string =>
      `No server named ${host} was found. Check the part after the @, or name the server under Advanced.`,
    'connection-refused': (host: string): string =>
      `${host} refused the connection. Check the server, its port and the transport.`,
    'no-answer': (host: string): string =>
      `${host} did not answer. Check the server, its port and the transport, and your network.`,
    tls: (host: string): string =>
      `No secure connection to ${host} was possible. Its certificate is not trusted here, or it does not offer this transport. Ask your administrator.`,
    lost: (host: string): string =>
      `${host} ended the connection. Check the port and the transport, then try again.`,
    unreachable: 'There is no way to the server. Check that this computer is connected to the network.',
    'not-allowed': 'The server does not let this address sign in. Check it, or ask your administrator.',
    'not-known': 'The server does not know this address. Check its spelling.',
    rejected: (status: number | null): string =>
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
  connection: {
    offline: 'Not connected',
    connecting: (host: string): string => `Connecting to ${host}`,
    reconnecting: 'Reconnecting',
    connected: (host: string, transport: string): string => `Connected to ${host} over ${transport}`,
    trial: 'Trial on this computer',
    trialStarting: 'Trial on this computer, starting',
    wrongPassword: 'Wrong password',
    failed: (reason: string): string => `Not connected: ${reason}`,
    waiting: (count: number): string => counted(count, 'message waiting', 'messages waiting'),
    retryIn: (seconds: number): string => `Trying again in ${formatNumber(seconds)} s`,
    retryNow: 'Trying again',
    tryNow: 'Try now',
    signInAgain: 'Sign in again',
    reasons: connectionReasons,
  },
  account: {
    open: 'Account',
    signOut: 'Sign out',
    trial: 'Trial on this computer',
    version: (version: string): string => `Parley ${version}`,
  },
};
