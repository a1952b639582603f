import { afterEach, describe, expect, test } from 'vitest';
import { ar } from '../../../renderer/text/ar/index.ts';
import { de } from '../../../renderer/text/de/index.ts';
import { en } from '../../../renderer/text/en/index.ts';
import { pageWords } from '../../../main/archive/words.ts';
import { desktopWords } from '../../../main/desktop/text/words.ts';
import { formatList, formatNumber } from '../../../renderer/text/locale.ts';
import { chosenLanguage } from '../../../shared/text/language.ts';
import { text, useLanguage } from '../../../renderer/text/text.ts';
import { dayName, timeOf } from '../../../renderer/text/dates.ts';

type Leaves = ReadonlyMap<string, string>;

/** What a function says of what it is given; one that takes lists is given lists. */
function saidWith(words: unknown, given: readonly unknown[]): string {
  if (typeof words !== 'function') throw new Error('This takes nothing');
  try {
    return String(Reflect.apply(words, undefined, given));
  } catch {
    const lists = given.map((each) => [each]);
    return String(Reflect.apply(words, undefined, lists));
  }
}

/** Every word by its path. What takes something is asked with it: a number and a word stand for whatever it is. */
function leavesOf(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') {
    const said = [7, 'X'].map((each) => saidWith(words, Array<unknown>(words.length).fill(each)));
    return said.map((each, index) => [`${path}(${String(index)})`, each]);
  }
  if (words === null || typeof words !== 'object') throw new Error(`${path} is not a word`);
  return Object.entries(words).flatMap(([key, value]) =>
    leavesOf(value, path === '' ? key : `${path}.${key}`),
  );
}

/** The words of the window, of what the desktop shows, and of the pages of an export. */
const window = { en, de, ar };
const pages = { en: pageWords('en'), de: pageWords('de'), ar: pageWords('ar') };

/** What is the same in every language, and what happens to be the same in German. */
const universal =
  /^(direction|language|product|.*[hH]int|search\.examples\.[0-4]|signIn\.server|connection\.connected\(1\)|account\.version.*|timeline\.said.*|search\.sender.*|transports\..*|keys\..*|actions\.groups\.program|proof\.facts\.(callId|cseq)|settings\.textSize.*|settings\.sendWith\..*|composer\.sendsBy\..*|find\.place\(.*|several\(.*|message\.(copyLine|failed)\(.*)$/;
const sameInGerman = new Set([
  'signIn.transport',
  'settings.account.server',
  'settings.account.transport',
  'composer.formats.code',
  'emoji.open',
  'settings.links.title',
]);

describe.each([
  ['de', 'the window', window],
  ['ar', 'the window', window],
  ['de', 'the desktop', desktopWords],
  ['ar', 'the desktop', desktopWords],
  ['de', 'exported pages', pages],
  ['ar', 'exported pages', pages],
] as const)('the words in %s of %s', (language, _place, words) => {
  const english: Leaves = new Map(leavesOf(words.en));
  const translated: Leaves = new Map(leavesOf(words[language]));

  test('are all there', () => {
    expect([...translated.keys()]).toEqual([...english.keys()]);
    const empty = [...translated].filter(([path, word]) => word.trim() === '' && english.get(path) !== '');
    expect(empty).toEqual([]);
  });

  test('are not English', () => {
    const same = [...translated]
      .filter(([path, word]) => word !== '' && word === english.get(path))
      .map(([path]) => path)
      .filter((path) => !universal.test(path) && !(language === 'de' && sameInGerman.has(path)));
    expect(same).toEqual([]);
  });

  test('have the marks of their kind, and the letters of their script', () => {
    const wrong = [...translated].filter(([, word]) => / {2}|\.\.\.|!|\bundefined\b/.test(word));
    expect(wrong).toEqual([]);
    const script = language === 'ar' ? /\p{Script=Arabic}/u : /\p{Script=Latin}/u;
    const foreign = [...translated]
      .filter(([path, word]) => word !== '' && !script.test(word) && !universal.test(path))
      .map(([path]) => path);
    expect(foreign).toEqual([]);
  });
});

/** Functions that say a number, by their paths: with a count of 7 each says 7. */
function counters(words: unknown, path = ''): [string, (count: number) => string][] {
  if (typeof words === 'function') {
    const say = (count: number): string =>
      saidWith(words, Array<number>(Math.max(1, words.length)).fill(count));
    return say(7).includes('7') && !say(7).includes('undefined') ? [[path, say]] : [];
  }
  if (words === null || typeof words !== 'object') return [];
  return Object.entries(words).flatMap(([key, value]) =>
    counters(value, path === '' ? key : `${path}.${key}`),
  );
}

/** One for each form that a language may have, and those on both sides of a change of form. */
const counts = [0, 1, 2, 3, 5, 10, 11, 26, 99, 100, 101, 102, 103, 111, 1234];

describe.each([
  ['en', 'the window', en, 10],
  ['de', 'the window', de, 10],
  ['ar', 'the window', ar, 10],
  ['en', 'the desktop', desktopWords.en, 3],
  ['de', 'the desktop', desktopWords.de, 3],
  ['ar', 'the desktop', desktopWords.ar, 3],
  ['en', 'exported pages', pages.en, 1],
  ['de', 'exported pages', pages.de, 1],
  ['ar', 'exported pages', pages.ar, 1],
] as const)('what counts in %s in %s', (language, _place, words, least) => {
  test('says every number in the form that it asks for', () => {
    useLanguage(language, []);
    const found = counters(words);
    expect(found.length).toBeGreaterThanOrEqual(least);
    const forms = new Intl.PluralRules(language);
    for (const [path, say] of found) {
      const said = new Map<string, string>();
      for (const count of counts) {
        const form = say(count);
        expect(form, path).not.toMatch(/#|undefined|NaN/);
        const numberless = form.replaceAll(formatNumber(count), '').replaceAll(String(count), '');
        // The number itself, but for the Arabic forms that say it as a word.
        if (count > 2) expect(numberless, `${path} ${String(count)}`).not.toBe(form);
        // None may be said in its own way, whatever the rules say.
        if (count === 0) continue;
        const before = said.get(forms.select(count));
        if (count < 1000 && before !== undefined) expect(numberless, `${path} ${String(count)}`).toBe(before);
        said.set(forms.select(count), numberless);
      }
    }
    useLanguage('en', []);
  });
});

describe('plurals', () => {
  test('English and German have two forms', () => {
    expect([0, 1, 2].map((count) => en.timeline.newBelow(count))).toEqual([
      '0 new messages',
      '1 new message',
      '2 new messages',
    ]);
    expect([0, 1, 2].map((count) => de.timeline.newBelow(count))).toEqual([
      '0 neue Nachrichten',
      '1 neue Nachricht',
      '2 neue Nachrichten',
    ]);
  });

  test('Arabic has six, and the first three say the number in words', () => {
    useLanguage('ar', ['ar-AE']);
    expect([0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map((count) => ar.timeline.newBelow(count))).toEqual([
      'لا رسائل جديدة',
      'رسالة جديدة واحدة',
      'رسالتان جديدتان',
      '3 رسائل جديدة',
      '10 رسائل جديدة',
      '11 رسالة جديدة',
      '99 رسالة جديدة',
      '100 رسالة جديدة',
      '102 رسالة جديدة',
      '103 رسائل جديدة',
    ]);
  });

  test.each([
    [
      'en',
      ['0 unread messages', '1 unread message', '2 unread messages', '3 unread messages'],
      ['0 messages', '1 message', '2 messages', '3 messages'],
    ],
    [
      'de',
      [
        '0 ungelesene Nachrichten',
        '1 ungelesene Nachricht',
        '2 ungelesene Nachrichten',
        '3 ungelesene Nachrichten',
      ],
      ['0 Nachrichten', '1 Nachricht', '2 Nachrichten', '3 Nachrichten'],
    ],
    [
      'ar',
      [
        'لا رسائل غير مقروءة',
        'رسالة واحدة غير مقروءة',
        'رسالتان غير مقروءتين',
        '3 رسائل غير مقروءة',
        '11 رسالة غير مقروءة',
        '100 رسالة غير مقروءة',
      ],
      ['لا رسائل', 'رسالة واحدة', 'رسالتان', '3 رسائل', '11 رسالة', '100 رسالة'],
    ],
  ] as const)('outside of the window they are those of the language, in %s', (language, unread, exported) => {
    const asked = [0, 1, 2, 3, 11, 100];
    expect(asked.slice(0, unread.length).map((count) => desktopWords[language].unread(count))).toEqual(
      unread,
    );
    expect(asked.slice(0, exported.length).map((count) => pages[language].messages(count))).toEqual(exported);
  });

  afterEach(() => {
    useLanguage('en', []);
  });
});

describe('the language in use', () => {
  afterEach(() => {
    useLanguage('en', []);
  });

  test.each([
    ['system', ['fr-FR', 'de-AT', 'en'], 'de'],
    ['system', ['AR-eg'], 'ar'],
    ['system', ['fr'], 'en'],
    ['system', ['deu', 'arq'], 'en'],
    ['system', [], 'en'],
    ['en', ['de'], 'en'],
    ['ar', ['de'], 'ar'],
  ] as const)('%s with %j is %s', (setting, preferred, language) => {
    expect(chosenLanguage(setting, preferred)).toBe(language);
  });

  test('is that of words, dates, numbers and lists, with the clock of the region', () => {
    const at = new Date(2026, 10, 2, 15, 4).getTime();
    const today = new Date(2026, 10, 23).getTime();
    expect(text.close).toBe('Close');
    useLanguage('de', ['fr', 'de-DE']);
    expect([text.close, dayName(at, today), formatNumber(12345), formatList(['a', 'b', 'c'])]).toEqual([
      'Schließen',
      'Montag, 2. November',
      '12.345',
      'a, b und c',
    ]);
    useLanguage('en', ['en-US']);
    expect(timeOf(at)).toMatch(/^3:04.PM$/);
    useLanguage('en', ['de-DE']);
    expect(timeOf(at)).toBe('15:04');
    useLanguage('ar', []);
    expect(dayName(at, today)).toContain('نوفمبر');
  });
});
