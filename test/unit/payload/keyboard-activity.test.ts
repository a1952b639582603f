import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKeyboardActivity, writeKeyboardActivity } from '../../../main/payload/keyboard-activity.ts';
import { encodeText } from '../../../main/payload/text.ts';

const read = (text: string): ReturnType<typeof readKeyboardActivity> =>
  readKeyboardActivity(encodeText(text));

test.each(['type', 'idle'] as const)(
  '%s is written byte for byte as Lync does, and reads back',
  (activity) => {
    const bytes = writeKeyboardActivity(activity);
    expect(new TextDecoder().decode(bytes)).toBe(
      `<?xml version="1.0"?><KeyboardActivity><status status="${activity}" /></KeyboardActivity>`,
    );
    expect(bytes).toHaveLength(82);
    expect(readKeyboardActivity(bytes)).toBe(activity);
  },
);

describe('reading', () => {
  test.each([
    [
      'as SIPE writes it',
      '<?xml version="1.0"?><KeyboardActivity> <status status="idle" /></KeyboardActivity>',
      'idle',
    ],
    ['without a declaration', "<KeyboardActivity><status status='type'/></KeyboardActivity>", 'type'],
    [
      'with a prefix',
      '<k:KeyboardActivity xmlns:k="x"><k:status status="type"/></k:KeyboardActivity>',
      'type',
    ],
    [
      'with more inside',
      '<KeyboardActivity a="b"><x/><status x="y" status="idle">z</status></KeyboardActivity>',
      'idle',
    ],
    ['an unknown status', '<KeyboardActivity><status status="asleep"/></KeyboardActivity>', null],
    ['no status', '<KeyboardActivity/>', null],
    ['the status elsewhere', '<KeyboardActivity><x><status status="type"/></x></KeyboardActivity>', null],
    ['another document', '<isComposing><status status="type"/></isComposing>', null],
    ['not closed', '<KeyboardActivity><status status="type"/>', null],
    ['not XML', 'type', null],
    ['nothing', '', null],
    ['an unknown entity', '<KeyboardActivity><status status="&t;"/></KeyboardActivity>', null],
    ['two roots', '<KeyboardActivity><status status="type"/></KeyboardActivity><a/>', null],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('a document type is refused, whatever it declares', () => {
    const bomb =
      '<!DOCTYPE lolz [<!ENTITY a "type"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
      '<KeyboardActivity><status status="&a;"/></KeyboardActivity>';
    expect(read(bomb)).toBeNull();
    expect(read('<!DOCTYPE x><KeyboardActivity><status status="type"/></KeyboardActivity>')).toBeNull();
  });

  test('deep and huge documents are refused', () => {
    expect(read(`${'<a>'.repeat(2_000)}${'</a>'.repeat(2_000)}`)).toBeNull();
    const padding = ' '.repeat(20_000);
    expect(read(`<KeyboardActivity>${padding}<status status="type"/></KeyboardActivity>`)).toBeNull();
  });

  test('any bytes are read without throwing', () => {
    const piece = fc.constantFrom(
      '<KeyboardActivity>',
      '</KeyboardActivity>',
      '<status status="type"',
      '/>',
      '<',
      '>',
      '&',
      '<!DOCTYPE x [',
      ']]>',
      '<!--',
      '-->',
      '<![CDATA[',
      '<?',
      '?>',
      'a',
      '"',
      ' ',
      'xmlns:',
      '\0',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(piece, { maxLength: 30 }).map((parts) => encodeText(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        expect([null, 'type', 'idle']).toContain(readKeyboardActivity(body));
      }),
    );
  });
});
