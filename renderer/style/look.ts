import type { Settings } from '../../shared/model/settings.ts';

type Look = Pick<
  { [N in keyof Settings as N extends `appearance.${infer Short}` ? Short : never]: Settings[N] },
  'theme' | 'contrast' | 'density' | 'textSize' | 'motion'
>;

/** Puts the choices of appearance where style sheets read them: on the document's root element. */
export function applyLook(root: HTMLElement, { theme, contrast, density, textSize, motion }: Look): void {
  const { dataset, style } = root;
  dataset['theme'] = theme;
  dataset['contrast'] = contrast;
  dataset['density'] = density;
  dataset['motion'] = motion;
  // Every size of text, and what has to hold it, is in rem.
  style.fontSize = textSize === 100 ? '' : `${String(textSize)}%`;
  style.setProperty('--text-scale', String(textSize / 100));
}
