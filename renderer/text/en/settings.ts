import type { SettingName } from '../../../shared/model/settings.ts';
import type { SettingsPage } from '../../state/settings-pages.ts';
import { counted } from './counted.ts';

const pages: Record<SettingsPage, string> = {
  account: 'Account',
  appearance: 'Appearance',
  notifications: 'Notifications',
  privacy: 'Privacy',
  messages: 'Messages',
  shortcuts: 'Shortcuts',
  language: 'Language',
  advanced: 'Advanced',
  about: 'About',
};

/** What each setting is called, and what it does where the name does not say it all. */
const names: Record<SettingName, { label: string; help: string }> = {
  'appearance.theme': { label: 'Theme', help: '' },
  'appearance.contrast': { label: 'Contrast', help: 'Stronger lines and darker, or lighter, text.' },
  'appearance.density': { label: 'Density', help: 'Compact shows more conversations and messages at once.' },
  'appearance.textSize': { label: 'Text size', help: '' },
  'appearance.motion': { label: 'Motion', help: 'Reduced: things appear at once instead of moving.' },
  'language.language': { label: 'Language of Parley', help: 'Words, dates and numbers. Works at once.' },
  'language.spellCheck': {
    label: 'Check the spelling',
    help: 'While you write. Nothing leaves this computer.',
  },
  'language.spellCheckLanguages': {
    label: 'Languages to check',
    help: 'When none is chosen, those of the computer.',
  },
  'shortcuts.singleKeys': {
    label: 'Single-key shortcuts',
    help: 'Such as ?, which shows all keys. When off, such a key only writes.',
  },
  'writing.sendWith': { label: 'Send with', help: 'Shift+Enter always begins a new line.' },
  'notifications.show': { label: 'Show notifications', help: 'Of messages that you are not looking at.' },
  'notifications.content': { label: 'A notification shows', help: 'Others may see your screen.' },
  'notifications.hideWhenLocked': {
    label: 'Hide both while the screen is locked',
    help: 'Whoever passes by sees only that there is something.',
  },
  'notifications.sound': { label: 'Play a sound', help: '' },
  'notifications.quietUntil': {
    label: 'Do not disturb',
    help: 'No notifications and no sound. Messages still arrive and are counted.',
  },
  'privacy.readReceipts': {
    label: 'Tell others when you have read',
    help: 'Their messages then get the ticks for "read".',
  },
  'privacy.typing': { label: 'Tell others while you type', help: '' },
  'messages.retryHours': {
    label: 'Keep trying to send',
    help: 'A message that cannot be sent is tried again for so long, then shown as not sent.',
  },
  'messages.retentionDays': {
    label: 'Delete messages from this computer',
    help: 'What others have received stays with them.',
  },
  'messages.legalHold': {
    label: 'Keep everything',
    help: 'Nothing can be deleted on this computer, neither by hand nor by age.',
  },
  'desktop.closeToTray': {
    label: 'Keep running when the window is closed',
    help: 'Where the desktop shows a tray icon.',
  },
  'desktop.startAtLogin': { label: 'Start when you log in', help: '' },
};

export const settings = {
  rail: { label: 'Sections', conversations: 'Conversations', settings: 'Settings' },
  settings: {
    title: 'Settings',
    pagesLabel: 'Pages of the settings',
    back: 'Back to all settings',
    backToSignIn: 'Back to the sign-in',
    pages,
    names,
    managedBy: (organisation: string): string => `Managed by ${organisation}`,
    managed: 'Managed by your organisation',
    notChanged: (reason: string): string => `Not changed. ${reason}`,
    resetPage: 'Reset this page',
    resetAll: 'Reset all settings',
    resetAllTitle: 'Reset all settings?',
    resetAllLead:
      'Every setting goes back to its default, also how long messages are kept. Messages and accounts stay.',
    resetAllButton: 'Reset',
    resetDone: 'Reset to the defaults.',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    contrasts: { system: 'As the system', more: 'High' },
    densities: { comfortable: 'Comfortable', compact: 'Compact' },
    motions: { system: 'As the system', reduced: 'Reduced' },
    textSize: (percent: string): string => `${percent} %`,
    sendWith: { enter: 'Enter', 'ctrl-enter': 'Ctrl+Enter' },
    contents: { text: 'Sender and text', sender: 'Only the sender', nothing: 'Only that there is something' },
    hours: (count: number): string => counted(count, 'hour', 'hours'),
    never: 'Never',
    afterDays: (count: number): string => `After ${counted(count, 'day', 'days')}`,
    languageAsSystem: 'As the system',
    groups: {
      writing: 'Sending',
      keeping: 'Keeping and deleting',
      spelling: 'Spelling',
      background: 'In the background',
    },
    spelling: {
      loading: 'Looking for dictionaries…',
      system: 'The system checks, in the languages that are set up in its own settings.',
      none: 'There is no dictionary on this computer, so nothing is checked.',
      more: 'Further languages come with dictionaries for Hunspell, which your system offers as packages, such as hunspell-de-de. They show here after Parley’s next start.',
      missing: (language: string): string => `${language} (no dictionary on this computer)`,
    },
    previews: 'Previews in notifications',
    quiet: {
      off: 'Off',
      hour: 'For an hour',
      hours: (count: number): string => `For ${counted(count, 'hour', 'hours')}`,
      tomorrow: 'Until tomorrow, 8 o’clock',
      always: 'Until I turn it off',
      until: (when: string): string => `Until ${when}`,
      on: 'Do not disturb',
      onUntil: (when: string): string => `Do not disturb until ${when}`,
      ended: 'Do not disturb is off',
      turnOff: 'Turn off',
    },
    links: {
      title: 'Links',
      asking: 'Asking the system…',
      all: 'Parley opens sip: and im: links.',
      others: 'Another program opens sip: or im: links, or none does.',
      take: 'Open them with Parley',
      refused:
        'The system did not change it. Choose Parley in the system’s settings for default applications.',
    },
    advanced: {
      files: 'Files',
      data: 'Data',
      logs: 'Log',
      policy: 'Policy',
      openData: 'Open the data folder',
      openLogs: 'Open the log folder',
      logsHelp: 'The log holds no texts of messages and no passwords.',
    },
    about: {
      lead: 'A messenger for people whose company has a SIP server.',
      platform: 'System',
      security: 'Security',
      securityFacts: [
        'Your messages are kept in an encrypted database. Its key and your password are in the secret store of this computer.',
        'What others write stays text. Links open only when you click them, in your own browser.',
        'On the way, messages are as private as the server and the transport: with TLS and Secure WebSocket only the servers can read them, with TCP and WebSocket everybody on the path can.',
        'Parley sends nothing about you or how you use it to anybody.',
      ],
      licences: 'Licences',
      licencesLead:
        'Parley is free software under the MIT licence. It is built on the work of others. The notices of Chromium are in the folder of the program, in LICENSES.chromium.html.',
    },
    account: {
      address: 'Address',
      server: 'Server',
      transport: 'Transport',
      connection: 'Connection',
      signOutHelp: 'Your messages stay on this computer, encrypted, and are there when you sign in again.',
    },
  },
};
