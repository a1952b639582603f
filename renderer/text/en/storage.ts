import type { Failure } from '../../../shared/contract/failure.ts';
import type { RepairProgress } from '../../../shared/model/storage.ts';
import { formatList, formatNumber } from '../locale.ts';
import { counted } from './counted.ts';

type StoreProblem = Extract<Failure, { code: 'store' }>['problem'];
type RecoveryProblem = Extract<Failure, { code: 'recovery-key' }>['problem'];

const storeProblems: Record<StoreProblem, { title: string; todo: string }> = {
  'wrong-key': {
    title: 'Your messages cannot be unlocked',
    todo: 'Their key in this computer’s secret store (keyring) has changed or is locked. Unlock it with the password that you had when you last used Parley, then try again. Your messages are still there.',
  },
  newer: {
    title: 'Your messages were written by a newer Parley',
    todo: 'Install the newest version of Parley, then start it again. Nothing has been changed.',
  },
  damaged: {
    title: 'The file with your messages is damaged',
    todo: 'Parley can repair it: it takes what the file still gives, and the rest from the newest good backup. The damaged file is kept.',
  },
  'no-runtime': {
    title: 'Parley cannot open its message store',
    todo: 'A part of Parley is missing on this computer. Install Parley again; your messages stay where they are.',
  },
  'no-access': {
    title: 'Parley may not use its folder',
    todo: 'Allow your user to read and write the folder of Parley’s data, then try again. Nothing is lost.',
  },
  full: {
    title: 'The disk is full',
    todo: 'Free some space on the disk, then try again. Nothing is lost.',
  },
  crashed: {
    title: 'The message store has stopped',
    todo: 'Try again. If it happens once more, send the words below to your administrator.',
  },
};

const recoveryProblems: Record<RecoveryProblem, string> = {
  mistyped: 'This is not a recovery key. Compare it with what you kept.',
  wrong: 'This recovery key belongs to other messages. Nothing has been changed.',
  none: 'There is no recovery key for these messages.',
  'not-saved': 'The recovery key could not be written there. Choose another folder.',
};

const stages: Record<RepairProgress['stage'], string> = {
  checking: 'Looking at the backups',
  reading: 'Reading the damaged file',
  filling: 'Filling the gaps from the backup',
  finishing: 'Putting it together and checking it',
};

const messages = (count: number): string => counted(count, 'message', 'messages');

export const storage = {
  storeProblems,
  storage: {
    retry: 'Try again',
    quit: 'Quit Parley',
    repair: 'Repair',
    showFiles: 'Show the files',
    backupOf: (when: string): string => `The newest backup is of ${when}.`,
    noBackup: 'There is no backup yet. What the file still gives is kept.',
    repairing: 'Repairing your messages',
    repairingHelp: 'This can take some minutes. If Parley ends meanwhile, everything is as it was before.',
    stages,
    repaired: 'Your messages are repaired',
    repairedLead: (count: number): string => `${messages(count)} ${count === 1 ? 'is' : 'are'} there.`,
    fromBackup: (count: number, when: string): string =>
      `${messages(count)} of them came from the backup of ${when}.`,
    nothingMissing: 'Nothing is missing.',
    missing: (count: number): string => `At most ${messages(count)} could not be recovered.`,
    missingUnknown: (when: string | null): string =>
      when === null
        ? 'Nobody can tell how much is missing.'
        : `What was written or received after the backup of ${when} is missing.`,
    keptAt: 'The damaged file was kept',
    understood: 'Continue',
    foundTitle: 'Part of your messages is damaged',
    foundHelp:
      'Everything else works. Repair it soon: Parley closes your conversations for a moment, and makes no backups until then.',
    anew: 'Start with an empty history…',
    anewTitle: 'Start with an empty history?',
    anewLead:
      'Nothing is deleted: the messages, their keys and backups are put into a folder of their own beside, and can be put back.',
    anewConfirm: 'Put aside and start anew',
    recoverTitle: 'Open with your recovery key',
    recoverLabel: 'Recovery key',
    recoverHelp: 'Eight groups of five characters. Case and hyphens do not matter.',
    recover: 'Open my messages',
    noRecoveryKey: 'No recovery key was made for these messages.',
    tooShort: (missing: number): string => `${counted(missing, 'character is', 'characters are')} missing.`,
    tooLong: (extra: number): string => `${counted(extra, 'character', 'characters')} too many.`,
    mistakes: (groups: readonly number[]): string =>
      groups.length === 1
        ? `There is a mistake in group ${formatList(groups.map(formatNumber))}.`
        : `There are mistakes in the groups ${formatList(groups.map(formatNumber))}.`,
    recoveryProblems,
    offerTitle: 'Keep a recovery key',
    offerHelp: 'It opens your messages if this computer’s keyring is ever reset.',
    make: 'Make one…',
    later: 'Not now',
    keyTitle: 'Your recovery key',
    keyLead:
      'It opens your messages when this computer’s secret store does not. It is shown only now: keep it where others cannot read it, and not only on this computer.',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'Not copied',
    save: 'Save as a file…',
    saved: 'Saved',
    print: 'Print…',
    confirmLabel: 'Type the last group, to be sure that you have it',
    confirmWrong: 'This is not the last group of the key above.',
    confirm: 'I have kept it',
    settingsTitle: 'Recovery key',
    settingsKept: 'You have a recovery key. A new one makes the old one worthless.',
    settingsNone: 'You have no recovery key. If this computer’s keyring is reset, your messages stay locked.',
    makeAnew: 'Make a new one…',
    backupsTitle: 'Backups',
    backupsHelp:
      'Once a day Parley copies your messages, encrypted, into the folder “backups” of its data. The last three copies are kept.',
    backupNone: 'There is no backup yet; the first comes a minute after the start.',
    backupProblems: {
      full: 'There is no newer one: the disk is full.',
      failed: 'There is no newer one: the last attempt failed. It is tried again by itself.',
    },
  },
};
