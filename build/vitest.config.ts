import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const chromium = process.env['PARLEY_CHROMIUM'] ?? '/usr/bin/chromium';

// A busy machine is slow, not wrong.
const expect = { poll: { timeout: 30_000 } };

export default defineConfig({
  root,
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['test/{unit,protocol,contract}/**/*.test.ts'],
          environment: 'node',
          expect,
          testTimeout: 60_000,
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        // All is scanned at the start: a dependency found in mid-run would reload the page under a test.
        optimizeDeps: { entries: ['renderer/**/*.{ts,svelte}', 'test/{component,support/window}/**/*.ts'] },
        test: {
          name: 'component',
          root,
          include: ['test/component/**/*.test.ts'],
          expect,
          // The pictures that were compared, and where they differ.
          attachmentsDir: 'test-results/attachments',
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: chromium,
                args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'integration',
          root,
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          expect,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journey',
          root,
          include: ['test/journey/**/*.test.ts'],
          environment: 'node',
          // Each file has its own display, bus and profiles. More at once would make the slow ones wait for each other.
          maxWorkers: 2,
          testTimeout: 120_000,
          expect,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
