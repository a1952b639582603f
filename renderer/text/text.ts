import { SvelteMap } from 'svelte/reactivity';
import type { Settings } from '../../shared/model/settings.ts';
import { ar } from './ar/index.ts';
import { de } from './de/index.ts';
import { en, type Words } from './en/index.ts';
import { useLocale } from './locale.ts';

export type Language = Exclude<Settings['language.language'], 'system'>;

const languages: Readonly<Record<Language, { readonly words: Words; readonly locale: string }>> = {
  en: { words: en, locale: 'en-GB' },
  de: { words: de, locale: 'de-DE' },
  ar: { words: ar, locale: 'ar' },
};

const inUse = new SvelteMap<'words', Words>([['words', en]]);

/** The words of the language in use. Reading a section is reactive, so that views follow a change of language. */
export const text: Words = new Proxy(en, {
  get: (_target, section) => Reflect.get(inUse.get('words') ?? en, section) as unknown,
});

const languageOf = (tag: string): Language | null => {
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

/**
 * From now on words, dates, numbers and lists are in this language. The order and the clock are those of the person's
 * region, where a preferred language names one.
 */
export function useLanguage(language: Language, preferred: readonly string[]): Words {
  const { words, locale } = languages[language];
  inUse.set('words', words);
  useLocale(preferred.find((each) => languageOf(each) === language) ?? locale);
  return words;
}
