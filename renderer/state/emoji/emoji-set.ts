import * as v from 'valibot';
import { foldText } from '../../../shared/model/search-fold.ts';
import { withoutNeedlessSigns } from '../big-emoji.ts';

/** The groups in which Unicode has its emoji, by their number in the data; 2 has only parts of others. */
export const emojiGroups = {
  smileys: 0,
  people: 1,
  animals: 3,
  food: 4,
  travel: 5,
  activities: 6,
  objects: 7,
  symbols: 8,
  flags: 9,
} as const;
export type EmojiGroup = keyof typeof emojiGroups;
export const emojiGroupNames = Object.keys(emojiGroups) as readonly EmojiGroup[];

/** 0: as it is; 1 to 5: from light to dark (Unicode's E1F3FB to E1F3FF). */
export const skinTones = [0, 1, 2, 3, 4, 5] as const;
export type SkinTone = (typeof skinTones)[number];

export interface Emoji {
  readonly character: string;
  /** What it is called in the language of the set. */
  readonly label: string;
  /** Without colons. */
  readonly shortcodes: readonly string[];
  readonly group: EmojiGroup;
  /** In the five tones, where it has them. */
  readonly skins: readonly string[];
  /** Folded words by which it is found. */
  readonly words: readonly string[];
}

export interface EmojiSet {
  readonly all: readonly Emoji[];
  readonly byShortcode: ReadonlyMap<string, Emoji>;
  readonly byCharacter: ReadonlyMap<string, Emoji>;
}

/** As emojibase has it (`compact.json`). */
const EmojiData = v.array(
  v.object({
    hexcode: v.string(),
    label: v.string(),
    unicode: v.string(),
    group: v.optional(v.number()),
    order: v.optional(v.number()),
    tags: v.optional(v.array(v.string()), []),
    skins: v.optional(v.array(v.object({ unicode: v.string(), hexcode: v.string() })), []),
  }),
);
const ShortcodeData = v.record(v.string(), v.union([v.string(), v.array(v.string())]));

const tones = ['1F3FB', '1F3FC', '1F3FD', '1F3FE', '1F3FF'];

/** Makes a set of what emojibase ships for one language. Throws a ValiError when the data has another shape. */
export function emojiSetOf(data: unknown, shortcodeData: unknown): EmojiSet {
  const shortcodes = v.parse(ShortcodeData, shortcodeData);
  const groupOf = new Map<number, EmojiGroup>(emojiGroupNames.map((name) => [emojiGroups[name], name]));
  const all = v
    .parse(EmojiData, data)
    .sort((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity))
    .flatMap(({ hexcode, label, unicode, group, tags, skins }): Emoji[] => {
      const name = group === undefined ? undefined : groupOf.get(group);
      if (name === undefined) return [];
      const codes = [shortcodes[hexcode] ?? []].flat();
      return [
        {
          character: withoutNeedlessSigns(unicode),
          label,
          shortcodes: codes,
          group: name,
          // Those of two people have more tones than five; the same tone for both is the one that is offered.
          skins: tones.flatMap((tone) => {
            const skin = skins.find((each) => {
              const used = each.hexcode.split('-').filter((part) => tones.includes(part));
              return used.length > 0 && used.every((part) => part === tone);
            });
            return skin === undefined ? [] : [withoutNeedlessSigns(skin.unicode)];
          }),
          words: [label, ...tags, ...codes].flatMap((each) => foldText(each).split(/[\s_-]+/u)),
        },
      ];
    });
  return {
    all,
    byShortcode: new Map(all.flatMap((each) => each.shortcodes.map((code) => [code, each] as const))),
    byCharacter: new Map(all.map((each) => [each.character, each] as const)),
  };
}

export const inTone = ({ character, skins }: Emoji, tone: SkinTone): string =>
  tone === 0 ? character : (skins[tone - 1] ?? character);

/** Emoji of which each word of the query begins one of their words, in Unicode's order; none for an empty query. */
export function findEmoji(set: EmojiSet, query: string, most: number): readonly Emoji[] {
  const wanted = foldText(query)
    .split(/[\s_:-]+/u)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const found: Emoji[] = [];
  for (const each of set.all) {
    if (wanted.every((word) => each.words.some((own) => own.startsWith(word)))) found.push(each);
    if (found.length === most) break;
  }
  return found;
}

/** Emoji with their shortcodes for what is being typed: the exact one, then those that begin so, then those with it inside. */
export function completeShortcode(
  set: EmojiSet,
  query: string,
  most: number,
): readonly { readonly emoji: Emoji; readonly code: string }[] {
  const rank = (code: string): number =>
    code === query ? 0 : code.startsWith(query) ? 1 : code.includes(`_${query}`) ? 2 : 3;
  return [...set.byShortcode]
    .map(([code, emoji]) => ({ emoji, code, rank: rank(code) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.code.length - b.code.length || (a.code < b.code ? -1 : 1))
    .filter((each, at, sorted) => sorted.findIndex((other) => other.emoji === each.emoji) === at)
    .slice(0, most);
}
