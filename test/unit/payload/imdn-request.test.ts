import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCpim, writeCpim } from '../../../main/payload/cpim.ts';
import {
  imdnExtension,
  readImdnRequest,
  type ImdnRequest,
  type ImdnWish,
} from '../../../main/payload/imdn-request.ts';
import { encodeText } from '../../../main/payload/text.ts';

const wishes = [
  'positive-delivery',
  'negative-delivery',
  'processing',
  'display',
] as const satisfies ImdnWish[];

const request = (headers: string): ImdnRequest | null => {
  const message = readCpim(encodeText(`From: <sip:a@b.test>\r\n${headers}\r\n\r\n`));
  return message === null ? null : readImdnRequest(message);
};

describe('reading', () => {
  test.each([
    ['nothing', 'To: <sip:c@d>', null, []],
    ['an id alone, as reports have it', 'imdn.Message-ID: m1', 'm1', []],
    ['an empty id', 'imdn.Message-ID: ', null, []],
    ['a huge id', `imdn.Message-ID: ${'m'.repeat(1_025)}`, null, []],
    [
      'wishes',
      'imdn.Message-ID: m1\r\nimdn.Disposition-Notification: display, positive-delivery',
      'm1',
      ['display', 'positive-delivery'],
    ],
    [
      'without blanks, in capitals, with parameters',
      'imdn.Disposition-Notification:Display;x=y,PROCESSING',
      null,
      ['display', 'processing'],
    ],
    ['unknown wishes', 'imdn.Disposition-Notification: telepathy,,display', null, ['display']],
    [
      'two headers',
      'imdn.Disposition-Notification: display\r\nimdn.Disposition-Notification: processing',
      null,
      ['display', 'processing'],
    ],
    ['another prefix', 'NS: i <urn:ietf:params:imdn>\r\ni.Message-ID: m1', 'm1', []],
    ['another case', 'imdn.Message-Id: m1', 'm1', []],
    ['another namespace', 'NS: imdn <urn:other>\r\nimdn.Message-ID: m1', null, []],
    ['no prefix', 'Message-ID: m1', null, []],
  ])('%s', (_, headers, messageId, expected) => {
    const found = request(headers);
    expect(found?.messageId).toBe(messageId);
    expect(found?.wishes).toEqual(new Set(expected));
  });
});

describe('writing', () => {
  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[!-~]{1,40}$/),
        fc.uniqueArray(fc.constantFrom(...wishes)),
        (messageId, wanted) => {
          const message = readCpim(
            writeCpim({
              from: { displayName: null, uri: 'sip:a@b.test' },
              to: [],
              extensions: [imdnExtension(messageId, wanted)],
              contentType: 'text/plain',
              content: new Uint8Array(),
            }),
          );
          expect(message === null ? null : readImdnRequest(message)).toEqual({
            messageId,
            wishes: new Set(wanted),
          });
        },
      ),
    );
  });

  test.each(['', 'a b', 'a\r\nX: y', 'ü'])('the id %j is refused', (messageId) => {
    expect(() => imdnExtension(messageId)).toThrow(RangeError);
  });
});
