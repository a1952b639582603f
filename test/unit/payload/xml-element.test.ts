import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../../../main/payload/text.ts';
import {
  childOf,
  childText,
  escapeXml,
  readXml,
  type XmlElement,
} from '../../../main/payload/xml-element.ts';
import { entityBomb, hostileBytes, truncations, xmlPieces } from './hostile.ts';

const read = (text: string): XmlElement | null => readXml(encodeText(text));

describe('reading', () => {
  test('names lose their prefix, attributes too, and text is that of the element alone', () => {
    const root = read(
      '<a:one xmlns:a="u" b:x="1" x="2" c:x="4" b:y="3"> t<![CDATA[<]]>&lt;&#x41;<two>inner</two> </a:one>',
    );
    expect(root?.name).toBe('one');
    expect(root?.text).toBe('t<<A');
    expect(root?.attributes.get('x')).toBe('2');
    expect(root?.attributes.get('y')).toBe('3');
    expect(root === null ? null : childText(root, 'two')).toBe('inner');
    expect(root === null ? null : childOf(root, 'three')).toBeNull();
  });

  test('a charset parameter counts', () => {
    const utf16 = Buffer.from('<a>ü</a>', 'utf16le');
    expect(readXml(utf16, 'utf-16le')?.text).toBe('ü');
    expect(readXml(utf16)).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['text', 'hello'],
    ['not closed', '<a><b></b>'],
    ['crossed', '<a><b></a></b>'],
    ['two roots', '<a/><a/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['the name of an object member for an entity', '<a>&constructor;</a>'],
    ['the same in an attribute', '<a b="&toString;"/>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x "y"> %x;]><a/>'],
    ['a forbidden character', '<a>\u0001</a>'],
    ['a forbidden reference', '<a>&#1;</a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
  ])('%s is refused', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('entities do not grow', () => {
    expect(readXml(entityBomb('a', '<a>$</a>'))).toBeNull();
  });

  test('depth, number and size have bounds', () => {
    const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
    expect(read(nested(16))).not.toBeNull();
    expect(read(nested(17))).toBeNull();
    expect(read(nested(4_000))).toBeNull();
    expect(read(`<r>${'<a/>'.repeat(1_999)}</r>`)?.children).toHaveLength(1_999);
    expect(read(`<r>${'<a/>'.repeat(2_000)}</r>`)).toBeNull();
    expect(read(`<r>${' '.repeat(64 * 1024 - 7)}</r>`)).not.toBeNull();
    expect(read(`<r>${' '.repeat(64 * 1024 - 6)}</r>`)).toBeNull();
  });

  test('no beginning of a document is one', () => {
    const bytes = encodeText('<?xml version="1.0"?><a b="c"><!-- d --><e>f</e></a>');
    expect(truncations(bytes).filter((part) => readXml(part) !== null)).toEqual([]);
  });

  test('any bytes are read without throwing', () => {
    fc.assert(
      fc.property(hostileBytes([...xmlPieces, '<a>', '</a>', '<a b="', 'a:b']), (body) => {
        readXml(body);
      }),
    );
  });
});

describe('escaping', () => {
  test('what is escaped reads back the same, between tags and in an attribute', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('<', '>', '&', '"', "'", '\n', '\t', ']]>'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(!/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(value));
        const root = read(`<a b="${escapeXml(value)}">${escapeXml(value)}</a>`);
        expect(root?.attributes.get('b')).toBe(value);
        expect(root?.text).toBe(value.trim());
      }),
    );
  });

  test.each(['\0', '\u001b', '\ud800', '\uffff'])('%j is refused', (text) => {
    expect(() => escapeXml(text)).toThrow(RangeError);
  });
});
