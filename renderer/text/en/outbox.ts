import type { DeliveryFailure } from '../../../shared/model/receipt.ts';

const waitingFailures: Record<DeliveryFailure['code'], string> = {
  'no-answer': 'Not sent yet: the server did not answer.',
  'not-found': 'Not sent yet: the server does not know this address now.',
  absent: 'Not sent yet: nobody is signed in at this address now.',
  busy: 'Not sent yet: the other side is busy.',
  refused: 'Not sent yet: the other side does not take it now.',
  unsupported: 'Not sent yet: the other side takes no text messages now.',
  'too-large': 'Not sent yet: it is too long for the other side now.',
  'server-error': 'Not sent yet: the server has a problem.',
  interrupted: 'Not sent yet: the connection ended before the answer came.',
  offline: 'Not sent yet: there was no connection to the server.',
};

/** What waits to be sent, and what was not sent. */
export const outbox = {
  outbox: {
    waitingFailures,
    nextAt: (time: string): string => `Next try at ${time}.`,
    nextWithConnection: 'It is sent when the connection is back.',
    tryNow: 'Try now',
  },
};
