import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, type AST } from 'svelte/compiler';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Source {
  /** From the root of the project. */
  readonly file: string;
  readonly text: string;
}

/** Every Svelte file below folders of the renderer. */
export function svelteFiles(...folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.svelte'))
      .map((name) => {
        const path = join(root, folder, name);
        return { file: relative(root, path), text: readFileSync(path, 'utf8') };
      }),
  );
}

export const readSource = (file: string): string => readFileSync(join(root, file), 'utf8');

export const markupOf = ({ text }: Source): AST.Fragment => parse(text, { modern: true }).fragment;

/** What stands between the style tags, without comments. */
export function styleOf({ text }: Source): string {
  const { css } = parse(text, { modern: true });
  const styles = css === null ? '' : css.content.styles.replace(/\/\*[\s\S]*?\*\//g, '');
  // Paper has its own colours and sizes.
  return styles.replace(/@media print \{(?:[^{}]*\{[^{}]*\})*\s*\}/g, '');
}

export interface Declaration {
  readonly property: string;
  readonly value: string;
}

/** The declarations of a style sheet, whatever they are nested in. */
export const declarationsIn = (css: string): readonly Declaration[] =>
  [...css.matchAll(/(?<=[;{]\s*)([a-z0-9-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(
    ([, property = '', value = '']) => ({
      property,
      value: value.trim(),
    }),
  );
