import type { Dictionary } from './shelf.ts';

const languageOf = (tag: string): string => tag.split('-')[0] ?? tag;

/** Of the checker's languages those that a dictionary is there for, one for each dictionary. */
export function checkableLanguages(
  checker: readonly string[],
  all: readonly Dictionary[],
): readonly string[] {
  const tags = all.map(({ tag }) => [tag, languageOf(tag)].find((each) => checker.includes(each)) ?? null);
  return [...new Set(tags.filter((tag) => tag !== null))].sort();
}

/**
 * The languages to check: the chosen ones as far as they can be checked; when none is chosen, those of the system.
 * `de-AT` is checked as `de-DE` where there is no nearer one.
 */
export function languagesToCheck(
  chosen: readonly string[],
  system: readonly string[],
  checkable: readonly string[],
): readonly string[] {
  const nearest = (tag: string): string | undefined => {
    const language = languageOf(tag);
    return (
      checkable.find((each) => each === tag) ??
      checkable.find((each) => each === language || each === `${language}-${language.toUpperCase()}`) ??
      checkable.find((each) => languageOf(each) === language)
    );
  };
  const wanted = (chosen.length > 0 ? chosen : system).map(nearest);
  return [...new Set(wanted.filter((each) => each !== undefined))];
}
