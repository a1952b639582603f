import type { Failure } from '../../../shared/contract/failure.ts';
import { formatNumber } from '../locale.ts';

type StoreProblem = Extract<Failure, { code: 'store' }>['problem'];

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

export const window = {
  direction: 'ltr' as 'ltr' | 'rtl',
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
  storeProblems,
  failure: {
    invalidInput: 'Parley did not understand this. Change it and try again.',
    notSignedIn: 'You are not signed in. Sign in and try again.',
    ownAddress: 'This is your own address. Type the address of somebody else.',
    unknownConversation: 'This conversation is not there any more.',
    unknownMessage: 'This message is not there any more.',
    beingSent: 'This message is being sent right now. Try again in a moment.',
    alreadySent: 'This message has gone out already and cannot be changed.',
    blocked: 'You have blocked this address. Unblock it to write to it.',
    legalHold: 'Your organisation has ordered that nothing is deleted here (legal hold).',
    tooLong: (longest: number): string =>
      `Too long to send: a message can have ${formatNumber(longest)} characters. Send it in parts.`,
    linkRefused: 'This link was not opened: only web and e-mail links are.',
    managedSetting: 'Your organisation has fixed this setting.',
    settingRefused: {
      'not-ours': (place: string): string =>
        `${place} is not from Parley. Remove it there, or with the tool that made it.`,
      'not-possible': (place: string): string =>
        `${place} could not be changed. Check that you may write there.`,
    },
    internal: 'Something went wrong inside Parley. Try again; if it stays, start Parley again.',
  },
  dates: { today: 'Today', yesterday: 'Yesterday' },
};
