/** A line that repeats what was written before. `>:(` is a face. */
const quotedLine = /^[ \t]*>+(?:[ \t\p{L}\p{N}]|$)/u;

export const isQuotedLine = (line: string): boolean => quotedLine.test(line);

/** The lines of a text that repeat nothing. */
export const withoutQuotedLines = (text: string): string =>
  text.includes('>')
    ? text
        .split(/\r\n|\r|\n/)
        .filter((line) => !isQuotedLine(line))
        .join('\n')
    : text;
