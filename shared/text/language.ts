import type { Settings } from '../model/settings.ts';

/** The languages that Parley speaks. */
export type Language = Exclude<Settings['language.language'], 'system'>;

export const languageOf = (tag: string): Language | null => {
  const primary = tag.toLowerCase().split('-', 1)[0];
  return primary === 'en' || primary === 'de' || primary === 'ar' ? primary : null;
};

/** The language that a setting stands for, where the person's own are `preferred` (BCP 47, best first). */
export function chosenLanguage(
  setting: Settings['language.language'],
  preferred: readonly string[],
): Language {
  if (setting !== 'system') return setting;
  return preferred.map(languageOf).find((each) => each !== null) ?? 'en';
}
