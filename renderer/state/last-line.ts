import { isQuotedLine } from '../../shared/text/quoted-lines.ts';

/** So much of a text is looked at, in UTF-16 code units: a quote before it has no more than half of that. */
const looked = 600;
/** One line is all that shows. */
const longest = 200;

const fence = /^[ \t]*(?:`{3,}[^`]*|~{3,}.*)$/;
const quoteSigns = /^[ \t]*(?:>[ \t]*)+/;

// What comes first counts: within code and links nothing is marked up.
const code = '(?<ticks>`+)(?!`)(?<code>.+?)(?<!`)\\k<ticks>(?!`)';
const link = '[a-z][a-z\\d+.-]*://[^\\s*~`<>]*';
const bold = '(?<!\\*)(?<stars>\\*{2,3})(?![*\\s])(?<bold>.+?)(?<![*\\s])\\k<stars>(?!\\*)';
const struck = '(?<!~)~~(?![~\\s])(?<struck>.+?)(?<![~\\s])~~(?!~)';
// Within a word they are part of it: 2*3*4, snake_case.
const italic = '(?<![\\p{L}\\p{N}*])\\*(?![*\\s])(?<italic>.+?)(?<![*\\s])\\*(?![\\p{L}\\p{N}*])';
const under =
  '(?<![\\p{L}\\p{N}_])(?<bars>_{1,3})(?![_\\s])(?<under>.+?)(?<![_\\s])\\k<bars>(?![\\p{L}\\p{N}_])';
const marked = new RegExp([code, link, bold, struck, italic, under].join('|'), 'giu');

/** Those of `marked` that say what stands within the marks; a replacer is given them behind all else. */
type Groups = Readonly<Partial<Record<'code' | 'bold' | 'struck' | 'italic' | 'under', string>>>;

function withoutMarks(line: string): string {
  return line.replace(marked, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Groups;
    if (groups.code !== undefined) return groups.code;
    const within = groups.bold ?? groups.struck ?? groups.italic ?? groups.under;
    return within === undefined ? whole : withoutMarks(within);
  });
}

/**
 * What the list shows of a conversation's last message: its own words without the marks that make bold or code of them.
 * The reader of marks (markup.ts) knows them better and is dear to make; the list is drawn at the start.
 */
export function lastLine(text: string): string {
  const beginning = text.slice(0, looked);
  if (!/[*_~`>]/.test(beginning)) return beginning.slice(0, longest);
  const own: string[] = [];
  const repeated: string[] = [];
  let inCode = false;
  for (const line of beginning.split(/\r\n|\r|\n/)) {
    if (fence.test(line)) inCode = !inCode;
    else if (inCode) own.push(line);
    else if (isQuotedLine(line)) repeated.push(withoutMarks(line.replace(quoteSigns, '')));
    else own.push(withoutMarks(line));
  }
  const shown = [own, repeated].map((lines) => lines.join('\n').trim()).find((each) => each !== '');
  return (shown ?? beginning).slice(0, longest);
}
