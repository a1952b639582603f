import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMsImdn, writeMsImdn, type MsImdnFailure } from '../../../main/payload/ms-imdn.ts';
import { encodeText } from '../../../main/payload/text.ts';
import { entityBomb, hostileBytes, textOf, truncations, xmlPieces } from './hostile.ts';

const toAll =
  '<?xml version="1.0" encoding="utf-8"?><imdn xmlns="http://schemas.microsoft.com/rtc/2005/08/imdn"><message-id>2</message-id></imdn>';
const failed =
  '<?xml version="1.0" encoding="utf-8"?><imdn xmlns="http://schemas.microsoft.com/rtc/2005/08/imdn"><message-id>2</message-id><recipient uri="&lt;sip:bob@example.test&gt;"><status>480</status></recipient></imdn>';

const read = (text: string): ReturnType<typeof readMsImdn> => readMsImdn(encodeText(text));
const recipients = (inner: string): string => `<imdn><message-id>2</message-id>${inner}</imdn>`;

describe('writing', () => {
  test('the examples, byte for byte', () => {
    expect(textOf(writeMsImdn('2'))).toBe(toAll);
    const bytes = writeMsImdn('2', [{ uri: 'sip:bob@example.test', code: 480 }]);
    expect(textOf(bytes)).toBe(failed);
    expect(bytes).toHaveLength(209);
  });

  test('what is written reads back the same', () => {
    const text = fc.string({ unit: 'grapheme-ascii' }).map((value) => `a${value}z`);
    const failure = fc.record<MsImdnFailure>(
      {
        uri: fc.stringMatching(/^sip:[a-z&"';=]{1,10}@example\.test$/),
        code: fc.integer({ min: 300, max: 699 }),
        displayName: text,
        diagnostics: text,
      },
      { requiredKeys: ['uri', 'code'] },
    );
    fc.assert(
      fc.property(fc.uuid(), fc.array(failure, { maxLength: 5 }), (messageId, failures) => {
        expect(readMsImdn(writeMsImdn(messageId, failures))).toEqual({
          messageId,
          recipients: failures.map((one) => ({
            uri: one.uri,
            displayName: one.displayName ?? null,
            code: one.code,
            failed: true,
            diagnostics: one.diagnostics ?? null,
          })),
        });
      }),
    );
  });

  test.each([
    ['a success', { uri: 'sip:a@b.test', code: 200 }],
    ['no code', { uri: 'sip:a@b.test', code: Number.NaN }],
    ['a URI with brackets', { uri: 'sip:a@b.test>', code: 480 }],
    ['a control character', { uri: 'sip:a@b.test', code: 480, displayName: '\u0001' }],
  ])('%s is refused', (_, failure) => {
    expect(() => writeMsImdn('2', [failure])).toThrow(RangeError);
  });
});

describe('reading', () => {
  test('the examples', () => {
    expect(read(toAll)).toEqual({ messageId: '2', recipients: [] });
    expect(read(failed)).toEqual({
      messageId: '2',
      recipients: [
        { uri: 'sip:bob@example.test', displayName: null, code: 480, failed: true, diagnostics: null },
      ],
    });
  });

  test.each([
    [
      'a status below 300',
      '<recipient uri="sip:a@b"><status>200</status></recipient>',
      'sip:a@b',
      200,
      false,
    ],
    ['a status of 0', '<recipient uri="sip:a@b"><status>0</status></recipient>', 'sip:a@b', null, true],
    ['no status', '<recipient uri="&lt;sip:a@b&gt;"/>', 'sip:a@b', null, true],
    [
      'blanks',
      '<recipient uri=" &lt; sip:a@b &gt; "><status> 486 </status></recipient>',
      'sip:a@b',
      486,
      true,
    ],
    [
      'a name',
      '<recipient uri="&quot;A \\&quot;B&quot; &lt;sip:a@b&gt;;x=y"><status>404</status></recipient>',
      'sip:a@b',
      404,
      true,
    ],
  ])('%s', (_, inner, uri, code, isFailed) => {
    expect(read(recipients(inner))?.recipients).toMatchObject([{ uri, code, failed: isFailed }]);
  });

  test('the name and the diagnostics of a recipient', () => {
    const inner =
      '<recipient uri="&quot;A \\&quot;B&quot; &lt;sip:a@b&gt;"><status>404</status>' +
      '<entry><key>other</key><value>1</value></entry><entry><key>ms-diagnostics</key><value>1;reason="x"</value></entry></recipient>';
    expect(read(recipients(inner))?.recipients).toMatchObject([
      { displayName: 'A "B', diagnostics: '1;reason="x"' },
    ]);
  });

  test('a recipient without an address is left out, and those beyond 250', () => {
    expect(
      read(recipients('<recipient><status>480</status></recipient><recipient uri="&lt;&gt;"/>'))?.recipients,
    ).toEqual([]);
    expect(read(recipients('<recipient uri="sip:a@b"/>'.repeat(300)))?.recipients).toHaveLength(250);
  });

  test.each([
    ['no message id', '<imdn/>'],
    ['a huge message id', `<imdn><message-id>${'2'.repeat(1_025)}</message-id></imdn>`],
    ['another document', '<x><message-id>2</message-id></x>'],
    ['too large', recipients('<recipient uri="sip:a@b"/>'.repeat(3_000))],
    ['not XML', '2'],
  ])('%s is none', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('an entity bomb is refused', () => {
    expect(readMsImdn(entityBomb('imdn', '<imdn><message-id>$</message-id></imdn>'))).toBeNull();
  });

  test('no beginning of a document is one', () => {
    expect(truncations(encodeText(failed)).filter((part) => readMsImdn(part) !== null)).toEqual([]);
  });

  test('any bytes are read without throwing', () => {
    const pieces = [
      '<imdn>',
      '</imdn>',
      '<message-id>',
      '</message-id>',
      '<recipient uri="',
      '<status>',
      '&lt;',
      '480',
    ];
    fc.assert(
      fc.property(hostileBytes([...xmlPieces, ...pieces]), (body) => {
        readMsImdn(body);
      }),
    );
  });
});
