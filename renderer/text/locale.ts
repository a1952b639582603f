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

const week = perLocale((locale) => new Intl.Locale(locale) as Intl.Locale & WeekOfLocale);

/** What Chromium has of it, as a method or, before that was settled, as a property. */
interface WeekOfLocale {
  getWeekInfo?(): { readonly firstDay: number };
  readonly weekInfo?: { readonly firstDay: number };
}

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;

/** The day with which a week begins: 0 is Sunday. */
export function firstDayOfWeek(): (typeof weekdays)[number] {
  const locale = week();
  const { firstDay } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 };
  return weekdays[firstDay % 7] ?? 1;
}

const languages = perLocale((locale) => new Intl.DisplayNames(locale, { type: 'language' }));

/** What a language (a BCP 47 tag) is called. */
export const languageName = (tag: string): string => languages().of(tag) ?? tag;
