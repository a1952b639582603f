import type { ArchiveDamage, ArchiveJob, ArchiveProblem } from '../../../shared/model/archive.ts';
import { counted } from './counted.ts';

const problems: Record<ArchiveProblem, string> = {
  busy: 'Another export, check or import is under way. Wait until it has ended.',
  'no-space': 'The disk is full. Free some space, or choose another one, and try again.',
  'no-access': 'Parley may not read or write this folder. Choose another one.',
  'not-an-export':
    'This folder is no export of Parley, or one that did not end. Choose the folder with “manifest.json” in it.',
  newer: 'A newer Parley made this export. Install the newest version of Parley and try again.',
  'other-account':
    'This export holds the messages of another address. Sign in with that address here once, then try again.',
  store:
    'The message store failed meanwhile. Start Parley again, then try again: what is done need not be done twice.',
  internal: 'Something went wrong inside Parley. Try again; if it stays, start Parley again.',
};
const damages: Record<ArchiveDamage['kind'], string> = {
  missing: 'A file is missing.',
  manifest: 'The list of the export’s files was changed.',
  changed: 'A file was changed.',
  line: 'A line was changed, added or taken out.',
  count: 'Lines are missing or too many.',
  extra: 'A file is there that is not part of it. Take it out of the folder, then try again.',
};
const titles: Record<ArchiveJob['task'], string> = {
  export: 'Exporting messages',
  verify: 'Checking an export',
  import: 'Importing messages',
};
const messages = (count: number): string => counted(count, 'message', 'messages');

export const archive = {
  archive: {
    title: 'Export and import',
    exportAll: 'Export all messages…',
    exportConversation: 'Export conversation…',
    exportHelp:
      'A folder with pages to read and data that can be checked and imported. It is not encrypted: keep it safe.',
    verify: 'Check an export…',
    verifyHelp: 'Tells whether anything was changed since the export was made.',
    import: 'Import an export…',
    importHelp: 'Adds the messages that are not here yet, at their place. Nothing is sent.',
    titles,
    steps: { writing: 'Writing', checking: 'Checking', importing: 'Importing' },
    messages,
    progress: (done: string, total: string): string => `${done} of ${total} messages`,
    cancel: 'Cancel',
    show: 'Show in folder',
    close: 'Close',
    exported: (count: number): string => `${messages(count)} exported.`,
    seal: 'Seal',
    sealHelp: 'Note it elsewhere: it proves later that this is still the same export.',
    intact: (count: number, address: string): string => `Intact: ${messages(count)} of ${address}.`,
    damaged: 'This export is damaged.',
    damages,
    damagedAt: (file: string, line: number): string => `Line ${String(line)} of ${file}`,
    nothingImported: 'It was not imported.',
    imported: (added: number): string => `${messages(added)} imported.`,
    known: (count: number): string => `${messages(count)} ${count === 1 ? 'was' : 'were'} already here.`,
    cancelled: 'Cancelled.',
    exportCancelled: 'Cancelled. Nothing was kept.',
    importCancelled: 'Cancelled. What was imported until then stays; the same import goes on from there.',
    problems,
  },
};
