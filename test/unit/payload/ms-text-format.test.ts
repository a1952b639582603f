import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMsTextFormat, writeMsTextFormat } from '../../../main/payload/ms-text-format.ts';
import { encodeText, plainTextType } from '../../../main/payload/text.ts';

test('the header of a Lync client', () => {
  const read = readMsTextFormat(
    'text/plain; charset=UTF-8;msgr=WAAtAE0A;ms-body=RG8geW91IGhhdmUgYSBtaW51dGU/',
  );
  expect(read?.contentType).toBe('text/plain; charset=UTF-8');
  expect(new TextDecoder().decode(read?.body)).toBe('Do you have a minute?');
});

test.each([
  ['no body', 'text/plain; charset=UTF-8'],
  ['an empty body', 'text/plain;ms-body='],
  ['not base64', 'text/plain;ms-body=<script>'],
  ['no type', 'ms-body=YQ=='],
])('%s is no toast', (_, value) => {
  expect(readMsTextFormat(value)).toBeNull();
});

test('what is written reads back the same, and anything is read without throwing', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      readMsTextFormat(text);
      const body = encodeText(text);
      const read = readMsTextFormat(writeMsTextFormat({ contentType: plainTextType, body }));
      expect(read?.contentType).toBe(plainTextType);
      expect([...(read?.body ?? [])]).toEqual([...body]);
    }),
  );
});
