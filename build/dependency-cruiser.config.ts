import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';

// The import directions of the house. A rule's `from` and `to` are patterns on paths from the root of the checkout.
const npm = (name: string): string => `node_modules/${name}(/|$)`;

/** `rooms` of main/ may import, beside themselves, the log and shared/, only the rooms named. */
const room = (name: string, ...mayImport: readonly string[]): IForbiddenRuleType => ({
  name: `room-${name}`,
  comment: `main/${name} imports of main only: ${[name, 'log', ...mayImport].join(', ')}`,
  severity: 'error',
  from: { path: `^main/${name}/` },
  to: { path: '^main/', pathNot: `^main/(${[`${name}/`, 'log/log\\.ts$', ...mayImport].join('|')})` },
});

const only = (name: string, comment: string, where: string, what: string): IForbiddenRuleType => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(main|renderer|shared)/', pathNot: where },
  to: { path: what },
});

const config: IConfiguration = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      comment: 'Nobody imports it and it imports nobody.',
      severity: 'error',
      from: { orphan: true, path: '^(main|renderer|shared)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    { name: 'no-missing', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'shared-alone',
      comment: 'shared/ runs on both sides: no room, no Node, no Electron.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: `^shared/|${npm('(valibot|linkifyjs)')}` },
    },
    {
      name: 'renderer-shared-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(main|build|test)/' },
    },
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-imports-test-or-build',
      severity: 'error',
      from: { path: '^(main|renderer|shared)/' },
      to: { path: '^(test|build)/' },
    },
    {
      name: 'build-imports-no-test',
      severity: 'error',
      from: { path: '^build/' },
      to: { path: '^test/' },
    },
    {
      name: 'root-imported-by-nobody',
      comment: 'main/index.ts, main/store-ahead.ts and main/application.ts know all; nobody else knows them.',
      severity: 'error',
      from: { pathNot: '^main/index\\.ts$' },
      to: { path: '^main/(index|store-ahead|application)\\.ts$' },
    },
    room('payload'),
    room('flow', 'payload/'),
    room('sip', 'flow/', 'payload/'),
    room('settings'),
    room('log'),
    room('spelling'),
    room('store'),
    room(
      'conversation',
      'flow/',
      'payload/',
      'settings/',
      'store/(client|interface|secrets|storage)\\.ts$',
      'sip/interface\\.ts$',
      'archive/interface\\.ts$',
    ),
    room('archive', 'store/(archived|interface)\\.ts$'),
    room('desktop', 'conversation/(command-handlers|failure-error)\\.ts$', 'settings/settings-book\\.ts$'),
    room('ipc', 'conversation/'),
    // The shell implements ports that ipc, the store and the desktop define.
    room(
      'shell',
      'ipc/',
      'desktop/',
      'spelling/',
      'settings/settings-book\\.ts$',
      'store/(interface|process|secrets)\\.ts$',
    ),
    // Echo is a real user agent, so it has a connection and a flow of its own.
    room('loopback', 'payload/', 'flow/', 'sip/(framing|interface|sip-connection)\\.ts$'),
    {
      name: 'domain-without-io',
      comment: 'The domain and the codecs open no sockets, files or processes.',
      severity: 'error',
      from: { path: '^main/(flow|payload|conversation)/' },
      to: { path: '^(node:)?(net|tls|dgram|dns|https?|http2|fs|child_process|worker_threads|timers)(/|$)' },
    },
    only('sip.js-in-sip', 'Only main/sip imports sip.js.', '^main/sip/', npm('sip\\.js')),
    only(
      'electron-in-shell',
      'Only main/shell (and the root) imports electron.',
      '^main/(shell/|(index|store-ahead|application)\\.ts$)',
      npm('electron'),
    ),
    only(
      'driver-in-store',
      "Only the store's host imports the driver.",
      '^main/store/',
      npm('better-sqlite3-multiple-ciphers'),
    ),
    {
      name: 'driver-in-host',
      comment: "The driver loads in the store's process; what the main process runs must not reach it.",
      severity: 'error',
      from: { path: '^main/(index|store/(client|interface|process))\\.ts$' },
      to: { path: `^main/store/driver\\.ts$|${npm('better-sqlite3-multiple-ciphers')}`, reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'default', 'types'],
    },
  },
};

export default config;
