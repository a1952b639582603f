import { formatNumber } from '../locale.ts';

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
