import { pluralsOf } from '../../../shared/text/plurals.ts';

const counted = pluralsOf('en');

/** The words outside of the window: notifications, tray, menus. A language is another file with the same shape. */
export const en = {
  product: 'Parley',
  open: 'Open',
  reply: 'Reply',
  newMessages: (count: number): string => counted(count, { one: 'New message', other: '# new messages' }),
  several: (name: string, count: number): string => `${name} (${counted(count, { other: '#' })})`,
  replyTo: (name: string): string => `Reply to ${name}`,
  unread: (count: number): string => counted(count, { one: '# unread message', other: '# unread messages' }),
  tray: {
    open: 'Open Parley',
    quiet: 'Do not disturb',
    quietHour: 'For 1 hour',
    quietTomorrow: 'Until tomorrow',
    quietUntilOff: 'Until turned off',
    quietOff: 'Turn off',
    quit: 'Quit Parley',
    /** Told once, when the window closes for the first time and Parley goes on. */
    staysTitle: 'Parley is still running',
    staysBody: 'Messages keep arriving. Open or quit Parley from its icon in the tray.',
  },
  menu: {
    about: 'About Parley',
    settings: 'Settings…',
    newConversation: 'New Conversation',
    help: 'Help',
    shortcuts: 'Keyboard Shortcuts',
    services: 'Services',
    hide: 'Hide Parley',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    file: 'File',
    closeWindow: 'Close Window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pastePlain: 'Paste as plain text',
    selectAll: 'Select all',
    copyLink: 'Copy link',
    view: 'View',
    larger: 'Larger text',
    smaller: 'Smaller text',
    usual: 'Usual text size',
    fullScreen: 'Full screen',
    window: 'Window',
    minimize: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring All to Front',
    learnSpelling: 'Add to dictionary',
    noSuggestions: 'No suggestions',
  },
};

export type DesktopWords = typeof en;
