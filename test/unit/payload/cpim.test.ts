import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cpimNamespace,
  imdnNamespace,
  looksLikeCpim,
  readCpim,
  writeCpim,
  type CpimMessage,
  type CpimToWrite,
} from '../../../main/payload/cpim.ts';
import { imdnType, readImdn, writeImdn } from '../../../main/payload/imdn.ts';
import { imdnExtension } from '../../../main/payload/imdn-request.ts';
import { encodeText } from '../../../main/payload/text.ts';
import { crlf, hostileBytes, textOf, truncations } from './hostile.ts';

const alice = { displayName: 'Alice', uri: 'sip:alice@example.test' };
const bob = { displayName: 'Bob', uri: 'sip:bob@example.test' };

const hello = crlf(`From: Alice <sip:alice@example.test>
To: Bob <sip:bob@example.test>
DateTime: 2026-11-23T06:50:00Z
NS: imdn <urn:ietf:params:imdn>
imdn.Message-ID: 34jk324jhq9Lz0aX
imdn.Disposition-Notification: positive-delivery, negative-delivery, display

Content-Type: text/plain; charset=utf-8
Content-Length: 5

Hello`);

const helloToWrite: CpimToWrite = {
  from: alice,
  to: [bob],
  dateTime: '2026-11-23T06:50:00Z',
  extensions: [imdnExtension('34jk324jhq9Lz0aX', ['positive-delivery', 'negative-delivery', 'display'])],
  contentType: 'text/plain; charset=utf-8',
  content: encodeText('Hello'),
};

const report = crlf(`From: Bob <sip:bob@example.test>
To: Alice <sip:alice@example.test>
DateTime: 2026-11-23T06:50:01Z
NS: imdn <urn:ietf:params:imdn>
imdn.Message-ID: d834jied93rfQ7wd

Content-Type: message/imdn+xml
Content-Disposition: notification
Content-Length: 308

<?xml version="1.0" encoding="UTF-8"?>
<imdn xmlns="urn:ietf:params:xml:ns:imdn">
<message-id>34jk324jhq9Lz0aX</message-id>
<datetime>2026-11-23T06:50:00Z</datetime>
<recipient-uri>sip:bob@example.test</recipient-uri>
<delivery-notification><status><delivered/></status></delivery-notification>
</imdn>`);

const read = (text: string): CpimMessage | null => readCpim(encodeText(text));
const contentOf = (message: CpimMessage | null): string | null =>
  message === null ? null : textOf(message.content);
const head = 'From: <sip:a@b.test>\r\nTo: <sip:c@d.test>\r\n';

describe('writing', () => {
  test('the example, byte for byte', () => {
    expect(textOf(writeCpim(helloToWrite))).toBe(hello);
    expect(writeCpim(helloToWrite)).toHaveLength(317);
  });

  test('the example of a report, byte for byte', () => {
    const bytes = writeCpim({
      from: bob,
      to: [alice],
      dateTime: '2026-11-23T06:50:01Z',
      extensions: [imdnExtension('d834jied93rfQ7wd')],
      contentType: imdnType,
      contentDisposition: 'notification',
      content: writeImdn({
        kind: 'delivery',
        status: 'delivered',
        messageId: '34jk324jhq9Lz0aX',
        dateTime: '2026-11-23T06:50:00Z',
        recipientUri: 'sip:bob@example.test',
      }),
    });
    expect(textOf(bytes)).toBe(report);
    expect(bytes).toHaveLength(570);
  });

  test('all headers, in one order', () => {
    const bytes = writeCpim({
      from: { displayName: 'Ann "A" Büßow\n', uri: 'im:ann@example.test' },
      to: [bob, { displayName: null, uri: 'sip:c@example.test' }],
      cc: [{ displayName: 'Eve Büßow', uri: 'sip:eve@example.test' }],
      subject: 'Say "hi"\\\r\nX: y\u0085',
      extensions: [{ prefix: 'x', namespace: 'urn:x', headers: [['Y', 'z\u0007']] }],
      require: ['cc', 'x.Y'],
      contentType: 'text/plain',
      content: encodeText('ü'),
    });
    expect(textOf(bytes)).toBe(
      crlf(`From: "Ann \\"A\\" Büßow\\n" <im:ann@example.test>
To: Bob <sip:bob@example.test>
To: <sip:c@example.test>
cc: Eve Büßow <sip:eve@example.test>
Subject: Say "hi"\\\\\\r\\nX: y\\u0085
NS: x <urn:x>
x.Y: z\\u0007
Require: cc,x.Y

Content-Type: text/plain
Content-Length: 2

ü`),
    );
  });

  const broken: readonly [string, Partial<CpimToWrite>][] = [
    ['a line break in the sender', { from: { displayName: null, uri: 'sip:a@b\r\nTo: x' } }],
    ['a bracket in the recipient', { to: [{ displayName: null, uri: 'sip:a@b>' }] }],
    ['no URI', { from: { displayName: 'a', uri: '' } }],
    ['no date', { dateTime: 'yesterday' }],
    ['no media type', { contentType: 'text' }],
    ['a line break in the media type', { contentType: 'text/plain; a=b\r\nX: y' }],
    ['a line break in the disposition', { contentDisposition: 'notification\r\nX: y' }],
    ['a line break in what is required', { require: ['cc\r\nX: y'] }],
    ['a dot in a prefix', { extensions: [{ prefix: 'a.b', namespace: 'urn:x', headers: [] }] }],
    ['a colon in a name', { extensions: [{ prefix: 'a', namespace: 'urn:x', headers: [['b:', 'c']] }] }],
    ['a bracket in a namespace', { extensions: [{ prefix: 'a', namespace: 'urn:x>', headers: [] }] }],
  ];
  test.each(broken)('%s is refused', (_, part) => {
    expect(() => writeCpim({ ...helloToWrite, ...part })).toThrow(RangeError);
  });
});

describe('what is written reads back the same', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\\', '"', "'", '<', '>', ';', ' ', '\r', '\n', '\0', '\u0085', 'n', 'u', '.'),
      fc.constantFrom('ü', '日', '😀', '\u00a0', '\u2028'),
    ),
  });
  const address = fc.record({
    displayName: fc.option(text.map((name) => `a${name}z`)),
    uri: fc.stringMatching(/^(sip|im):[a-z0-9;=&+.]{1,10}@example\.test$/),
  });
  const name = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+^_`|~-]{1,8}$/);

  test('whatever the values are', () => {
    fc.assert(
      fc.property(
        address,
        fc.array(address, { minLength: 1, maxLength: 4 }),
        fc.array(address, { maxLength: 3 }),
        text,
        fc.array(fc.tuple(name, text), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 200 }),
        (from, to, cc, subject, headers, content) => {
          const message = readCpim(
            writeCpim({
              from,
              to,
              cc,
              subject,
              extensions: [{ prefix: 'x-1', namespace: 'urn:x:1', headers }],
              contentType: 'a/b; c=d',
              content,
            }),
          );
          expect(message).toMatchObject({ from, to, cc, subject, dateTime: null, contentDisposition: null });
          expect(message?.headers.filter(({ namespace }) => namespace === 'urn:x:1')).toEqual(
            headers.map(([key, value]) => ({ namespace: 'urn:x:1', name: key, value })),
          );
          expect(message?.contentType).toEqual({ type: 'a/b', parameters: new Map([['c', 'd']]) });
          expect([...(message?.content ?? [])]).toEqual([...content]);
        },
      ),
    );
  });
});

describe('reading', () => {
  test('the example', () => {
    const message = read(hello);
    expect(message).toMatchObject({
      from: alice,
      to: [bob],
      cc: [],
      subject: null,
      dateTime: '2026-11-23T06:50:00Z',
      require: [],
      contentType: { type: 'text/plain' },
      contentDisposition: null,
    });
    expect(message?.headers.slice(3)).toEqual([
      { namespace: imdnNamespace, name: 'Message-ID', value: '34jk324jhq9Lz0aX' },
      {
        namespace: imdnNamespace,
        name: 'Disposition-Notification',
        value: 'positive-delivery, negative-delivery, display',
      },
    ]);
    expect(message?.headers[0]).toEqual({
      namespace: cpimNamespace,
      name: 'From',
      value: 'Alice <sip:alice@example.test>',
    });
    expect(contentOf(message)).toBe('Hello');
  });

  test('the example of a report', () => {
    const message = read(report);
    expect(message).toMatchObject({
      from: bob,
      contentType: { type: imdnType },
      contentDisposition: 'notification',
    });
    expect(message === null ? null : readImdn(message.content)).toMatchObject({
      messageId: '34jk324jhq9Lz0aX',
      status: 'delivered',
    });
  });

  test.each([
    ['lines that end in LF', hello.replaceAll('\r\n', '\n'), 'Hello'],
    ['no Content-Length', hello.replace(/Content-Length: 5\r\n/, ''), 'Hello'],
    ['a Content-Length that counts too much', hello.replace('Length: 5', 'Length: 500'), 'Hello'],
    ['a Content-Length that counts too little', hello.replace('Length: 5', 'Length: 2'), 'Hello'],
    ['a Content-Length with line ends behind', `${hello}\r\n\r\n`, 'Hello'],
    ['a Content-Length that is none', hello.replace('Length: 5', 'Length: x'), 'Hello'],
    ['no MIME header', `${head}\r\nHello`, 'Hello'],
    [
      'no MIME header and text of several lines',
      `${head}\r\nHello\r\n\r\nyou: there`,
      'Hello\r\n\r\nyou: there',
    ],
    ['an empty MIME header', `${head}\r\n\r\nHello`, 'Hello'],
    ['the MIME header in the first block', `${head}Content-Type: text/plain\r\n\r\nHello`, 'Hello'],
    ['an outer header', `Content-Type: Message/CPIM\r\n\r\n${hello}`, 'Hello'],
    ['a byte order mark and empty lines', `\ufeff\r\n\r\n${hello}`, 'Hello'],
    ['no content', `${head}\r\nContent-Type: text/plain\r\n\r\n`, ''],
    ['nothing behind the header', head, ''],
    [
      'base64',
      `${head}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: BASE64\r\n\r\nSGVs\r\nbG8=`,
      'Hello',
    ],
    [
      'quoted-printable',
      `${head}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHe=\r\nl=6Co`,
      'Hello',
    ],
    [
      'names in other case',
      hello.replace('From', 'FROM').replace('To:', 'to:').replace('Content-Type', 'content-type'),
      'Hello',
    ],
    ['no blank behind the colon', hello.replaceAll(/^([\w.-]+): /gm, '$1:'), 'Hello'],
  ])('%s', (_, text, content) => {
    const message = read(text);
    expect(contentOf(message)).toBe(content);
    expect(message).toMatchObject({ contentType: { type: 'text/plain' }, to: [{}] });
  });

  test.each([
    ['<sip:a@b.test>', { displayName: null, uri: 'sip:a@b.test' }],
    ['sip:a@b.test', { displayName: null, uri: 'sip:a@b.test' }],
    ['a@b.test', { displayName: null, uri: 'a@b.test' }],
    ['A B <im:a@b.test>', { displayName: 'A B', uri: 'im:a@b.test' }],
    ['"A <x> \\"B\\" \\u00fc" <sip:a@b.test>', { displayName: 'A <x> "B" ü', uri: 'sip:a@b.test' }],
    ['"A\\x" <sip:a@b.test>', { displayName: 'A\\x', uri: 'sip:a@b.test' }],
    ['"\\ud800" <sip:a@b.test>', { displayName: '\ufffd', uri: 'sip:a@b.test' }],
    ['" <sip:a@b.test>', { displayName: '"', uri: 'sip:a@b.test' }],
    ['"A" <>', null],
    ['nobody', null],
    ['', null],
  ])('the sender %s', (value, from) => {
    expect(read(`From: ${value}\r\nTo: <sip:c@d.test>\r\n\r\n`)?.from).toEqual(from);
  });

  test('repeated headers, languages and what is required', () => {
    const message = read(
      'From: <sip:a@b.test>\r\nTo: <sip:c@d.test>\r\nTo: <sip:e@f.test>\r\nSubject:;lang=en;x="a b" One\r\n' +
        'Subject:;lang=fr Un\r\nRequire: cc, x.Y\r\nRequire: z\r\n\r\n',
    );
    expect(message?.to).toHaveLength(2);
    expect(message?.subject).toBe('One');
    expect(message?.require).toEqual(['cc', 'x.Y', 'z']);
  });

  test.each([
    ['NS: imdn <urn:ietf:params:imdn>\r\nimdn.A: 1', imdnNamespace],
    ['NS: i <urn:ietf:params:imdn>\r\ni.A: 1', imdnNamespace],
    ['NS: <urn:ietf:params:imdn>\r\nA: 1', imdnNamespace],
    ['imdn.A: 1', imdnNamespace],
    ['NS: imdn <urn:other>\r\nimdn.A: 1', 'urn:other'],
    ['NS: broken\r\nimdn.A: 1', imdnNamespace],
    ['x.A: 1', 'x'],
    ['A: 1', cpimNamespace],
    ['NS: __proto__ <urn:x>\r\n__proto__.A: 1', 'urn:x'],
  ])('%j', (lines, namespace) => {
    expect(read(`${head}${lines}\r\n\r\n`)?.headers.at(-1)).toEqual({ namespace, name: 'A', value: '1' });
  });

  test.each([
    ['nothing', ''],
    ['text', 'Hello'],
    ['a MIME header only', 'Content-Type: text/plain\r\n\r\nHello'],
    ['an outer header only', 'Content-Type: message/cpim\r\n\r\n'],
    ['headers of something else', 'Host: a@b\r\nAccept: text/plain\r\n\r\n'],
    ['From and To in another namespace', 'NS: <urn:x>\r\nFrom: <sip:a@b>\r\nTo: <sip:a@b>\r\n\r\n'],
    ['a line without a colon', `${head}oops\r\n\r\nHello`],
    ['too many headers', `${head}${'A: b\r\n'.repeat(100)}\r\n`],
    ['a header too long', `${head}A: ${'b'.repeat(70_000)}\r\n\r\n`],
  ])('%s is none', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('of two MIME headers of the same name the first counts', () => {
    const text = `${head}Content-Type: text/html\r\n\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\nx`;
    expect(read(text)?.contentType.type).toBe('a/b');
  });

  test('a Content-Length cuts nothing off but line ends', () => {
    expect(contentOf(read(`${head}\r\nContent-Length: 2\r\n\r\nHe\r\nllo`))).toBe('He\r\nllo');
  });

  test('a header that continues, and a flood of addresses', () => {
    expect(read(`${head}Subject: one\r\n two\r\n\r\n`)?.subject).toBe('one two');
    expect(read(`${head}${'To: <sip:c@d.test>\r\n'.repeat(90)}\r\n`)?.to).toHaveLength(50);
  });

  test('content of any size is a view, not a copy', () => {
    const large = writeCpim({ ...helloToWrite, content: new Uint8Array(5_000_000) });
    const content = readCpim(large)?.content;
    expect(content).toHaveLength(5_000_000);
    expect(content?.buffer).toBe(large.buffer);
  });

  test.each([
    ['carriage returns', '\r'],
    ['blanks', ' '],
    ['line feeds', '\n'],
    ['quotes', '"'],
    ['backslashes', '\\u'],
    ['brackets', '<'],
    ['semicolons', ';a="'],
  ])('a megabyte of %s does not hang', (_, piece) => {
    const flood = piece.repeat(1_000_000 / piece.length);
    const short = flood.slice(0, 60_000);
    for (const text of [
      flood,
      head + flood,
      `NS:${short}x\r\n${head}`,
      `From:${short}\r\nTo:;${short}\r\n\r\n${flood}`,
    ]) {
      read(text);
      expect(looksLikeCpim(text)).toBe(false);
    }
  });

  test('each beginning of a document is read without throwing, and tells nothing that is not in it', () => {
    const from = truncations(encodeText(hello)).filter((part) => {
      const message = readCpim(part);
      if (message !== null) expect(textOf(part)).toContain(textOf(message.content));
      return message !== null && message.headers.length > 0;
    });
    expect(from.length).toBeGreaterThan(0);
  });

  test('any bytes are read without throwing', () => {
    const pieces = [
      'From: ',
      'To: ',
      'NS: ',
      'imdn',
      '.',
      ':',
      ';',
      '<sip:a@b>',
      '<',
      '>',
      '"',
      '\\',
      '\\u00',
      '\r\n',
      '\n',
      '\r',
      ' ',
      '\t',
      'Content-Type: ',
      'message/cpim',
      'Content-Length: 3',
      'Content-Transfer-Encoding: base64',
      '\0',
      '\ufeff',
    ];
    fc.assert(
      fc.property(hostileBytes(pieces), (body) => {
        readCpim(body);
        looksLikeCpim(textOf(body));
      }),
    );
  });
});

describe('CPIM that arrives as text/plain', () => {
  test.each([
    ['the example', hello],
    ['a report', report],
    ['with LF', hello.replaceAll('\r\n', '\n')],
    ['behind an outer header', `Content-type: Message/CPIM\r\n\r\n${hello}`],
    ['behind empty lines', `\r\n${hello}`],
    ['with a long content', hello + 'x'.repeat(200_000)],
  ])('%s is recognised', (_, text) => {
    expect(looksLikeCpim(text)).toBe(true);
  });

  test.each([
    ['a word', 'Hello'],
    ['nothing', ''],
    ['a mail', 'From: Alice <alice@example.test>\nTo: Bob <bob@example.test>\nSubject: x\n\nHi Bob'],
    ['a quotation', 'I got this:\r\n' + hello],
    ['a header of HTTP', 'Host: example.test\r\n\r\nContent-Type: text/plain\r\n\r\n'],
    ['without To', 'From: <sip:a@b>\r\n\r\nContent-Type: text/plain\r\n\r\nx'],
    ['a list of names', 'From: me\nTo: you'],
  ])('%s is not', (_, text) => {
    expect(looksLikeCpim(text)).toBe(false);
  });
});
