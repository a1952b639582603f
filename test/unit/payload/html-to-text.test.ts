import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToText } from '../../../main/payload/html-to-text.ts';

test.each([
  ['a word', 'Hello', 'Hello'],
  ['inline elements', 'a <b>b</b><i>c</i> <span style="x">d</span>', 'a bc d'],
  ['white space', '  a \r\n\t b  <b> c</b> ', 'a b c'],
  ['paragraphs', '<html><body><p style="margin:0">a</p>\n<p>b</p></body></html>', 'a\nb'],
  ['the form of Lync', '<DIV style="font-size:10pt">a</DIV><DIV><BR></DIV><DIV>b</DIV>', 'a\n\nb'],
  ['line breaks', 'a<br>b<br/>c<BR />d', 'a\nb\nc\nd'],
  ['a list', '<ul><li>a</li><li>b</ul>c', '\u2022 a\n\u2022 b\nc'],
  ['a table', '<table><tr><td>1</td><td>2</td></tr><tr><th>3</th></tr></table>', '1\t2\n3'],
  ['preformatted text', '<pre>a\n  b</pre>  c', 'a\n  b\nc'],
  ['an image', '<img src="x" alt="a &lt;smile&gt;">', 'a <smile>'],
  [
    'named references',
    '&lt;b&gt; &amp;amp; &quot;&auml;&Uuml;&szlig;&quot; &euro;&hellip; a&nbsp;b',
    '<b> &amp; "äÜß" €… a b',
  ],
  ['numbers', '&#65;&#x42;&#X43;&#128;&#128512;', 'ABC€😀'],
  ['numbers that are no character', '&#0;&#xd800;&#1114112;', '\ufffd\ufffd\ufffd'],
  ['references that are none', 'a & b &x; &amp &unknown; &', 'a & b &x; &amp &unknown; &'],
  ['a smaller-than sign', 'a < b <3 c <', 'a < b <3 c <'],
  ['comments', 'a<!-- <b> x > -->b<!---->c<!--[if gte mso 9]><xml>x</xml><![endif]-->d', 'abcd'],
  ['declarations', '<!DOCTYPE html><?xml version="1.0"?>a<![CDATA[b]]>', 'a'],
  ['quotes in a tag', '<a title="x > y" href=\'z\'>a</a>b', 'ab'],
  [
    'a link to what it says',
    '<a href="https://example.test/">https://example.test</a>',
    'https://example.test',
  ],
  ['a link to elsewhere', '<a href="https://evil.test/x">our bank</a>.', 'our bank (https://evil.test/x).'],
  ['a link that is none', '<a href="javascript:alert(1)">a</a>', 'a'],
  ['two links', '<a href=http://a.test>a<a href=http://b.test>b</a>', 'a (http://a.test)b (http://b.test)'],
  ['a script', 'a<script>alert("<b>x</b>")</script>b', 'ab'],
  ['a script that never ends', 'a<script>alert(1)', 'a'],
  ['a style and a title', '<head><title>x</title><STYLE>p{}</STYLE ></head>a', 'a'],
  ['a tag that never ends', 'a<b title="', 'a'],
  ['a comment that never ends', 'a<!-- b', 'a'],
  ['nothing', '', ''],
])('%s', (_, html, text) => {
  expect(htmlToText(html)).toBe(text);
});

describe('hostile input', () => {
  test.each([
    '<',
    '<a',
    '<a "',
    '<!--',
    '<script>',
    '</',
    '&',
    '&#',
    '<a href=http://x.test>',
    '<li>',
    '<pre>\n',
    '\n',
    "<a ='",
  ])('a quarter of a megabyte of %j does not hang or grow much', (piece) => {
    const html = piece.repeat(300_000 / piece.length);
    expect(htmlToText(html).length).toBeLessThanOrEqual(html.length * 2);
  });

  test('the rest of a larger document is not read', () => {
    expect(htmlToText(`${'a'.repeat(262_144)}b`)).toBe('a'.repeat(262_144));
  });

  test('any text is converted without throwing, and escaped text survives', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'a',
      'p',
      'br',
      'script',
      '&',
      '#',
      ';',
      'amp',
      '"',
      "'",
      ' ',
      '\n',
      '<!--',
      '-->',
      '=',
      'href',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.string({ unit: 'grapheme' }), (pieces, text) => {
        htmlToText(pieces.join(''));
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        expect(htmlToText(escaped)).toBe(
          text
            .replace(/[ \t\r\n\f]+/g, ' ')
            .replace(/^ | $/g, '')
            .replaceAll('\u00a0', ' ')
            .trim(),
        );
      }),
    );
  });
});
