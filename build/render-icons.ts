import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { rootFolder } from './paths.ts';

/** `node build/render-icons.ts`: renders build/icons/parley.svg to the sizes that desktops ask for, and the tray's drawings. Run it when the drawing changes. */
const folder = join(rootFolder, 'build', 'icons');
const drawing = await readFile(join(folder, 'parley.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env['PARLEY_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
  await render(drawing, size, join(folder, `${size}x${size}.png`));
}

async function render(picture: string, size: number, file: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const style = `<style>* { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>`;
  await page.setContent(style + picture);
  await writeFile(file, await page.screenshot({ omitBackground: true }));
  await page.close();
}

/** The two bubbles alone, in one colour: macOS paints templates to suit the menu bar. */
const bubbles = (dot: boolean): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">
  <mask id="m"><rect width="48" height="48" fill="#fff"/>
    <rect x="13" y="14" width="36" height="26" rx="9" fill="#000"/></mask>
  <mask id="d"><rect width="48" height="48" fill="#fff"/>${dot ? '<circle cx="38" cy="10" r="12" fill="#000"/>' : ''}</mask>
  <g mask="url(#d)">
    <path mask="url(#m)" d="M8 6h20a6 6 0 0 1 6 6v9a6 6 0 0 1-6 6H16l-7 6.2c-.7.6-1.7.1-1.7-.8V27A6 6 0 0 1 2 21v-9a6 6 0 0 1 6-6Z"/>
    <path d="M22 17h18a6 6 0 0 1 6 6v8a6 6 0 0 1-5 5.9v4.8c0 .9-1 1.4-1.7.8L32.5 37H22a6 6 0 0 1-6-6v-8a6 6 0 0 1 6-6Z"/>
  </g>${dot ? '<circle cx="38" cy="10" r="8"/>' : ''}
</svg>`;
const red = '#e5484d';
const withDot = drawing.replace(
  '</svg>',
  `<circle cx="386" cy="386" r="126" fill="#fff"/><circle cx="386" cy="386" r="104" fill="${red}"/></svg>`,
);
const dotAlone = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${red}"/></svg>`;
const tray = join(folder, 'tray');
await mkdir(tray, { recursive: true });
for (const [name, picture, size] of [
  ['read', drawing, 24],
  ['unread', withDot, 24],
  ['readTemplate', bubbles(false), 18],
  ['unreadTemplate', bubbles(true), 18],
  ['overlay', dotAlone, 16],
] as const) {
  await render(picture, size, join(tray, `${name}.png`));
  await render(picture, 2 * size, join(tray, `${name}@2x.png`));
}
await browser.close();
