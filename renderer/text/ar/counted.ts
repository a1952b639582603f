import { pluralsOf, type PluralForms } from '../../../shared/text/plurals.ts';
import { formatNumber } from '../locale.ts';

/** Six forms: none, one, two (the dual, both without the number), 3 to 10, 11 to 99, and the rest. */
export type ArabicForms = PluralForms & Readonly<Record<Intl.LDMLPluralRule, string>>;

const plural = pluralsOf('ar', formatNumber);

/** The number with the noun in the form that it asks for. */
export const counted = (count: number, forms: ArabicForms): string => plural(count, forms);

/** Keeps the direction of a name, an address or a number from mixing with that of the sentence around it. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
