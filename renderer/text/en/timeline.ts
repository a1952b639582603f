import type { DeliveryFailure, ReceiptState } from '../../../shared/model/receipt.ts';
import { counted } from './counted.ts';

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
  offline: 'Not sent: there was no connection to the server.',
};

export const timeline = {
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
    stale: (reason: string): string =>
      `Messages may be missing here. ${reason} Parley keeps trying to read them.`,
    loadAgain: 'Load again',
    empty: (name: string): string => `This is the beginning of your conversation with ${name}.`,
    emptyHelp: 'What you write here is kept on this computer, encrypted.',
    newest: 'Newest messages',
    newBelow: (count: number): string => counted(count, 'new message', 'new messages'),
    isTyping: (name: string): string => `${name} is typing`,
    andMore: (count: number): string => `and ${counted(count, 'more message', 'more messages')}`,
    said: (name: string, text: string): string => `${name}: ${text}`,
  },
};
