import { SvelteMap } from 'svelte/reactivity';
import { languageOf, type Language } from '../../shared/text/language.ts';
import { ar } from './ar/index.ts';
import { de } from './de/index.ts';
import { en, type Words } from './en/index.ts';
import { useLocale } from './locale.ts';

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
