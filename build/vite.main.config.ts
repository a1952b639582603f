import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The main process, with everything in it but what cannot be bundled. As CommonJS: Electron loads it sooner, and what is
 * imported later is there at once instead of after several turns of a loop that is busy starting.
 */
export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  // The optional native parts of ws are not used.
  define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  ssr: { target: 'node', noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/main',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      platform: 'node',
      input: { index: `${root}main/index.ts` },
      external: ['electron', 'bufferutil', 'utf-8-validate', /^node:/, ...builtinModules],
      output: {
        format: 'cjs',
        // V8 keeps the text of every script, at half the size when it is all ASCII.
        charset: 'ascii',
        comments: false,
        entryFileNames: '[name].cjs',
        chunkFileNames: 'chunk-[name]-[hash].cjs',
      },
    },
  },
});
