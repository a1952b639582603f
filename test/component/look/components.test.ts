import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Button from '../../../renderer/component/Button.svelte';
import CheckList from '../../../renderer/component/CheckList.svelte';
import Choice from '../../../renderer/component/Choice.svelte';
import Lazy from '../../../renderer/component/Lazy.svelte';
import Option from '../../../renderer/component/Option.svelte';
import Select from '../../../renderer/component/Select.svelte';
import SidePanel from '../../../renderer/component/SidePanel.svelte';
import Slider from '../../../renderer/component/Slider.svelte';
import Spinner from '../../../renderer/component/Spinner.svelte';
import Switch from '../../../renderer/component/Switch.svelte';
import {
  clearStage,
  expectAccessibleInEveryTheme,
  expectContained,
  hasRing,
  sketch,
  stage,
  words,
} from '../../support/window/component-stage.ts';
import { slider, states, three, type State } from '../../support/window/component-states.ts';

// axe and pictures take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** What needs a window around it, tested in overlays.test.ts. */
const elsewhere = ['Dialog', 'Menu', 'MenuItem', 'MenuPanel', 'MenuSeparator'];

const show = async (
  name: string,
  of: string,
  options?: Parameters<typeof stage>[2],
): Promise<HTMLElement> => {
  const found = states[name]?.[of];
  if (found === undefined) throw new Error(`${name} has no state ${of}`);
  return stage(found.component, found.props, { within: found.within ?? null, ...options });
};

afterEach(clearStage);

test('every component is tested', () => {
  const files = Object.keys(import.meta.glob('../../../renderer/component/*.svelte')).map((path) =>
    path.slice(path.lastIndexOf('/') + 1, -'.svelte'.length),
  );
  expect([...Object.keys(states), ...elsewhere].toSorted()).toEqual(files.toSorted());
});

describe.each(
  Object.entries(states).flatMap(([name, each]) => Object.keys(each).map((of) => [name, of] as const)),
)('%s, %s', (name, of) => {
  test('is accessible in every theme, and stays within its place in both directions', async () => {
    const target = await show(name, of);
    await expectAccessibleInEveryTheme(target);
    expectContained(target);
    const rightToLeft = await show(name, of, { direction: 'rtl', width: 240 });
    expectContained(rightToLeft);
  });
});

describe('what takes the keyboard', () => {
  test.each([
    ['Button', 'plain', 'button'],
    ['Button', 'primary', 'button'],
    ['Button', 'link', 'button'],
    ['Button', 'busy', 'button'],
    ['CheckList', 'default', 'input'],
    ['CheckList', 'locked', 'input'],
    ['Choice', 'row', 'input:checked'],
    ['Choice', 'list', 'input:checked'],
    ['Choice', 'locked', 'input:checked'],
    ['Disclosure', 'closed', 'summary'],
    ['Field', 'default', 'input'],
    ['IconButton', 'default', 'button'],
    ['Select', 'default', 'select'],
    ['Slider', 'default', 'input'],
    ['Switch', 'on', 'input'],
    ['Switch', 'locked', 'input'],
    // What is locked is reached all the same, so that one finds out why.
    ['Select', 'locked', 'select'],
    ['Slider', 'locked', 'input'],
  ] as const)('%s (%s) is reached by Tab and shows it', async (name, of, selector) => {
    const target = await show(name, of);
    await userEvent.keyboard('{Tab}');
    const focused = target.querySelector(selector);
    expect(document.activeElement).toBe(focused);
    expect(focused !== null && hasRing(focused)).toBe(true);
  });

  test.each([['IconButton', 'disabled', 'button']] as const)('%s (%s) is not', async (name, of, selector) => {
    const target = await show(name, of);
    expect(target.querySelector(selector)?.matches(':disabled')).toBe(true);
  });

  test('has a target of 24 pixels at least, in the compact density too', async () => {
    for (const [name, of] of [
      ['Button', 'plain'],
      ['IconButton', 'default'],
      ['CheckList', 'default'],
      ['Choice', 'row'],
      ['Choice', 'list'],
      ['Disclosure', 'closed'],
      ['Select', 'default'],
      ['Slider', 'default'],
      ['Switch', 'on'],
    ] as const) {
      const target = await show(name, of);
      document.documentElement.dataset['density'] = 'compact';
      for (const each of target.querySelectorAll(
        'button, select, summary, label:has(input), input[type=range]',
      )) {
        const { width, height } = each.getBoundingClientRect();
        expect(Math.min(width, height), `${name}: ${sketch(each)}`).toBeGreaterThanOrEqual(24);
      }
    }
  });
});

describe('a component says what is done to it', () => {
  test('Button: a click, unless it is busy', async () => {
    const onclick = vi.fn();
    await stage(Button as unknown as State['component'], { children: words('Go'), onclick });
    await page.getByRole('button', { name: 'Go' }).click();
    expect(onclick).toHaveBeenCalledTimes(1);
    await stage(Button as unknown as State['component'], { children: words('Go'), onclick, busy: true });
    await page.getByRole('button', { name: 'Go' }).click({ force: true });
    expect(onclick).toHaveBeenCalledTimes(1);
  });

  test.each<[string, unknown, Record<string, unknown>, () => Promise<void>, unknown]>([
    [
      'Switch',
      Switch,
      { checked: false, label: 'Sound' },
      async () => page.getByRole('switch').click(),
      true,
    ],
    [
      'Choice',
      Choice,
      { label: 'Theme', value: 'a', options: three },
      async () => page.getByRole('radio', { name: 'Two' }).click(),
      'b',
    ],
    [
      'CheckList',
      CheckList,
      { label: 'L', values: ['a'], options: three },
      async () => page.getByRole('checkbox', { name: 'Three' }).click(),
      ['a', 'c'],
    ],
    [
      'Select',
      Select,
      { label: 'Keep', value: 'a', options: three },
      async () => page.getByRole('combobox').selectOptions('Two'),
      'b',
    ],
    ['Slider', Slider, slider, async () => page.getByRole('slider').fill('150'), 150],
  ])(
    '%s: a change, and it shows what is in force until that has changed',
    async (_name, component, props, change, value) => {
      const onchange = vi.fn();
      const target = await stage(component as State['component'], { ...props, onchange });
      const before = target.querySelectorAll(':checked').length;
      await change();
      expect(onchange).toHaveBeenCalledExactlyOnceWith(value);
      expect(target.querySelectorAll(':checked').length).toBe(before);
    },
  );

  test.each<[string, unknown, Record<string, unknown>, string]>([
    ['Switch', Switch, { checked: false, label: 'Sound' }, 'Sound'],
    ['Choice', Choice, { label: 'Theme', value: 'a', options: three }, 'Two'],
    ['CheckList', CheckList, { label: 'L', values: ['a'], options: three }, 'Three'],
  ])('%s: nothing when it is locked', async (_name, component, props, at) => {
    const onchange = vi.fn();
    await stage(component as State['component'], { ...props, onchange, locked: true });
    await page.getByText(at).click({ force: true });
    expect(onchange).not.toHaveBeenCalled();
  });

  test('Disclosure: opens and closes by key, and what is closed is not there', async () => {
    await show('Disclosure', 'closed');
    await expect.element(page.getByText('The rest')).not.toBeInTheDocument();
    await userEvent.keyboard('{Tab}{Enter}');
    await expect.element(page.getByText('The rest')).toBeVisible();
    await userEvent.keyboard(' ');
    await expect.element(page.getByText('The rest')).not.toBeInTheDocument();
  });

  test('Field: its problem is announced and described, in the place of its help', async () => {
    await show('Field', 'error');
    await expect.element(page.getByRole('alert')).toHaveTextContent('This is no address.');
    await expect.element(page.getByRole('textbox')).toHaveAccessibleDescription('This is no address.');
    await expect.element(page.getByRole('textbox')).toBeInvalid();
    await show('Field', 'help');
    await expect.element(page.getByRole('textbox')).toHaveAccessibleDescription('name@company.com');
  });

  test('Progress: how far it is, in numbers and in words', async () => {
    await show('Progress', 'half');
    const bar = page.getByRole('progressbar', { name: 'Export' });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '50');
    await expect.element(bar).toHaveAttribute('aria-valuetext', '20 of 40 messages');
    await show('Progress', 'out of bounds');
    await expect.element(bar).toHaveAttribute('aria-valuenow', '100');
    await show('Progress', 'unknown');
    await expect.element(bar).not.toHaveAttribute('aria-valuenow');
  });

  test('Badge: its words, while the number is only seen', async () => {
    const target = await show('Badge', 'many');
    expect(target.querySelector('[aria-hidden]')?.textContent.trim()).toBe('99+');
    await expect.element(page.getByText('1234 unread messages')).toBeInTheDocument();
    expect((await show('Badge', 'none')).textContent.trim()).toBe('');
  });

  test('RowList: how many there are and which this is, though few are there', async () => {
    const target = await show('RowList', 'many');
    target.style.blockSize = '300px';
    target.style.display = 'flex';
    target.style.flexDirection = 'column';
    await expect.poll(() => target.querySelectorAll('[role=listitem]').length).toBeLessThan(40);
    const last = [...target.querySelectorAll('[role=listitem]')].at(-1);
    expect(last?.getAttribute('aria-setsize')).toBe('500');
    target.querySelector('[role=list]')?.scrollTo(0, 10_000);
    await expect.poll(() => target.textContent).toContain('Row 166');
    // The one that Tab leads to is there all the same.
    expect(target.textContent).toContain('Row 0');
  });

  test('Lazy: nothing is fetched before it is wanted', async () => {
    const load = vi.fn(async () => Promise.resolve({ default: Spinner }));
    const before = await stage(Lazy as unknown as State['component'], { wanted: false, load });
    expect(before.querySelector('.spinner')).toBeNull();
    expect(load).not.toHaveBeenCalled();
    const after = await stage(Lazy as unknown as State['component'], { wanted: true, load });
    await expect.poll(() => after.querySelector('.spinner')).not.toBeNull();
  });

  test('SidePanel: it has a name, takes the focus and closes by its button', async () => {
    const onclose = vi.fn();
    await stage(SidePanel as unknown as State['component'], {
      title: 'Proof of delivery',
      closeLabel: 'Close',
      children: words('Delivered'),
      onclose,
      givesBack: () => true,
    });
    await expect.element(page.getByRole('complementary', { name: 'Proof of delivery' })).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'Proof of delivery' })).toHaveFocus();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(onclose).toHaveBeenCalledTimes(1);
  });

  test('Notice: an error is an alert, a warning is not', async () => {
    await show('Notice', 'error');
    await expect.element(page.getByRole('alert')).toHaveTextContent('Not changed.');
    await show('Notice', 'warning');
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });

  test('Spinner and Progress: they rest for those who want less motion', async () => {
    const target = await show('Spinner', 'default');
    const turning = (): number =>
      Number(target.querySelector('.spinner')?.getAnimations()[0]?.effect?.getComputedTiming().duration);
    expect(turning()).toBe(4_000);
    document.documentElement.dataset['motion'] = 'system';
    await expect.poll(turning).toBe(900);
    const bar = await show('Progress', 'unknown');
    expect(bar.querySelector('.unknown')?.getAnimations() ?? []).toEqual([]);
  });
});

describe('an option', () => {
  test('is taken by a click, which leaves the focus in the field', async () => {
    const onchoose = vi.fn<() => void>();
    const target = await stage(Option, {
      id: 'an-option',
      look: 'line',
      chosen: false,
      onchoose,
      children: words('Anna'),
    });
    const field = document.createElement('input');
    target.prepend(field);
    field.focus();
    await page.getByRole('option', { name: 'Anna' }).click();
    expect(onchoose).toHaveBeenCalledTimes(1);
    expect(document.activeElement).toBe(field);
  });
});
