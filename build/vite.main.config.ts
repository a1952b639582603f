import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The main process and the store's host, as ECMAScript modules with everything in them but what cannot be bundled. */
export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  // The optional native parts of ws are not used.
  define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  ssr: {
    target: 'node',
    noExternal: true,
    external: ['electron', 'better-sqlite3-multiple-ciphers'],
  },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/main',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      platform: 'node',
      input: {
        index: `${root}main/index.ts`,
        'store-host': `${root}main/store/host.ts`,
        'convert-worker': `${root}main/spelling/convert-worker.ts`,
      },
      external: [
        'electron',
        /^better-sqlite3-multiple-ciphers(\/|$)/,
        'bufferutil',
        'utf-8-validate',
        /^node:/,
        ...builtinModules,
      ],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
});
