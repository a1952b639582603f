import { createRawSnippet, type Component } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Avatar from '../../../renderer/component/Avatar.svelte';
import Badge from '../../../renderer/component/Badge.svelte';
import Button from '../../../renderer/component/Button.svelte';
import CheckList from '../../../renderer/component/CheckList.svelte';
import Choice from '../../../renderer/component/Choice.svelte';
import Disclosure from '../../../renderer/component/Disclosure.svelte';
import EmptyState from '../../../renderer/component/EmptyState.svelte';
import Facts from '../../../renderer/component/Facts.svelte';
import Field from '../../../renderer/component/Field.svelte';
import IconButton from '../../../renderer/component/IconButton.svelte';
import Keys from '../../../renderer/component/Keys.svelte';
import Lazy from '../../../renderer/component/Lazy.svelte';
import Mark from '../../../renderer/component/Mark.svelte';
import Notice from '../../../renderer/component/Notice.svelte';
import Progress from '../../../renderer/component/Progress.svelte';
import RowList from '../../../renderer/component/RowList.svelte';
import Select from '../../../renderer/component/Select.svelte';
import SidePanel from '../../../renderer/component/SidePanel.svelte';
import Slider from '../../../renderer/component/Slider.svelte';
import Spinner from '../../../renderer/component/Spinner.svelte';
import Switch from '../../../renderer/component/Switch.svelte';
import Tick from '../../../renderer/component/Tick.svelte';
import {
  clearStage,
  expectAccessibleInEveryTheme,
  expectContained,
  hasRing,
  sketch,
  stage,
  words,
} from '../../support/window/component-stage.ts';

// axe and pictures take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const nothing = (): void => undefined;
const three = [
  { value: 'a', label: 'One' },
  { value: 'b', label: 'Two' },
  { value: 'c', label: 'Three' },
];
const longOptions = three.map(({ value, label }) => ({ value, label: `${label} ${long}` }));

interface Control {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': string | undefined;
}

const input = createRawSnippet<[Control]>((control) => ({
  render: () => `<input type="text" id="${control().id}">`,
  setup: (element) => {
    tie(element, control());
  },
}));

/** Puts on the attributes that the field hands over, as a view's markup does. */
function tie(element: Element, control: Control): void {
  for (const name of ['aria-describedby', 'aria-invalid'] as const) {
    const value = control[name];
    if (value !== undefined) element.setAttribute(name, value);
  }
}

const row = createRawSnippet<[string]>((item) => ({
  render: () => `<button type="button" style="block-size: 3rem">${item()}</button>`,
}));

/** A component with one set of properties. Generic components are stood here by what they are given. */
interface State {
  readonly component: Component<Record<string, unknown>>;
  readonly props: Record<string, unknown>;
}

const state = (component: unknown, props: Record<string, unknown>): State => ({
  // Each component checks its own properties where views use it; here they come from a table.
  component: component as State['component'],
  props,
});

const select = { label: 'Keep', value: 'a', options: three, onchange: nothing };
const slider = { label: 'Size', value: 100, min: 80, max: 200, step: 10, words: '100 %', onchange: nothing };
const rows = {
  label: 'Rows',
  items: Array.from({ length: 500 }, (_, index) => `Row ${String(index)}`),
  keyOf: (item: string) => item,
  activeKey: 'Row 0',
  row,
  onkeydown: nothing,
};

const states: Readonly<Record<string, Readonly<Record<string, State>>>> = {
  Avatar: {
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, hue) => [`hue ${String(hue)}`, state(Avatar, { initials: 'ÄW', hue })]),
    ),
    small: state(Avatar, { initials: 'W', hue: 3, size: 'small' }),
  },
  Badge: {
    one: state(Badge, { count: 1, label: '1 unread message' }),
    many: state(Badge, { count: 1234, label: '1234 unread messages' }),
    quiet: state(Badge, { count: 12, label: '12 unread messages', look: 'quiet' }),
    none: state(Badge, { count: 0, label: 'nothing' }),
  },
  Button: {
    plain: state(Button, { children: words('Open the folder') }),
    primary: state(Button, { children: words('Sign in'), look: 'primary', type: 'submit' }),
    link: state(Button, { children: words('Try again'), look: 'link' }),
    busy: state(Button, { children: words('Signing in'), look: 'primary', busy: true }),
    wide: state(Button, { children: words(long), wide: true }),
    'long text': state(Button, { children: words(`${long} ${long}`) }),
  },
  CheckList: {
    default: state(CheckList, { label: 'Languages', values: ['b'], options: three, onchange: nothing }),
    locked: state(CheckList, {
      label: 'Languages',
      values: ['b'],
      options: three,
      locked: true,
      onchange: nothing,
    }),
    'long text': state(CheckList, { label: long, values: [], options: longOptions, onchange: nothing }),
  },
  Choice: {
    row: state(Choice, { label: 'Theme', value: 'a', options: three, onchange: nothing }),
    list: state(Choice, { label: 'Theme', value: 'a', options: three, look: 'list', onchange: nothing }),
    locked: state(Choice, { label: 'Theme', value: 'a', options: three, locked: true, onchange: nothing }),
    'locked list': state(Choice, {
      label: 'Theme',
      value: 'a',
      options: three,
      look: 'list',
      locked: true,
      onchange: nothing,
    }),
    'long text': state(Choice, { label: long, value: 'a', options: longOptions, onchange: nothing }),
  },
  Disclosure: {
    closed: state(Disclosure, { summary: words('Advanced'), children: words('The rest') }),
    'long text': state(Disclosure, { summary: words(long), children: words(long) }),
  },
  EmptyState: {
    title: state(EmptyState, { title: 'No conversations yet' }),
    whole: state(EmptyState, {
      title: 'No conversations yet',
      heading: 'h2',
      icon: words('☺'),
      children: words('Start one with somebody’s address.'),
    }),
    'long text': state(EmptyState, { title: long, children: words(long) }),
  },
  Facts: {
    default: state(Facts, {
      facts: [
        { name: 'Address', value: 'alice@example.com', kind: 'code' },
        { name: 'Version', value: '0.1.0' },
      ],
    }),
    'long text': state(Facts, { facts: [{ name: long, value: `/home/${long}/${long}`, kind: 'code' }] }),
    empty: state(Facts, { facts: [] }),
  },
  Field: {
    default: state(Field, { label: 'Address', control: input }),
    help: state(Field, { label: 'Address', help: 'name@company.com', control: input }),
    error: state(Field, {
      label: 'Address',
      help: 'name@company.com',
      problem: 'This is no address.',
      control: input,
    }),
    'long text': state(Field, { label: long, problem: long, control: input }),
  },
  IconButton: {
    default: state(IconButton, { label: 'Close', children: words('×') }),
    disabled: state(IconButton, { label: 'Close', children: words('×'), disabled: true }),
    pressed: state(IconButton, { label: 'Mute', children: words('×'), 'aria-pressed': 'true' }),
  },
  Keys: {
    one: state(Keys, { keys: ['Esc'] }),
    several: state(Keys, { keys: ['Ctrl', 'Shift', 'F'] }),
  },
  Lazy: {
    'not wanted': state(Lazy, { wanted: false, load: async () => Promise.resolve({ default: Spinner }) }),
    wanted: state(Lazy, { wanted: true, load: async () => Promise.resolve({ default: Spinner }) }),
  },
  Mark: { default: state(Mark, { size: 48 }) },
  Notice: {
    warning: state(Notice, { kind: 'warning', children: words('This computer has no keyring.') }),
    error: state(Notice, { kind: 'error', children: words('Not changed.') }),
    'long text': state(Notice, { kind: 'error', children: words(`${long} ${long}`) }),
  },
  Progress: {
    unknown: state(Progress, { label: 'Export', value: null }),
    begun: state(Progress, { label: 'Export', value: 0 }),
    half: state(Progress, { label: 'Export', value: 0.5, words: '20 of 40 messages' }),
    done: state(Progress, { label: 'Export', value: 1 }),
    'out of bounds': state(Progress, { label: 'Export', value: 7 }),
  },
  RowList: {
    many: state(RowList, rows),
    empty: state(RowList, { ...rows, items: [], activeKey: null }),
  },
  Select: {
    default: state(Select, select),
    locked: state(Select, { ...select, locked: true }),
    'long text': state(Select, { ...select, label: long, options: longOptions }),
  },
  Slider: {
    default: state(Slider, slider),
    locked: state(Slider, { ...slider, locked: true }),
    'long text': state(Slider, { ...slider, label: long, words: '100 % of what is usual' }),
  },
  SidePanel: {
    default: state(SidePanel, {
      title: 'Proof of delivery',
      closeLabel: 'Close',
      children: words('Delivered'),
      onclose: nothing,
    }),
    'long text': state(SidePanel, {
      title: long,
      closeLabel: 'Close',
      children: words(long),
      onclose: nothing,
    }),
  },
  Spinner: { default: state(Spinner, {}) },
  Switch: {
    off: state(Switch, { checked: false, label: 'Play a sound', onchange: nothing }),
    on: state(Switch, { checked: true, label: 'Play a sound', onchange: nothing }),
    locked: state(Switch, { checked: true, label: 'Play a sound', locked: true, onchange: nothing }),
    'long text': state(Switch, { checked: true, label: `${long} ${long}`, onchange: nothing }),
  },
  Tick: Object.fromEntries(
    ['queued', 'sending', 'sent', 'delivered', 'read', 'failed'].map((each) => [
      each,
      state(Tick, { state: each }),
    ]),
  ),
};

/** What needs a window around it, tested in overlays.test.ts. */
const elsewhere = ['Dialog', 'Menu', 'MenuItem', 'MenuPanel', 'MenuSeparator'];

const show = async (
  name: string,
  of: string,
  options?: Parameters<typeof stage>[2],
): Promise<HTMLElement> => {
  const found = states[name]?.[of];
  if (found === undefined) throw new Error(`${name} has no state ${of}`);
  return stage(found.component, found.props, options);
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
  ] as const)('%s (%s) is reached by Tab and shows it', async (name, of, selector) => {
    const target = await show(name, of);
    await userEvent.keyboard('{Tab}');
    const focused = target.querySelector(selector);
    expect(document.activeElement).toBe(focused);
    expect(focused !== null && hasRing(focused)).toBe(true);
  });

  test.each([
    ['Select', 'locked', 'select'],
    ['Slider', 'locked', 'input'],
    ['IconButton', 'disabled', 'button'],
  ] as const)('%s (%s) is not', async (name, of, selector) => {
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
