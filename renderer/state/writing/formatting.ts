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

const marks: Readonly<Record<InlineFormat, string>> = { bold: '**', italic: '_', strike: '~~', code: '`' };

/**
 * Puts a selection between marks, or takes them away where they stand at its edges, inside or outside. White space at
 * the edges stays outside, because marks beside it mark nothing. Nothing selected: the caret stands between the marks.
 */
export function toggleInline(text: string, start: number, end: number, format: InlineFormat): TextEdit {
  const mark = marks[format];
  const { length } = mark;
  const selected = text.slice(start, end);
  const outside =
    start >= length && text.slice(start - length, start) === mark && text.slice(end, end + length) === mark;
  if (outside) {
    return {
      start: start - length,
      end: end + length,
      replacement: selected,
      selection: [start - length, end - length],
    };
  }
  const from = start + (selected.length - selected.trimStart().length);
  const core = selected.trim();
  if (core === '') {
    return {
      start,
      end,
      replacement: `${mark}${selected}${mark}`,
      selection: [start + length, end + length],
    };
  }
  const to = from + core.length;
  if (core.length > 2 * length && core.startsWith(mark) && core.endsWith(mark)) {
    const inner = core.slice(length, -length);
    return { start: from, end: to, replacement: inner, selection: [from, from + inner.length] };
  }
  return {
    start: from,
    end: to,
    replacement: `${mark}${core}${mark}`,
    selection: [from + length, to + length],
  };
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
