import type { Settings } from '../../shared/model/settings.ts';

type Look = Pick<
  { [N in keyof Settings as N extends `appearance.${infer Short}` ? Short : never]: Settings[N] },
  'theme' | 'contrast' | 'density' | 'textSize' | 'motion'
>;

/** Chromium keeps the answers of container queries in rem when only the root's font size changes. */
function askAgain(container: HTMLElement | null): void {
  if (container === null) return;
  container.style.containerType = 'normal';
  container.getBoundingClientRect();
  container.style.containerType = '';
}

/** Puts the choices of appearance where style sheets read them: on the document's root element. */
export function applyLook(root: HTMLElement, { theme, contrast, density, textSize, motion }: Look): void {
  const { dataset, style } = root;
  dataset['theme'] = theme;
  dataset['contrast'] = contrast;
  dataset['density'] = density;
  dataset['motion'] = motion;
  // Every size of text, and what has to hold it, is in rem.
  const fontSize = textSize === 100 ? '' : `${String(textSize)}%`;
  if (fontSize !== style.fontSize) {
    style.fontSize = fontSize;
    askAgain(root.querySelector('body'));
  }
  style.setProperty('--text-scale', String(textSize / 100));
}
