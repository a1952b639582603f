import { SvelteMap } from 'svelte/reactivity';
import * as v from 'valibot';
import { withoutNeedlessSigns } from '../big-emoji.ts';
import { skinTones, type SkinTone } from './emoji-set.ts';

const key = 'parley.emoji';
const mostRecent = 24;

const Memory = v.object({
  recent: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(mostRecent)),
  tone: v.picklist(skinTones),
});

type Memory = v.InferOutput<typeof Memory>;

const nothing: Memory = { recent: [], tone: 0 };

function remembered(): Memory {
  try {
    const { recent, tone } = v.parse(Memory, JSON.parse(localStorage.getItem(key) ?? ''));
    return { recent: [...new Set(recent.map(withoutNeedlessSigns))], tone };
  } catch {
    return nothing;
  }
}

/** Which emoji somebody used last, and in which tone; kept with the window, not with the messages. */
export class EmojiMemory {
  readonly #memory = new SvelteMap<'memory', Memory>();

  constructor() {
    this.#memory.set('memory', remembered());
  }

  get recent(): readonly string[] {
    return this.#read().recent;
  }

  get tone(): SkinTone {
    return this.#read().tone;
  }

  setTone(tone: SkinTone): void {
    this.#keep({ ...this.#read(), tone });
  }

  /** `character` as Unicode has it, without tone. */
  used(character: string): void {
    const { recent, tone } = this.#read();
    this.#keep({
      recent: [character, ...recent.filter((each) => each !== character)].slice(0, mostRecent),
      tone,
    });
  }

  #read(): Memory {
    return this.#memory.get('memory') ?? nothing;
  }

  #keep(memory: Memory): void {
    this.#memory.set('memory', memory);
    try {
      localStorage.setItem(key, JSON.stringify(memory));
    } catch {
      // A full disk: it is remembered until the window closes.
    }
  }
}
