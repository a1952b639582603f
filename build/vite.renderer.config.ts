import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type HtmlTagDescriptor, type IndexHtmlTransformContext, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The page shows a frame before it runs Parley, whose scripts are fetched meanwhile, and has its style in itself: each
 * further file would have to be asked for (main/shell/app-protocol.ts allows the style by its hash).
 */
const firstFrame: Plugin = {
  name: 'first-frame',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const run = Object.values(bundle).find((each) => each.type === 'chunk' && each.name === 'run');
      if (run?.type !== 'chunk') return [];
      const tags = [run.fileName, ...run.imports].map((file): HtmlTagDescriptor => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
        injectTo: 'head',
      }));
      return { html: withItsStyle(html, bundle), tags };
    },
  },
};

/** The page with its style sheet in it instead of beside it. */
function withItsStyle(html: string, bundle: NonNullable<IndexHtmlTransformContext['bundle']>): string {
  return html.replace(/<link rel="stylesheet"[^>]* href="\.\/([^"]+)">/, (link, file: string) => {
    const sheet = bundle[file];
    if (sheet?.type !== 'asset') return link;
    Reflect.deleteProperty(bundle, file);
    // What stands beside the sheet is in its folder.
    return `<style>${String(sheet.source).trim().replaceAll('url(./', 'url(./assets/')}</style>`;
  });
}

/** The page: only files beside it, because its policy allows no inline script, no other inline style and no data: URL. */
export default defineConfig({
  root: `${root}renderer`,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [svelte({ configFile: false }), firstFrame],
  build: {
    target: 'chrome130',
    outDir: `${root}dist/renderer`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
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
