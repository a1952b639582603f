/** The forms that a noun takes after a number; `other` stands in for those that the language or the words do not tell apart. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

type InDigits = (count: number) => string;

/** A number as the language has it. */
function digitsOf(language: string): InDigits {
  let digits: Intl.NumberFormat | null = null;
  return (count) => {
    digits ??= new Intl.NumberFormat(language);
    return digits.format(count);
  };
}

/**
 * How a language counts. In the form that the number asks for, `#` stands for the number in digits, those of the
 * language where nothing else is given; a form without it, such as the Arabic dual, says the number itself.
 */
export function pluralsOf(
  language: string,
  inDigits: InDigits = digitsOf(language),
): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | null = null;
  return (count, forms) => {
    // Dear to make, and only one language is used.
    rules ??= new Intl.PluralRules(language);
    return (forms[rules.select(count)] ?? forms.other).replace('#', inDigits(count));
  };
}
