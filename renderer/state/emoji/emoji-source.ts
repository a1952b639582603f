import deUrl from 'emojibase-data/de/compact.json?url';
import enUrl from 'emojibase-data/en/compact.json?url';
import shortcodesUrl from 'emojibase-data/en/shortcodes/github.json?url';
import { emojiSetOf, type EmojiSet } from './emoji-set.ts';

/** Files beside the window's own; languages that have none use the English names. */
const urls: Readonly<Record<string, string>> = { en: enUrl, de: deUrl };
const sets = new Map<string, Promise<EmojiSet>>();

async function read(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The emoji data could not be read (${String(response.status)})`);
  return response.json();
}

async function load(url: string): Promise<EmojiSet> {
  const [data, shortcodes] = await Promise.all([read(url), read(shortcodesUrl)]);
  return emojiSetOf(data, shortcodes);
}

/** The emoji with their names in a language. Read when first wanted, so that a start does not wait for them. */
export function loadEmoji(language: string): Promise<EmojiSet> {
  const url = urls[language] ?? enUrl;
  let set = sets.get(url);
  if (set === undefined) {
    set = load(url).catch((error: unknown) => {
      // The next wish tries again.
      sets.delete(url);
      throw error;
    });
    sets.set(url, set);
  }
  return set;
}
