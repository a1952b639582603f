import { describe, expect, test } from 'vitest';
import { declarationsIn, styleOf, svelteFiles, type Declaration } from './sources.ts';

const lengths = (value: string, units: string): number =>
  [...value.matchAll(new RegExp(`[\\d.]+(${units})(?![a-z])`, 'g'))].filter(
    ([length]) => parseFloat(length) !== 0,
  ).length;

/** What a declaration says by hand that has a name in renderer/style/tokens.css; null when it says nothing so. */
function byHand({ property, value }: Declaration): string | null {
  const colour =
    /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\((?![^)]*var\()|\b(white|black|red|gr[ae]y|green|blue|orange|yellow)\b/i;
  if (!property.startsWith('--hue') && colour.test(value)) return 'a colour';
  if (property === 'font-size' && /\d(px|rem|pt|vw)\b/.test(value)) return 'a size of text';
  if (property === 'font' && /\d(px|rem|pt)\b/.test(value)) return 'a size of text';
  if (/^(animation|transition)/.test(property) && /\b\d*\.?\d+m?s\b/.test(value)) return 'a duration';
  if (property === 'box-shadow' && /\b0 \d+px \d+px/.test(value)) return 'a shadow';
  if (/^border(-[a-z]+){0,2}-radius$/.test(property) && lengths(value, 'px|r?em|%') > 0) return 'a radius';
  if (/^(top|bottom|inset(-.+)?)$/.test(property) && lengths(value, 'px') > 0) return 'a space';
  if (/^(padding|margin)(-.+)?$|^(row-|column-)?gap$/.test(property)) {
    // What another thing beside it takes is reckoned from that: calc() may name its size in rem, which grow with the text.
    const alone = value.replaceAll(/calc\([^;]*\)/g, (sum) => sum.replaceAll(/[\d.]+rem\b/g, ''));
    if (lengths(alone, 'px|rem') > 0) return 'a space';
  }
  return null;
}

/** Sides that are the same in every language, where the side of reading is meant. */
function bySide({ property, value }: Declaration): boolean {
  if (
    /^(margin|padding|border)-(left|right)$|^(left|right)$|^border-(top|bottom)-(left|right)-radius$/.test(
      property,
    )
  ) {
    return true;
  }
  return /^(text-align|float|clear)$/.test(property) && /^(left|right)$/.test(value);
}

const files = svelteFiles('renderer/view', 'renderer/component');
const declarations = files.flatMap((source) =>
  declarationsIn(styleOf(source)).map((declaration) => ({ ...declaration, file: source.file })),
);
const shown = ({ file, property, value }: Declaration & { file: string }): string =>
  `${file}: ${property}: ${value}`;

describe('what is shown', () => {
  test('is looked at here: the style sheets are found and read', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(declarations.length).toBeGreaterThan(1_000);
    const known = new Set(['a colour', 'a size of text', 'a duration', 'a shadow', 'a radius', 'a space']);
    const samples = declarationsIn(
      '.a { color: #fff; font-size: 13px; @media (x) { transition: color 120ms; } .b { box-shadow: 0 1px 2px var(--x); border-start-end-radius: 50%; } } .c { inset-block: auto -3px; }',
    );
    expect(new Set(samples.map(byHand))).toEqual(known);
    const spaces = declarationsIn('a { gap: 2px; padding: 0 var(--s1) 1.25rem; margin: calc(100% + 2px) 0 }');
    expect(spaces.map(byHand)).toEqual(['a space', 'a space', 'a space']);
    const none = declarationsIn('a { gap: 0px; padding: var(--s1) calc(var(--s2) + 1.5rem); inset: 0 100% }');
    expect(none.map(byHand)).toEqual([null, null, null]);
    expect(declarationsIn('a { margin-left: 4px; text-align: right }').map(bySide)).toEqual([true, true]);
  });

  test('has its colours, sizes of text, durations, shadows, radii and spaces from the tokens', () => {
    expect(declarations.filter((each) => byHand(each) !== null).map(shown)).toEqual([]);
  });

  test('knows the start and the end of a line, not left and right', () => {
    expect(declarations.filter(bySide).map(shown)).toEqual([]);
  });
});

describe('a component', () => {
  test('knows nothing of what the window is about', () => {
    const strange = svelteFiles('renderer/component').flatMap(({ file, text }) =>
      [...text.matchAll(/from '([^']+)'/g)]
        .map(([, from = '']) => from)
        .filter(
          (from) =>
            !/^(svelte(\/.*)?|bits-ui|@lucide\/svelte\/.*|@internationalized\/date|\.\/[A-Za-z-]+\.(svelte|ts|svelte\.ts)|\.\.\/text\/(text|locale)\.ts)$/.test(
              from,
            ),
        )
        .map((from) => `${file}: ${from}`),
    );
    expect(strange).toEqual([]);
  });
});
