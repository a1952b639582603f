import { expect, it } from 'vitest';
import { speaksImDialogs } from '../../../main/conversation/sign-in.ts';

it.each([
  ['RTC/6.0', true],
  ['RTC/5.0 (lync.example.com)', true],
  ['kamailio (5.6.3 (x86_64/linux))', false],
  ['Parley RTC/6.0', false],
  [null, false],
])('a server that calls itself %s: IM dialogs %s', (registrar, expected) => {
  expect(speaksImDialogs(registrar)).toBe(expected);
});
