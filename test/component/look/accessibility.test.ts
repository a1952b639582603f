import axe from 'axe-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { applyLook } from '../../../renderer/style/look.ts';
import type { ConnectionState } from '../../../shared/model/connection.ts';
import { messageIn, server } from '../../support/window/samples.ts';
import { clearStage, hasRing, sketch } from '../../support/window/component-stage.ts';
import { emulate } from '../../support/window/emulate.ts';
import { cut, outside, smallTargets } from '../../support/window/screen-checks.ts';
import { jonas, openScreen, screenNames, zoomed, type ScreenName } from '../../support/window/screens.ts';

// axe and pictures take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const root = document.documentElement;
const languages = ['en', 'de', 'ar'] as const;

afterEach(async () => {
  await emulate();
  await page.viewport(1280, 800);
  clearStage();
});

describe.each(screenNames)('%s', (name: ScreenName) => {
  test.each(languages)('in %s has nothing that axe complains of, in every theme', async (language) => {
    await openScreen(name, { 'language.language': language });
    // The colours are the same in every language: they are looked at in one.
    const themes = language === 'en' ? (['light', 'dark'] as const) : (['light'] as const);
    for (const theme of themes) {
      for (const contrast of themes.length === 1 ? (['system'] as const) : (['system', 'more'] as const)) {
        applyLook(root, { theme, contrast, density: 'comfortable', textSize: 100, motion: 'reduced' });
        const plain = theme === 'light' && contrast === 'system';
        const { violations } = await axe.run(document.body, plain ? {} : { runOnly: ['color-contrast'] });
        const found = violations.map(
          ({ id, nodes }) => `${theme}, ${contrast}: ${id}: ${nodes.map((each) => each.html).join(' | ')}`,
        );
        expect(found).toEqual([]);
      }
    }
  });

  test.each(languages)('in %s fits into a window of 320 pixels, as at 400 %%', async (language) => {
    await openScreen(name, { 'language.language': language }, zoomed);
    expect(root.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
    expect(outside()).toEqual([]);
    expect(cut()).toEqual([]);
  });

  test.each([200, 400] as const)('with text of %s per cent loses nothing', async (textSize) => {
    await openScreen(name, { 'language.language': 'de', 'appearance.textSize': textSize });
    expect(getComputedStyle(root).fontSize).toBe(`${String((16 * textSize) / 100)}px`);
    expect(outside()).toEqual([]);
    expect(cut()).toEqual([]);
  });

  test('has targets of 24 pixels at least', async () => {
    await openScreen(name, { 'appearance.density': 'compact' });
    expect(smallTargets()).toEqual([]);
  });

  test('shows where the focus is, uncovered, at each stop of Tab', async () => {
    await openScreen(name);
    const stops = new Set<Element>();
    for (let step = 0; step < 40; step += 1) {
      await userEvent.keyboard('{Tab}');
      const focused = document.activeElement;
      if (focused === null || focused === document.body || stops.has(focused)) break;
      stops.add(focused);
      const words = sketch(focused);
      expect(hasRing(focused), words).toBe(true);
      const { left, top, width, height } = focused.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12));
      expect(at !== null && (focused.contains(at) || at.contains(focused)), words).toBe(true);
    }
    if (name !== 'trouble') expect(stops.size).toBeGreaterThan(0);
  });

  test('is read as it should be', async () => {
    await openScreen(name);
    const place = document.querySelector<HTMLElement>('[role=dialog]') ?? document.getElementById('app');
    if (place === null) throw new Error('Nothing is shown');
    await expect.element(page.elementLocator(place)).toMatchAriaSnapshot();
  });
});

/** A line around it that can be seen. */
const edges = (element: Element | null | undefined): boolean => {
  if (element === null || element === undefined) return false;
  const { outlineStyle, borderTopStyle, borderTopColor } = getComputedStyle(element);
  return outlineStyle !== 'none' || (borderTopStyle !== 'none' && borderTopColor !== 'rgba(0, 0, 0, 0)');
};

describe('what the system asks for', () => {
  test('forced colours leave every state to be seen', async () => {
    await emulate({ name: 'forced-colors', value: 'active' });
    await openScreen('conversation');
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    const bubble = document.querySelector('article .bubble');
    const row = document.querySelector(`[data-conversation-id="${jonas.id}"]`);
    expect(edges(bubble)).toBe(true);
    expect(edges(row) || edges(row?.parentElement)).toBe(true);
    const nav = [...document.querySelectorAll('header nav button')];
    expect(nav.map((each) => edges(each))).toEqual([true, false]);
  });

  test('forced colours show which is chosen', async () => {
    await emulate({ name: 'forced-colors', value: 'active' });
    await openScreen('settings');
    const chosen = document.querySelector('label:has(:checked)');
    const other = document.querySelector('label:has([type=radio]:not(:checked))');
    expect([edges(chosen), edges(other)]).toEqual([true, false]);
  });

  test.each([
    ['the system', [{ name: 'prefers-reduced-motion', value: 'reduce' }], 'system'],
    ['the setting', [], 'reduced'],
  ] as const)('less motion, by %s: nothing goes on moving', async (_name, features, motion) => {
    await emulate(...features);
    const { main } = await openScreen('conversation', { 'appearance.motion': motion });
    main.setTyping(jonas.id, true);
    main.setConnection({ kind: 'connecting', server });
    await expect.element(page.getByText('Jonas Becker is typing')).toBeVisible();
    const moving = document
      .getAnimations()
      .filter((each) => each.effect?.getComputedTiming().iterations === Infinity)
      .filter((each) => !(each as CSSAnimation).animationName.includes('turn'));
    expect(moving).toEqual([]);
  });

  test('and as long as nobody asks, who is typing moves', async () => {
    const { main } = await openScreen('conversation', { 'appearance.motion': 'system' });
    main.setTyping(jonas.id, true);
    await expect
      .poll(() =>
        document.getAnimations().some((each) => each.effect?.getComputedTiming().iterations === Infinity),
      )
      .toBe(true);
  });

  test('more contrast gives text 7 to 1 at least', async () => {
    await emulate({ name: 'prefers-contrast', value: 'more' });
    await openScreen('conversation');
    const found = await axe.run(document.body, {
      runOnly: ['color-contrast-enhanced'],
      rules: { 'color-contrast-enhanced': { enabled: true } },
    });
    const inks = found.violations.flatMap(({ nodes }) => nodes.map((each) => each.html));
    // Colours that mean something (a link, a failure) are at AA; the plain inks are at AAA.
    expect(inks.filter((each) => /class="(name|text|time|who)/.test(each))).toEqual([]);
  });
});

/** What live regions say, in order: each new content of one, without what is empty. */
function listen(): { readonly said: string[]; stop(): void } {
  const said: string[] = [];
  const regions = [
    ...document.querySelectorAll(
      '[aria-live=polite], [aria-live=assertive], [role=status]:not([aria-live=off]), [role=alert]',
    ),
  ];
  const observer = new MutationObserver((records) => {
    for (const region of new Set(
      records.map(
        ({ target }) =>
          (target as Element).parentElement?.closest('[aria-live], [role=status], [role=alert]') ??
          (target as Element),
      ),
    )) {
      const words = region.textContent.replace(/\s+/g, ' ').trim();
      if (words !== '' && said.at(-1) !== words) said.push(words);
    }
  });
  for (const each of regions) observer.observe(each, { childList: true, characterData: true, subtree: true });
  return {
    said,
    stop: () => {
      observer.disconnect();
    },
  };
}

describe('what is said aloud', () => {
  test('a new message of the open conversation, once, with sender and text; of another one, nothing', async () => {
    const { main, clock } = await openScreen('conversation');
    const heard = listen();
    main.deliver(messageIn(jonas, { text: 'The alias works', sequence: 20, at: clock.now() }));
    await expect.poll(() => heard.said).toEqual(['Jonas Becker: The alias works']);
    main.deliver(messageIn(jonas, { text: 'Yes', sequence: 21, receipt: 'sent', at: clock.now() }));
    await expect.element(page.getByRole('log').getByText('Yes')).toBeVisible();
    expect(heard.said).toEqual(['Jonas Becker: The alias works']);
    heard.stop();
  });

  test('the same words again, when they come again', async () => {
    const { main, clock } = await openScreen('conversation');
    main.deliver(messageIn(jonas, { text: 'ok', sequence: 20, at: clock.now() }));
    const region = document.querySelector('.sr-only[aria-live=polite]');
    await expect.poll(() => region?.textContent.trim()).toBe('Jonas Becker: ok');
    let changes = 0;
    const observer = new MutationObserver(() => (changes += 1));
    if (region !== null) observer.observe(region, { childList: true, characterData: true, subtree: true });
    main.deliver(messageIn(jonas, { text: 'ok', sequence: 21, at: clock.now() }));
    await expect.poll(() => changes).toBe(1);
    expect(region?.textContent.trim()).toBe('Jonas Becker: ok');
    observer.disconnect();
  });

  test('that somebody is typing, politely, and the line keeps its place', async () => {
    const { main } = await openScreen('conversation');
    const heard = listen();
    const before = document.querySelector('textarea')?.getBoundingClientRect().top;
    main.setTyping(jonas.id, true);
    await expect.poll(() => heard.said).toEqual(['Jonas Becker is typing']);
    expect(
      page.getByText('Jonas Becker is typing').element().closest('[aria-live]')?.getAttribute('aria-live'),
    ).toBe('polite');
    expect(document.querySelector('textarea')?.getBoundingClientRect().top).toBe(before);
    main.setTyping(jonas.id, false);
    await expect.element(page.getByText('Jonas Becker is typing')).not.toBeInTheDocument();
    expect(heard.said).toEqual(['Jonas Becker is typing']);
    heard.stop();
  });

  test('each state of the connection once', async () => {
    const { main } = await openScreen('conversation');
    const heard = listen();
    main.setConnection({ kind: 'connecting', server });
    await expect.poll(() => heard.said.length).toBe(1);
    main.setConnection({ kind: 'connecting', server });
    main.setConnection({ kind: 'registered', server });
    await expect.poll(() => heard.said.length).toBe(2);
    expect(new Set(heard.said).size).toBe(2);
    expect(heard.said[1]).toMatch(/^Connected to sip\.example\.com/);
    heard.stop();
  });

  test('a state of the connection that a snapshot brings, because its event was missed, once', async () => {
    const { main, clock } = await openScreen('conversation');
    const heard = listen();
    const missed = async (connection: ConnectionState): Promise<void> => {
      const asked = main.inputsOf('snapshot').length;
      main.connection = connection;
      main.lose(1);
      main.raise({ kind: 'away', away: false });
      await expect.poll(() => main.inputsOf('snapshot').length).toBe(asked + 1);
    };
    const failure = { code: 'lost', status: null, detail: '' } as const;
    await missed({ kind: 'failed', server, failure, retryAt: clock.now() + 3_000 });
    await expect.poll(() => heard.said.length).toBe(1);
    expect(heard.said[0]).toMatch(/lost/);
    main.setConnection({ kind: 'failed', server, failure, retryAt: clock.now() + 6_000 });
    await missed({ kind: 'failed', server, failure, retryAt: clock.now() + 9_000 });
    await missed({ kind: 'registered', server });
    await expect.poll(() => heard.said.at(-1)).toMatch(/^Connected to/);
    expect(heard.said).toHaveLength(2);
    heard.stop();
  });

  test('nothing of a connection that is as it was when the window opens', async () => {
    await openScreen('conversation');
    expect(document.querySelector('.sr-only[aria-live=polite]')?.textContent.trim()).toBe('');
  });

  test('a failure of the connection once, however often the next try fails, until it is back or fails otherwise', async () => {
    const { main, clock } = await openScreen('conversation');
    const heard = listen();
    const line = page.getByRole('status').filter({ hasText: /onnect/ });
    const fails = async (code: 'no-answer' | 'lost', rounds: number): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) {
        main.setConnection({ kind: 'connecting', server });
        await expect.element(line).toMatchTextContent(/^Reconnecting/);
        const failure = { code, status: null, detail: '' };
        main.setConnection({ kind: 'failed', server, failure, retryAt: clock.now() + 3_000 });
        await expect.element(line).toMatchTextContent(/^Not connected/);
        clock.advance(1_000);
      }
    };
    await fails('no-answer', 1);
    // The first try is news, for the connection was there before.
    await expect.poll(() => heard.said.length).toBe(2);
    await fails('no-answer', 6);
    expect(heard.said).toHaveLength(2);
    await fails('lost', 3);
    expect(heard.said).toHaveLength(3);
    main.setConnection({ kind: 'registered', server });
    await expect.poll(() => heard.said.at(-1)).toMatch(/^Connected to/);
    expect(heard.said).toHaveLength(4);
    await fails('lost', 2);
    expect(heard.said).toHaveLength(6);
    // Who asks for a try is told how it ended.
    await page.getByRole('button', { name: 'Try now' }).click();
    await fails('lost', 2);
    expect(heard.said).toHaveLength(8);
    heard.stop();
  });

  test('what comes and what fails at once, and of many the newest and how many more', async () => {
    const { main, clock } = await openScreen('conversation');
    const own = messageIn(jonas, { text: 'Mine', sequence: 20, receipt: 'queued', at: clock.now() });
    main.deliver(own);
    await expect.element(page.getByRole('log').getByText('Mine')).toBeVisible();
    const heard = listen();
    const receipt = { state: 'failed', failure: { code: 'absent', status: null }, updatedAt: 5 } as const;
    const come = [1, 2, 3, 4, 5].map((each) =>
      messageIn(jonas, { text: `No ${String(each)}`, sequence: 20 + each, at: clock.now() }),
    );
    main.deliver(...come, { ...own, receipt });
    await expect.poll(() => heard.said.join()).toMatch(/nobody is signed in.*Mine/);
    expect(heard.said.join()).toMatch(/No 3.*No 4.*No 5.*and 2 more messages/);
    expect(heard.said.join()).not.toMatch(/No 2/);
    heard.stop();
  });
});
