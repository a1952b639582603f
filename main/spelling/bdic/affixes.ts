import { linesOf, toUtf8From, type Bytes, type ToUtf8 } from './lines.ts';

/** What a dictionary's .aff file says, in the shape in which BDIC keeps it. All text is UTF-8, but the flags. */
export interface Affixes {
  readonly rules: readonly Bytes[];
  readonly replacements: readonly (readonly [Bytes, Bytes])[];
  readonly others: readonly Bytes[];
  readonly groups: AffixGroups;
  readonly toUtf8: ToUtf8;
}

/** Sets of flags, by the number that a word names them with: from 1, because 0 is none. */
export class AffixGroups {
  readonly #numbers = new Map<Bytes, number>();
  readonly #lines: Bytes[] = [];
  /** The dictionary numbers its sets itself. */
  numbered = false;

  get lines(): readonly Bytes[] {
    return this.#lines;
  }

  add(flags: Bytes): number {
    const number = this.#lines.push(`AF ${flags}`);
    if (!this.#numbers.has(flags)) this.#numbers.set(flags, number);
    return number;
  }

  numberOf(flags: Bytes): number {
    if (this.numbered) return Number(flags);
    return this.#numbers.get(flags) ?? this.add(flags);
  }
}

/** Commands that change how words are looked up; Chromium's checker does not know them. */
const unsupported = /^(?:IGNORE|COMPLEXPREFIXES)\b/;
const countOnly = /^(?:AF|REP)\s+\d+$/;

/** `SFX D Y 4` opens a class, and `SFX D y ied/S [^aeiou]y` is one of its rules: its flags become a number. */
function ruleOf(line: Bytes, groups: AffixGroups, toUtf8: ToUtf8): Bytes {
  const [command = '', flag = '', strip = '', affix = '', condition = '.'] = line.split(/\s+/);
  if (/^[YN]$/.test(strip) && /^\d+$/.test(affix)) return `${command} ${flag} ${strip} ${affix}`;
  const slash = affix.indexOf('/');
  const added = slash < 0 ? affix : affix.slice(0, slash);
  const flags = slash < 0 ? '' : `/${String(groups.numberOf(affix.slice(slash + 1)))}`;
  return `${command} ${flag} ${toUtf8(strip)} ${toUtf8(added)}${flags} ${toUtf8(condition)}`;
}

/** Throws when the file is in an encoding, or uses a command, that cannot be carried over. */
export function readAffixes(file: Bytes): Affixes {
  const lines = linesOf(file);
  const toUtf8 = toUtf8From(
    /^SET\s+(\S+)/.exec(lines.find((line) => /^SET\s/.test(line)) ?? '')?.[1] ?? 'iso8859-1',
  );
  const groups = new AffixGroups();
  const [rules, others]: [Bytes[], Bytes[]] = [[], []];
  const replacements: [Bytes, Bytes][] = [];
  // The numbers of the sets must be known before the first rule names one.
  for (const line of lines.filter(
    (each) => (/^AF\s/.test(each) && !countOnly.test(each)) || /^AF\s+\d+\s+\S/.test(each),
  )) {
    groups.numbered = true;
    groups.add(line.split(/\s+/)[1] ?? '');
  }
  for (const line of lines) {
    if (unsupported.test(line))
      throw new Error(`A dictionary uses ${line.split(/\s/)[0] ?? ''}, which is not supported`);
    if (/^(?:SET|AF)\s/.test(line) || countOnly.test(line)) continue;
    if (/^[SP]FX\s/.test(line)) rules.push(ruleOf(line, groups, toUtf8));
    else if (/^REP\s/.test(line)) {
      const [, from = '', to = ''] = line.split(/\s+/);
      // Files are parted at blanks, so that a blank is written as an underscore.
      replacements.push([toUtf8(from).replaceAll('_', ' '), toUtf8(to).replaceAll('_', ' ')]);
    } else others.push(/^(?:TRY|MAP)\s/.test(line) ? toUtf8(line) : line);
  }
  return { rules, replacements, others, groups, toUtf8 };
}
