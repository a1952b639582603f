import type { AST } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import { markupOf, svelteFiles, type Source } from './sources.ts';

/** Attributes and properties whose value a person reads or hears. */
const spoken =
  /^(label|title|placeholder|alt|lead|words|help|problem|closeLabel|aria-(label|description|valuetext|roledescription|placeholder))$/;
const letters = /\p{L}{2,}/u;

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> & { readonly type: string } =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';

/** The words that the markup itself says, instead of renderer/text. */
function wordsIn(source: Source): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each);
      return;
    }
    if (!isNode(value)) return;
    if (value.type === 'Text' && letters.test(String(value['data'])))
      found.push(String(value['data']).trim());
    if (value.type === 'Attribute') {
      if (spoken.test(String(value['name']))) literals(value['value']);
      return;
    }
    if (value.type === 'ExpressionTag') {
      literals(value);
      return;
    }
    if (value.type === 'StyleDirective') return;
    for (const [key, child] of Object.entries(value)) {
      if (key !== 'attributes' || Array.isArray(child)) visit(child);
    }
  };
  /** Strings that an expression may come to; what it compares with and looks up by is no word. */
  const literals = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) literals(each);
      return;
    }
    if (!isNode(value)) return;
    const { type } = value;
    if (type === 'Text' && letters.test(String(value['data']))) found.push(String(value['data']));
    else if (type === 'Literal' && typeof value['value'] === 'string' && letters.test(value['value'])) {
      found.push(value['value']);
    } else if (type === 'TemplateElement') {
      const raw = String(Reflect.get(Object(value['value']) as object, 'raw'));
      if (letters.test(raw)) found.push(raw);
    } else if (type === 'ExpressionTag') literals(value['expression']);
    else if (type === 'ConditionalExpression') literals([value['consequent'], value['alternate']]);
    else if (type === 'LogicalExpression' || (type === 'BinaryExpression' && value['operator'] === '+')) {
      literals([value['left'], value['right']]);
    } else if (type === 'TemplateLiteral') literals(value['quasis']);
  };
  const fragment: AST.Fragment = markupOf(source);
  visit(fragment);
  return found;
}

describe('the words of the window', () => {
  test('are recognised where markup has its own', () => {
    const text =
      '<p class="x">Hello</p><img alt="Cat" /><b title={x ? "Yes" : y}>{a === "no" ? `Time ${t}` : t}</b><i class={open ? "open" : ""}>·</i>';
    expect(wordsIn({ file: 'sample.svelte', text })).toEqual(['Hello', 'Cat', 'Yes', 'Time ']);
  });

  /** A picture made of letters, hidden from those who hear. */
  const signs = new Set(['Aa']);

  test('are all in renderer/text', () => {
    const files = svelteFiles('renderer/view', 'renderer/component');
    const own = files.flatMap((source) =>
      wordsIn(source)
        .filter((words) => !signs.has(words))
        .map((words) => `${source.file}: ${words}`),
    );
    expect(own).toEqual([]);
  });
});
