import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type IndexHtmlTransformContext, type Plugin } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The page has its style and its first script in itself: it shows a frame before Parley's scripts are there, and waits
 * for no file (main/shell/app-protocol.ts allows both by their hashes).
 */
const wholePage: Plugin = {
  name: 'whole-page',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => withItsScript(withItsStyle(html, bundle), bundle),
  },
};

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>;

function withItsStyle(html: string, bundle: Bundle): string {
  return html.replace(/<link rel="stylesheet"[^>]* href="\.\/([^"]+)">/, (link, file: string) => {
    const sheet = bundle[file];
    if (sheet?.type !== 'asset') return link;
    Reflect.deleteProperty(bundle, file);
    // What stands beside the sheet is in its folder.
    return `<style>${String(sheet.source).trim().replaceAll('url(./', 'url(./assets/')}</style>`;
  });
}

/** Vite's helper fetches what a script needs beside itself, of which there is nothing. */
const helper = /import\s*\{\s*\w+ as (\w+)\s*\}\s*from\s*["'`]\.\/preload-helper-[^"'`]+["'`];/;

/** A script with what it needs, all asked for at once. */
function importTogether(wanted: string, bundle: Bundle): string {
  const chunk = bundle[`assets/${wanted}`];
  const files = [...(chunk?.type === 'chunk' ? chunk.imports : []), `assets/${wanted}`];
  return `(${files.map((file) => `import("./${file}")`).join(',')})`;
}

function withItsScript(html: string, bundle: Bundle): string {
  return html.replace(/<script type="module"[^>]* src="\.\/([^"]+)"><\/script>/, (script, file: string) => {
    const entry = bundle[file];
    if (entry?.type !== 'chunk') return script;
    for (const gone of [file, `${file}.map`]) Reflect.deleteProperty(bundle, gone);
    const code = entry.code
      .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '')
      .replace(helper, 'const $1=(load)=>load();')
      .replaceAll('__VITE_PRELOAD__', '[]')
      .replaceAll(/import\(["'`]\.\/([^"'`]+)["'`]\)/g, (_, wanted: string) => importTogether(wanted, bundle))
      .trim();
    if (/\bimport\s*[{"'`*]|<\/script/.test(code))
      throw new Error('The first script of the page does not stand alone');
    return `<script type="module">${code}</script>`;
  });
}

/** Else only files beside the page: its policy allows no other script or style in it, and no data: URL for them. */
export default defineConfig({
  root: `${root}renderer`,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [svelte({ configFile: false }), wholePage],
  build: {
    target: 'chrome130',
    outDir: `${root}dist/renderer`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // Many small files cost more than the little that some of them could do without.
      output: {
        // V8 keeps the text of every script, at half the size when it is all ASCII.
        charset: 'ascii',
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              minShareCount: 2,
              test: /^(?!.*(preload-helper|early-preload|channels|rolldown))/,
            },
          ],
        },
      },
    },
  },
});
