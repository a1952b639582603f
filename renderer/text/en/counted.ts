import { pluralsOf } from '../plural.ts';

const plural = pluralsOf('en');

/** The number with the noun in the form that it asks for. */
export const counted = (count: number, one: string, other: string): string =>
  plural(count, { one: `# ${one}`, other: `# ${other}` });
