import { formatNumber } from './locale.ts';

/** The forms that a noun takes after a number; `other` stands in for those that the language or the words do not tell apart. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/**
 * How a language counts. In the form that the number asks for, `#` stands for the number; a form without it, such as
 * the Arabic dual, says the number itself.
 */
export function pluralsOf(language: string): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | null = null;
  return (count, forms) => {
    // Dear to make, and only one language is used.
    rules ??= new Intl.PluralRules(language);
    return (forms[rules.select(count)] ?? forms.other).replace('#', formatNumber(count));
  };
}
