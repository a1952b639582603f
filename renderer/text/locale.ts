import { SvelteMap } from 'svelte/reactivity';

const inUse = new SvelteMap<'locale', string>([['locale', 'en-GB']]);

/** What formats dates, numbers and lists: a BCP 47 tag, whose language is the window's. Reading it is reactive. */
export const localeInUse = (): string => inUse.get('locale') ?? 'en-GB';

export function useLocale(locale: string): void {
  inUse.set('locale', locale);
}

/** Makes the formatter of each locale once. */
export function perLocale<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  const made = new Map<string, Formatter>();
  return () => {
    const locale = localeInUse();
    const known = made.get(locale);
    if (known !== undefined) return known;
    const formatter = make(locale);
    made.set(locale, formatter);
    return formatter;
  };
}

const number = perLocale((locale) => new Intl.NumberFormat(locale));
const list = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** A whole number with the digits and the grouping of the locale. */
export const formatNumber = (value: number): string => number().format(value);

/** "a, b and c" as the locale has it. */
export const formatList = (parts: readonly string[]): string => list().format(parts);

const languages = perLocale((locale) => new Intl.DisplayNames(locale, { type: 'language' }));

/** What a language (a BCP 47 tag) is called. */
export const languageName = (tag: string): string => languages().of(tag) ?? tag;
