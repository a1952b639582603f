import { describe, expect, test } from 'vitest';
import { contrast, parseOklch, type Oklch } from './colour.ts';
import { declarationsIn, readSource } from './sources.ts';

const scheme = { light: 0, dark: 1 } as const;
type Scheme = keyof typeof scheme;

const withoutComments = (css: string): string => css.replace(/\/\*[\s\S]*?\*\//g, '');
const tokens = new Map(
  declarationsIn(withoutComments(readSource('renderer/style/tokens.css'))).map((each) => [
    each.property,
    each.value,
  ]),
);
const themes = withoutComments(readSource('renderer/style/themes.css'));

/** What a rule of the themes changes of the tokens. */
function changedBy(selector: string): ReadonlyMap<string, string> {
  const start = themes.indexOf(selector);
  if (start < 0) throw new Error(`renderer/style/themes.css has no ${selector}`);
  const block = themes.slice(
    themes.lastIndexOf('{', themes.indexOf('--', start)),
    themes.indexOf('}', start) + 1,
  );
  return new Map(declarationsIn(block).map((each) => [each.property, each.value]));
}

const high = changedBy(":root[data-contrast='more']");
const normal: ReadonlyMap<string, string> = new Map();

function colour(name: string, of: Scheme, changes: ReadonlyMap<string, string>): Oklch {
  const value = changes.get(`--${name}`) ?? tokens.get(`--${name}`);
  if (value === undefined) throw new Error(`There is no token --${name}`);
  const pair = /^light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)$/.exec(value);
  return parseOklch(pair === null ? value : (pair[1 + scheme[of]] ?? ''));
}

/** Where text of each ink stands. A list of grounds lies over each other, the lowest first. */
const texts: readonly (readonly [ink: string, ...grounds: (readonly string[])[]])[] = [
  [
    'ink',
    ['bg'],
    ['panel'],
    ['raise'],
    ['sel'],
    ['found'],
    ['panel', 'hover'],
    ['bg', 'hover'],
    ['warn-bg'],
    ['bad-bg'],
  ],
  [
    'ink2',
    ['bg'],
    ['panel'],
    ['raise'],
    ['sel'],
    ['panel', 'hover'],
    ['bg', 'hover'],
    ['warn-bg'],
    ['found'],
  ],
  ['ink3', ['bg'], ['panel'], ['raise'], ['sel'], ['panel', 'hover'], ['found']],
  ['accent', ['bg'], ['panel'], ['raise'], ['sel'], ['mine'], ['found']],
  ['accent-strong', ['bg'], ['panel'], ['raise']],
  ['accent-ink', ['accent'], ['accent-strong']],
  ['mine-ink', ['mine'], ['found']],
  ['mine-ink2', ['mine'], ['found']],
  ['rail-ink', ['rail'], ['rail', 'rail-hover'], ['rail', 'rail-sel']],
  ['ok', ['bg'], ['panel'], ['raise']],
  ['warn', ['bg'], ['panel'], ['raise'], ['warn-bg']],
  ['bad', ['bg'], ['panel'], ['raise'], ['bad-bg'], ['mine'], ['sel'], ['found']],
];
/** What is no text and has to be seen: edges of controls, the focus, dots that say a state. */
const shapes: typeof texts = [
  ['edge', ['bg'], ['panel'], ['raise']],
  ['focus', ['bg'], ['panel'], ['raise'], ['sel']],
  ['rail-ok', ['rail']],
  ['rail-warn', ['rail']],
  ['rail-bad', ['rail']],
  ['rail-off', ['rail']],
  ['ok', ['panel']],
  ['bad', ['panel']],
];

/** The pairs that are below what they need, with what they have. */
function tooWeak(
  pairs: typeof texts,
  least: number,
  of: Scheme,
  changes: ReadonlyMap<string, string>,
): string[] {
  return pairs.flatMap(([ink, ...places]) =>
    places.flatMap((grounds) => {
      const found = contrast(colour(ink, of, changes), ...grounds.map((each) => colour(each, of, changes)));
      return found >= least ? [] : [`${ink} on ${grounds.join(' under ')}: ${found.toFixed(2)}`];
    }),
  );
}

describe('contrast', () => {
  test('is computed as WCAG does', () => {
    const black = parseOklch('oklch(0% 0 0)');
    const white = parseOklch('oklch(100% 0 0)');
    expect(contrast(black, white)).toBeCloseTo(21, 1);
    // #767676, the lightest grey that is enough on white.
    expect(contrast(parseOklch('oklch(56.65% 0 0)'), white)).toBeCloseTo(4.54, 1);
    expect(contrast(parseOklch('oklch(0% 0 0 / 0)'), white)).toBeCloseTo(1, 5);
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (of) => {
    test('of text is 4.5 at least', () => {
      expect(tooWeak(texts, 4.5, of, normal)).toEqual([]);
    });

    test('of what is no text is 3 at least', () => {
      expect(tooWeak(shapes, 3, of, normal)).toEqual([]);
    });

    test('of text is 7 at least, and of lines 3, where high contrast is wanted', () => {
      const inks: typeof texts = texts.filter(([ink]) => ['ink', 'ink2', 'ink3'].includes(ink));
      expect(tooWeak(inks, 7, of, high)).toEqual([]);
      expect(tooWeak(texts, 4.5, of, high)).toEqual([]);
      expect(tooWeak([...shapes, ['line', ['bg'], ['panel'], ['raise']]], 3, of, high)).toEqual([]);
    });
  });

  test('is the same whether the system or the setting asks for more', () => {
    expect([...changedBy('@media (prefers-contrast: more)')]).toEqual([...high]);
  });

  test('of initials on every avatar is 4.5 at least', () => {
    const css = readSource('renderer/component/Avatar.svelte');
    const hues = [...css.matchAll(/--hue: (\d+);/g)].map(([, hue = '']) => hue);
    expect(hues.length).toBe(13);
    const grounds = /background: light-dark\((oklch.*\)), (oklch.*\))\);/.exec(css);
    const inks = /color: light-dark\((oklch.*\)), (oklch.*\))\);/.exec(css);
    for (const side of [1, 2] as const) {
      for (const hue of hues) {
        const at = (found: RegExpExecArray | null): Oklch =>
          parseOklch((found?.[side] ?? '').replace('var(--hue)', hue));
        expect(contrast(at(inks), at(grounds)), `hue ${hue}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
