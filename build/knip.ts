import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'main/index.ts',
    'main/store/host.ts',
    'main/spelling/convert-worker.ts',
    'main/shell/preload.ts',
    'renderer/main.ts',
    'build/{run.mjs,bench.ts,deb.ts,start.ts,demo.ts,pictures.ts,test.ts,torture.ts,check.ts,dist.ts,format.ts,render-icons.ts}',
    'build/*.config.{ts,js}',
    'build/default-app/main.js',
    'test/**/*.test.ts',
    'test/bench/*.bench.ts',
    'test/support/torture/{main,party}.ts',
    'test/support/pictures/main.ts',
  ],
  project: [
    'main/**/*.ts',
    'renderer/**/*.{ts,svelte}',
    'shared/**/*.ts',
    'build/**/*.{ts,js,mjs}',
    'test/**/*.ts',
  ],
  // Imported by a style sheet, started by path in build/check.ts, and read as files by build/bundle.ts.
  ignoreDependencies: ['@fontsource-variable/inter', 'svelte-check', 'dictionary-en', 'dictionary-en-gb'],
  ignoreBinaries: ['Xvfb', 'dbus-daemon', 'unshare'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  vitest: { config: ['build/vitest.config.ts'], entry: [] },
  eslint: { config: ['build/eslint.config.js'] },
  'dependency-cruiser': { config: ['build/dependency-cruiser.config.ts'] },
  prettier: { config: ['.prettierrc.json'] },
};

export default config;
