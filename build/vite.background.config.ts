import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What runs beside the main process: the store's host and the dictionary converter. As CommonJS: to give Node's own
 * modules to ECMAScript modules has each of them loaded with everything that it would load when it is first used.
 */
export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  ssr: { target: 'node', noExternal: true, external: ['better-sqlite3-multiple-ciphers'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/background',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      platform: 'node',
      input: {
        'store-host': `${root}main/store/host.ts`,
        'convert-worker': `${root}main/spelling/convert-worker.ts`,
      },
      external: [
        /^better-sqlite3-multiple-ciphers(\/|$)/,
        'bufferutil',
        'utf-8-validate',
        /^node:/,
        ...builtinModules,
      ],
      output: {
        format: 'cjs',
        // As in the main process (vite.main.config.ts).
        charset: 'ascii',
        comments: false,
        entryFileNames: '[name].cjs',
        chunkFileNames: 'chunk-[name]-[hash].cjs',
      },
    },
  },
});
