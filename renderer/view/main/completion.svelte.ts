import { completeShortcode, type Emoji } from '../../state/emoji/emoji-set.ts';
import { loadEmoji } from '../../state/emoji/emoji-source.ts';
import { closedShortcode, openShortcode } from '../../state/writing/shortcode.ts';

const most = 6;

/** What is offered for a `:shortcode` while it is typed. */
export class Completion {
  offers = $state.raw<readonly { readonly emoji: Emoji; readonly code: string }[]>([]);
  chosen = $state(0);
  /** Where the shortcode begins, in UTF-16 code units. */
  start = 0;
  /** What is typed while the emoji are on their way makes the answer for an older text void. */
  #looked = 0;

  /** Looks at a text after a change. `replace` is called at once for a shortcode that has just been closed. */
  async look(
    text: string,
    caret: number,
    language: string,
    replace: (start: number, end: number, emoji: Emoji) => void,
  ): Promise<void> {
    this.#looked += 1;
    const look = this.#looked;
    const closed = closedShortcode(text, caret);
    const open = closed ?? openShortcode(text, caret);
    if (open === null) {
      this.close();
      return;
    }
    // Without the data nothing is offered, and the text stays as it was typed.
    const set = await loadEmoji(language).catch(() => null);
    if (set === null || look !== this.#looked) return;
    if (closed !== null) {
      this.close();
      const emoji = set.byShortcode.get(closed.query);
      if (emoji !== undefined) replace(closed.start, caret, emoji);
      return;
    }
    this.start = open.start;
    this.offers = completeShortcode(set, open.query, most);
    this.chosen = 0;
  }

  move(step: 1 | -1): true {
    const { length } = this.offers;
    this.chosen = (this.chosen + step + length) % length;
    return true;
  }

  close(): void {
    this.#looked += 1;
    this.offers = [];
    this.chosen = 0;
  }
}
