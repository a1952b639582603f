import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The page shows a frame before it runs Parley; what that needs is fetched meanwhile. */
const fetchAhead: Plugin = {
  name: 'fetch-ahead',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const run = Object.values(bundle).find((each) => each.type === 'chunk' && each.name === 'run');
      if (run?.type !== 'chunk') return [];
      const scripts = [run.fileName, ...run.imports];
      const styles = [...(run.viteMetadata?.importedCss ?? [])];
      return [
        ...scripts.map((file) => ({ rel: 'modulepreload', crossorigin: true, href: `./${file}` })),
        ...styles.map((file) => ({ rel: 'preload', as: 'style', crossorigin: true, href: `./${file}` })),
      ].map((attrs): HtmlTagDescriptor => ({ tag: 'link', attrs, injectTo: 'head' }));
    },
  },
};

/** The page: only files beside it, because its policy allows no inline script, no inline style and no data: URL. */
export default defineConfig({
  root: `${root}renderer`,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [svelte({ configFile: false }), fetchAhead],
  build: {
    target: 'chrome130',
    outDir: `${root}dist/renderer`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // Many small files cost more than the little that some of them could do without.
      output: {
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, test: /^(?!.*preload-helper)/ }] },
      },
    },
  },
});
