/** A change of a text: what is replaced by what, and what is selected afterwards. All in UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** In the changed text. */
  readonly selection: readonly [start: number, end: number];
}

export type InlineFormat = 'bold' | 'italic' | 'strike' | 'code';
export type BlockFormat = 'codeBlock' | 'quote' | 'bullets' | 'numbers';

type SpanFormat = Exclude<InlineFormat, 'code'>;

/** The first is what is put; the others are taken away, too. */
const marks: Readonly<Record<SpanFormat, readonly [string, ...string[]]>> = {
  bold: ['**'],
  italic: ['_', '*'],
  strike: ['~~'],
};

/** Pairs of marks around something, as the reader of messages takes them. Their length is bounded for the time it takes. */
const pairs: Readonly<Record<SpanFormat, readonly RegExp[]>> = {
  bold: [/\*\*(?=\S)(.{0,500}?\S)\*\*/gu],
  italic: [
    /(?<![\p{L}\p{N}_])_(?=\S)(.{0,500}?\S)_(?![\p{L}\p{N}_])/gu,
    /(?<![\p{L}\p{N}*])\*(?![\s*])(.{0,500}?[^\s*])\*(?![\p{L}\p{N}*])/gu,
  ],
  strike: [/~~(?=\S)(.{0,500}?\S)~~/gu],
};

const longestWord = 100;

/**
 * Puts a selection between marks, or takes them away where they stand at its edges, inside or outside. White space at
 * the edges stays outside, because marks beside it mark nothing. Nothing selected: the caret stands between the marks.
 */
export function toggleInline(text: string, start: number, end: number, format: InlineFormat): TextEdit {
  const selected = text.slice(start, end);
  const around = marksAround(text, start, end, format);
  if (around > 0) {
    return {
      start: start - around,
      end: end + around,
      replacement: selected,
      selection: [start - around, end - around],
    };
  }
  const core = selected.trim();
  if (core === '') {
    const mark = format === 'code' ? '`' : marks[format][0];
    return {
      start,
      end,
      replacement: `${mark}${selected}${mark}`,
      selection: [start + mark.length, end + mark.length],
    };
  }
  const trimmed = start + (selected.length - selected.trimStart().length);
  const inner = format === 'code' ? codeWithin(core) : textWithin(core, format);
  if (inner !== null) {
    return {
      start: trimmed,
      end: trimmed + core.length,
      replacement: inner,
      selection: [trimmed, trimmed + inner.length],
    };
  }
  const [from, to] =
    format === 'italic'
      ? wordsAround(text, trimmed, trimmed + core.length)
      : [trimmed, trimmed + core.length];
  const marked = format === 'code' ? core : withoutMarks(text.slice(from, to), format);
  const [open, close] = marksFor(marked, format);
  return {
    start: from,
    end: to,
    replacement: `${open}${marked}${close}`,
    selection: [from + open.length, from + open.length + marked.length],
  };
}

/** A single mark within a word is a sum or a name: italic takes whole words. */
function wordsAround(text: string, start: number, end: number): readonly [number, number] {
  const before = /[\p{L}\p{N}\p{M}_]*$/u.exec(text.slice(Math.max(0, start - longestWord), start));
  const after = /^[\p{L}\p{N}\p{M}_]*/u.exec(text.slice(end, end + longestWord));
  return [start - (before?.[0].length ?? 0), end + (after?.[0].length ?? 0)];
}

/** Marks within marks of the same kind would end them. */
const withoutMarks = (text: string, format: SpanFormat): string =>
  pairs[format].reduce((rest, pair) => rest.replace(pair, '$1'), text);

const backticks = (code: string): readonly number[] => [...code.matchAll(/`+/g)].map(([run]) => run.length);

/** Code ends with as many backticks as it begins with, so it has more than any within it. */
function marksFor(text: string, format: InlineFormat): readonly [string, string] {
  if (format !== 'code') return [marks[format][0], marks[format][0]];
  const fence = '`'.repeat(Math.max(0, ...backticks(text)) + 1);
  const blank = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return [`${fence}${blank}`, `${blank}${fence}`];
}

/** How long the marks are that stand at both sides; 0 when there are none. */
function marksAround(text: string, start: number, end: number, format: InlineFormat): number {
  if (format !== 'code') {
    const [before, after] = [text.slice(0, start), text.slice(end)];
    const mark = marks[format].find(
      (each) =>
        before.endsWith(each) &&
        after.startsWith(each) &&
        (each !== '*' || (isOdd(/\**$/.exec(before.slice(-4))) && isOdd(/^\**/.exec(after)))),
    );
    return mark?.length ?? 0;
  }
  const [, fence = '', blank = ''] =
    /(`+)( ?)$/.exec(text.slice(Math.max(0, start - longestWord), start)) ?? [];
  const selected = text.slice(start, end);
  const [open] = selected === '' ? ['`'] : marksFor(selected, 'code');
  const stands = fence !== '' && `${fence}${blank}` === open && text.startsWith(`${blank}${fence}`, end);
  return stands && text[end + open.length] !== '`' ? open.length : 0;
}

const isOdd = (run: RegExpExecArray | null): boolean => (run?.[0].length ?? 0) % 2 === 1;

/** What is within the marks of a text that begins and ends with one pair of them; null when it does not. */
function textWithin(text: string, format: SpanFormat): string | null {
  for (const mark of marks[format]) {
    const { length } = mark;
    if (text.length <= 2 * length || !text.startsWith(mark) || !text.endsWith(mark)) continue;
    if (mark === '*' && !isOdd(/^\*+/.exec(text))) continue;
    if (firstEnd(text, mark) === text.length) return text.slice(length, -length);
  }
  return null;
}

/** Where the first mark ends that can close the one at the beginning. */
function firstEnd(text: string, mark: string): number {
  for (const run of text.matchAll(mark === '_' ? /_+/g : mark === '~~' ? /~+/g : /\*+/g)) {
    const end = run.index + run[0].length;
    if (run.index === 0 || /\s/.test(text[run.index - 1] ?? '')) continue;
    if (mark === '_' && /^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))) continue;
    if (mark === '*' ? isOdd(run) : run[0].length >= mark.length) return end;
  }
  return -1;
}

function codeWithin(text: string): string | null {
  const fence = /^`+/.exec(text)?.[0] ?? '';
  const inner = text.slice(fence.length, -fence.length);
  if (fence === '' || text.length <= 2 * fence.length || !text.endsWith(fence)) return null;
  if (inner.endsWith('`') || backticks(inner).includes(fence.length)) return null;
  return /^ .*\S.* $/su.test(inner) ? inner.slice(1, -1) : inner;
}

const linePrefixes: Readonly<
  Record<Exclude<BlockFormat, 'codeBlock'>, { readonly add: (at: number) => string; readonly has: RegExp }>
> = {
  quote: { add: () => '> ', has: /^> ?/ },
  bullets: { add: () => '- ', has: /^[-*] / },
  numbers: { add: (at) => `${String(at + 1)}. `, has: /^\d+\. / },
};

/** A fence that is longer than any within. */
const fenceFor = (code: string): string =>
  '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));

/** As a block of code; on lines of its own when `text` around it asks for that. */
export function asCodeBlock(text: string, start: number, end: number): TextEdit {
  const code = text.slice(start, end);
  const fence = fenceFor(code);
  const before = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const after = end === text.length || text[end] === '\n' ? '' : '\n';
  const replacement = `${before}${fence}\n${code}${code === '' || !code.endsWith('\n') ? '\n' : ''}${fence}${after}`;
  const inner = start + before.length + fence.length + 1;
  return { start, end, replacement, selection: [inner, inner + code.length] };
}

/** Begins each line of the selection with the sign of a quote or a list, or takes it away when all have it. */
export function toggleBlock(text: string, start: number, end: number, format: BlockFormat): TextEdit {
  if (format === 'codeBlock') return asCodeBlock(text, start, end);
  const { add, has } = linePrefixes[format];
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const to = lineEnd < 0 ? text.length : lineEnd;
  const lines = text.slice(from, to).split('\n');
  const all = lines.every((line) => has.test(line));
  const changed = lines.map((line, at) => (all ? line.replace(has, '') : `${add(at)}${line}`));
  const replacement = changed.join('\n');
  const shift = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const selection: readonly [number, number] =
    start === end
      ? [Math.max(from, start + shift), Math.max(from, start + shift)]
      : [from, from + replacement.length];
  return { start: from, end: to, replacement, selection };
}

export const applyEdit = (text: string, { start, end, replacement }: TextEdit): string =>
  text.slice(0, start) + replacement + text.slice(end);

/** Whether a pasted text reads like a piece of a program: lines that are indented or end as code does. */
export function looksLikeCode(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  const telling = lines.filter((line) =>
    /^(?:\t| {2,})\S|[;{}()[\]]\s*$|^\s*(?:<\/?\w|\/\/|#include|import |def |function |const |let |var )/.test(
      line,
    ),
  );
  return telling.length * 2 >= lines.length;
}
