import { expect, it } from 'vitest';
import { initialsOf } from '../../../renderer/state/peer-name.ts';
import { parseAddress } from '../../../shared/model/address.ts';

it.for([
  ['Anna Berta Cohn', 'x@example.com', 'AC'],
  [null, 'anna.cohn@example.com', 'AC'],
  ['', 'anna@example.com', 'A'],
  ['🎉', 'anna@example.com', 'A'],
  ['— ! —', '+49301234@example.com', '4'],
  ['🎉', '***@example.com', '?'],
] as const)('the avatar of %j, %s, has %s', ([name, typed, initials]) => {
  const address = parseAddress(typed);
  expect(address.ok && initialsOf(name, address.value)).toBe(initials);
});
