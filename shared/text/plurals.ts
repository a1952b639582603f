/** The forms that words take after a number; `other` stands in for those that are not given. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** How a language counts. In the form that the number asks for, `#` stands for the number in its digits. */
export function pluralsOf(language: string): (count: number, forms: PluralForms) => string {
  let made: { readonly rules: Intl.PluralRules; readonly digits: Intl.NumberFormat } | null = null;
  return (count, forms) => {
    // Dear to make, and only one language is used.
    made ??= { rules: new Intl.PluralRules(language), digits: new Intl.NumberFormat(language) };
    return (forms[made.rules.select(count)] ?? forms.other).replace('#', made.digits.format(count));
  };
}
