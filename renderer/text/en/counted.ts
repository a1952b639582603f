const plural = new Intl.PluralRules('en');

/** The number with the noun in the form that it asks for. */
export const counted = (count: number, one: string, other: string): string =>
  `${String(count)} ${plural.select(count) === 'one' ? one : other}`;
