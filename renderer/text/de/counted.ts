import { pluralsOf } from '../../../shared/text/plurals.ts';
import { formatNumber } from '../locale.ts';

const plural = pluralsOf('de', formatNumber);

/** The number with the noun in the form that it asks for. */
export const counted = (count: number, one: string, other: string): string =>
  plural(count, { one: `# ${one}`, other: `# ${other}` });
