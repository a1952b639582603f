import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { rootFolder } from './paths.ts';

/** `node build/render-icons.ts`: renders build/icons/parley.svg to the sizes that desktops ask for. Run it when the drawing changes. */
const folder = join(rootFolder, 'build', 'icons');
const drawing = await readFile(join(folder, 'parley.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env['PARLEY_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const style = `<style>* { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>`;
  await page.setContent(style + drawing);
  await writeFile(join(folder, `${size}x${size}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
