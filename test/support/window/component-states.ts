import { createRawSnippet, type Component } from 'svelte';
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
import Option from '../../../renderer/component/Option.svelte';
import Progress from '../../../renderer/component/Progress.svelte';
import RowList from '../../../renderer/component/RowList.svelte';
import Select from '../../../renderer/component/Select.svelte';
import SidePanel from '../../../renderer/component/SidePanel.svelte';
import Slider from '../../../renderer/component/Slider.svelte';
import Spinner from '../../../renderer/component/Spinner.svelte';
import Switch from '../../../renderer/component/Switch.svelte';
import Tick from '../../../renderer/component/Tick.svelte';
import { words } from './component-stage.ts';

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const nothing = (): void => undefined;
export const three = [
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
export interface State {
  readonly component: Component<Record<string, unknown>>;
  readonly props: Record<string, unknown>;
  /** What it has to be in. */
  readonly within?: 'listbox';
}

const state = (component: unknown, props: Record<string, unknown>): State => ({
  // Each component checks its own properties where views use it; here they come from a table.
  component: component as State['component'],
  props,
});

const select = { label: 'Keep', value: 'a', options: three, onchange: nothing };
export const slider = {
  label: 'Size',
  value: 100,
  min: 80,
  max: 200,
  step: 10,
  words: '100 %',
  onchange: nothing,
};
const rows = {
  label: 'Rows',
  items: Array.from({ length: 500 }, (_, index) => `Row ${String(index)}`),
  keyOf: (item: string) => item,
  activeKey: 'Row 0',
  row,
  onkeydown: nothing,
  onlost: nothing,
};

/** Every component with its states; generic ones stand here by what they are given. */
export const states: Readonly<Record<string, Readonly<Record<string, State>>>> = {
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
  Option: Object.fromEntries(
    (['line', 'low', 'tall'] as const).flatMap((look) =>
      [true, false].map((chosen) => [
        `${look}${chosen ? ', chosen' : ''}`,
        {
          ...state(Option, { id: 'an-option', look, chosen, onchoose: nothing, children: words('Anna') }),
          within: 'listbox' as const,
        },
      ]),
    ),
  ),
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
      givesBack: () => true,
    }),
    'long text': state(SidePanel, {
      title: long,
      closeLabel: 'Close',
      children: words(long),
      onclose: nothing,
      givesBack: () => true,
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
