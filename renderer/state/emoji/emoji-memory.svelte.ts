import * as v from 'valibot';
import { skinTones, type SkinTone } from './emoji-set.ts';

const key = 'parley.emoji';
const mostRecent = 24;

const Memory = v.object({
  recent: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(mostRecent)),
  tone: v.picklist(skinTones),
});

function remembered(): v.InferOutput<typeof Memory> {
  try {
    return v.parse(Memory, JSON.parse(localStorage.getItem(key) ?? ''));
  } catch {
    return { recent: [], tone: 0 };
  }
}

/** Which emoji somebody used last, and in which tone; kept with the window, not with the messages. */
export class EmojiMemory {
  #recent = $state.raw<readonly string[]>([]);
  #tone = $state<SkinTone>(0);

  constructor() {
    const { recent, tone } = remembered();
    this.#recent = recent;
    this.#tone = tone;
  }

  get recent(): readonly string[] {
    return this.#recent;
  }

  get tone(): SkinTone {
    return this.#tone;
  }

  setTone(tone: SkinTone): void {
    this.#tone = tone;
    this.#keep();
  }

  /** `character` as Unicode has it, without tone. */
  used(character: string): void {
    this.#recent = [character, ...this.#recent.filter((each) => each !== character)].slice(0, mostRecent);
    this.#keep();
  }

  #keep(): void {
    try {
      localStorage.setItem(key, JSON.stringify({ recent: this.#recent, tone: this.#tone }));
    } catch {
      // A full disk: it is remembered until the window closes.
    }
  }
}
