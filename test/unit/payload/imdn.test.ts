import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImdn, writeImdn, type ImdnDisposition, type ImdnToWrite } from '../../../main/payload/imdn.ts';
import { encodeText } from '../../../main/payload/text.ts';
import { crlf, entityBomb, hostileBytes, textOf, truncations, xmlPieces } from './hostile.ts';

const delivered = crlf(`<?xml version="1.0" encoding="UTF-8"?>
<imdn xmlns="urn:ietf:params:xml:ns:imdn">
<message-id>34jk324jhq9Lz0aX</message-id>
<datetime>2026-11-23T06:50:00Z</datetime>
<recipient-uri>sip:bob@example.test</recipient-uri>
<delivery-notification><status><delivered/></status></delivery-notification>
</imdn>`);

const example = {
  kind: 'delivery',
  status: 'delivered',
  messageId: '34jk324jhq9Lz0aX',
  dateTime: '2026-11-23T06:50:00Z',
  recipientUri: 'sip:bob@example.test',
} as const satisfies ImdnToWrite;

const all: readonly ImdnDisposition[] = [
  { kind: 'delivery', status: 'delivered' },
  { kind: 'delivery', status: 'failed' },
  { kind: 'delivery', status: 'forbidden' },
  { kind: 'delivery', status: 'error' },
  { kind: 'processing', status: 'processed' },
  { kind: 'processing', status: 'stored' },
  { kind: 'processing', status: 'forbidden' },
  { kind: 'processing', status: 'error' },
  { kind: 'display', status: 'displayed' },
  { kind: 'display', status: 'forbidden' },
  { kind: 'display', status: 'error' },
];

const read = (text: string): ReturnType<typeof readImdn> => readImdn(encodeText(text));

const withNotification = (notification: string): string =>
  `<imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>m1</message-id>${notification}</imdn>`;

describe('writing', () => {
  test('the example, byte for byte', () => {
    expect(textOf(writeImdn(example))).toBe(delivered);
    expect(writeImdn(example)).toHaveLength(308);
  });

  test('what is written reads back the same', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((value) => `<${value.trim()}>`);
    const optional = fc.option(text, { nil: undefined });
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        text,
        text,
        optional,
        optional,
        (disposition, messageId, dateTime, to, subject) => {
          const body = writeImdn({
            ...disposition,
            messageId,
            dateTime,
            ...(to === undefined ? {} : { recipientUri: to, originalRecipientUri: to }),
            ...(subject === undefined ? {} : { subject }),
          });
          expect(readImdn(body)).toEqual({
            ...disposition,
            messageId,
            dateTime,
            recipientUri: to ?? null,
            originalRecipientUri: to ?? null,
            subject: subject ?? null,
            code: null,
          });
        },
      ),
    );
  });

  test('a control character is refused', () => {
    expect(() => writeImdn({ ...example, messageId: 'a\u0000' })).toThrow(RangeError);
  });
});

describe('reading', () => {
  test('the example', () => {
    expect(read(delivered)).toEqual({ ...example, originalRecipientUri: null, subject: null, code: null });
  });

  test.each(all)('$kind $status', ({ kind, status }) => {
    const found = read(
      withNotification(`<${kind}-notification><status><${status}/></status></${kind}-notification>`),
    );
    expect(found).toMatchObject({ messageId: 'm1', kind, status, dateTime: null, recipientUri: null });
  });

  test.each([
    ['its own element', '<delivery-notification><status><failed/></status>$</delivery-notification>'],
    ['inside of the status', '<delivery-notification><status><failed/>$</status></delivery-notification>'],
  ])('the reason of Linphone as %s', (_, notification) => {
    const reason =
      '<ext:reason xmlns:ext="http://www.linphone.org/xsds/imdn.xsd" code="415">Unsupported</ext:reason>';
    expect(read(withNotification(notification.replace('$', reason)))).toMatchObject({
      kind: 'delivery',
      status: 'failed',
      code: 415,
    });
  });

  test.each(['99', '700', '4x', '', '1e2'])('a reason with code %j has none', (code) => {
    const notification = `<delivery-notification><status><failed/></status><reason code="${code}"/></delivery-notification>`;
    expect(read(withNotification(notification))?.code).toBeNull();
  });

  test('a prefix, on all elements and never declared', () => {
    const text =
      '<p1:imdn><p1:message-id> m2 </p1:message-id><p1:display-notification><p1:status><p1:displayed/></p1:status>' +
      '</p1:display-notification></p1:imdn>';
    expect(read(text)).toMatchObject({ messageId: 'm2', kind: 'display', status: 'displayed' });
  });

  test('the first notification counts, and unknown elements do not', () => {
    const text = withNotification(
      '<x/><delivery-notification/><display-notification><status><displayed/></status></display-notification>' +
        '<delivery-notification><status><failed/></status></delivery-notification>',
    );
    expect(read(text)).toMatchObject({ kind: 'display', status: 'displayed' });
  });

  test.each([
    ['no notification', withNotification('')],
    [
      'a status of another kind',
      withNotification('<display-notification><status><delivered/></status></display-notification>'),
    ],
    [
      'an unknown status',
      withNotification('<delivery-notification><status><lost/></status></delivery-notification>'),
    ],
    ['no status', withNotification('<delivery-notification><delivered/></delivery-notification>')],
    ['no message id', delivered.replace(/<message-id>.*<\/message-id>/, '')],
    ['an empty message id', delivered.replace(/34jk\w+/, ' ')],
    ['a huge message id', delivered.replace(/34jk\w+/, 'x'.repeat(1_025))],
    [
      "Lync's document",
      '<imdn xmlns="http://schemas.microsoft.com/rtc/2005/08/imdn"><message-id>2</message-id></imdn>',
    ],
    ['another document', '<isComposing><message-id>m</message-id></isComposing>'],
    ['not XML', 'delivered'],
  ])('%s is none', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('an entity bomb is refused', () => {
    expect(readImdn(entityBomb('imdn', `<imdn><message-id>$</message-id></imdn>`))).toBeNull();
  });

  test('no beginning of a document is one', () => {
    expect(truncations(encodeText(delivered)).filter((part) => readImdn(part) !== null)).toEqual([]);
  });

  test('any bytes are read without throwing', () => {
    const pieces = [
      '<imdn>',
      '</imdn>',
      '<message-id>',
      '</message-id>',
      '<delivery-notification>',
      '<status>',
      '<failed/>',
    ];
    fc.assert(
      fc.property(hostileBytes([...xmlPieces, ...pieces]), (body) => {
        readImdn(body);
      }),
    );
  });
});
