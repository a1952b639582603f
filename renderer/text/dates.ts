import { perLocale } from './locale.ts';
import { text } from './text.ts';

const formatOf = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, options));

const time = formatOf({ hour: 'numeric', minute: '2-digit' });
const weekday = formatOf({ weekday: 'long' });
const shortWeekday = formatOf({ weekday: 'short' });
const dayMonth = formatOf({ weekday: 'long', day: 'numeric', month: 'long' });
const dayMonthYear = formatOf({ day: 'numeric', month: 'long', year: 'numeric' });
const shortDate = formatOf({ day: 'numeric', month: 'short' });
const numericDate = formatOf({ day: 'numeric', month: 'numeric', year: '2-digit' });
const dateTime = formatOf({ dateStyle: 'medium', timeStyle: 'short' });
const precise = formatOf({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const full = formatOf({ dateStyle: 'full', timeStyle: 'medium' });

/** The local midnight at which the day of `at` began; days compare by it. Both are milliseconds since 1970. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Whole days between two local midnights; an hour more or less (summer time) does not matter. */
const daysBetween = (earlier: number, later: number): number => Math.round((later - earlier) / 86_400_000);

export const timeOf = (at: number): string => time().format(at);
/** 10:42 for today, 9 Nov 2026, 10:42 for any other day. */
export const dateTimeOf = (at: number, today: number): string =>
  startOfDay(at) === today ? timeOf(at) : dateTime().format(at);
/** To the millisecond: 10:42:07.042. */
export const preciseTimeOf = (at: number): string => precise().format(at);
export const fullDateOf = (at: number): string => full().format(at);

/** A day for sentences: 9 November 2025. */
export const dateOf = (at: number): string => dayMonthYear().format(at);

/** The day's name between messages: Today, Yesterday, Monday, Monday, 9 November, 9 November 2025. */
export function dayName(at: number, today: number): string {
  const days = daysBetween(startOfDay(at), today);
  if (days === 0) return text.dates.today;
  if (days === 1) return text.dates.yesterday;
  if (days > 1 && days < 7) return weekday().format(at);
  return new Date(at).getFullYear() === new Date(today).getFullYear()
    ? dayMonth().format(at)
    : dayMonthYear().format(at);
}

/** The short form in a list: 10:42, Yesterday, Fri, 9 Nov, 09/11/25. */
export function shortTime(at: number, today: number): string {
  const days = daysBetween(startOfDay(at), today);
  if (days <= 0) return timeOf(at);
  if (days === 1) return text.dates.yesterday;
  if (days < 7) return shortWeekday().format(at);
  return new Date(at).getFullYear() === new Date(today).getFullYear()
    ? shortDate().format(at)
    : numericDate().format(at);
}
