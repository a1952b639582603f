import type { CommandName, CommandOutput } from '../../../shared/contract/commands.ts';

type Handlers = { [N in CommandName]: () => Promise<CommandOutput<N>> };

/** What the main process would tell of the computer that Parley is installed on. */
export const fakeInstallation: Pick<
  Handlers,
  'installation' | 'openFolder' | 'licences' | 'spelling' | 'linkHandling' | 'handleLinks'
> = {
  installation: () =>
    Promise.resolve({
      versions: { electron: '45.4.1', chromium: '152.0.0.0', node: '24.19.0' },
      platform: 'linux 6.1.0, x64',
      folders: { data: '/home/alice/.config/Parley', logs: '/home/alice/.config/Parley/logs' },
      policy: null,
    }),
  openFolder: () => Promise.resolve({}),
  spelling: () => Promise.resolve({ checker: 'dictionaries', languages: ['de', 'en-GB', 'en-US', 'fr'] }),
  linkHandling: () => Promise.resolve({ handled: ['sip'] }),
  handleLinks: () => Promise.resolve({ handled: ['sip', 'im'] }),
  licences: () =>
    Promise.resolve([
      { name: 'sip.js', version: '0.21.2', license: 'MIT', text: 'Copyright (c) the authors of SIP.js' },
      { name: 'svelte', version: '5.57.3', license: 'MIT', text: 'Copyright (c) the authors of Svelte' },
    ]),
};
