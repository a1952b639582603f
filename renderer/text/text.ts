import { SvelteMap } from 'svelte/reactivity';
import { en, type Words } from './en/index.ts';

const inUse = new SvelteMap<'words', Words>([['words', en]]);

/** The words of the language in use. Reading a section is reactive, so that views follow a change of language. */
export const text: Words = new Proxy(en, {
  get: (_target, section) => Reflect.get(inUse.get('words') ?? en, section) as unknown,
});
