import { TypedEvent, type EventSource } from '../../shared/model/event.ts';
import type { Opening } from '../../shared/model/opening.ts';
import type { CommandHandlers } from '../conversation/command-handlers.ts';
import { failureOf } from '../conversation/failure-error.ts';
import { isAddressLink, parseAddressLink } from './address-link.ts';

type StartConversation = CommandHandlers['startConversation'];

/** Of a link that leads nowhere so much is shown, UTF-16 code units. */
const longestShown = 100;

/** What the window shall show next. The newest wish counts, and waits until the window is there and asks. */
export class Openings {
  readonly #startConversation: StartConversation;
  readonly #wanted = new TypedEvent<Opening>();
  #next: Opening | null = null;
  #signedIn = false;
  /** A link that came before anybody was signed in. */
  #link: string | null = null;

  constructor(startConversation: StartConversation) {
    this.#startConversation = startConversation;
  }

  /** Something is to be shown: time to bring the window up and have it ask. */
  get wanted(): EventSource<Opening> {
    return this.#wanted;
  }

  want(opening: Opening): void {
    this.#next = opening;
    this.#wanted.raise(opening);
  }

  take(): Opening | null {
    const next = this.#next;
    this.#next = null;
    return next;
  }

  async setSignedIn(signedIn: boolean): Promise<void> {
    this.#signedIn = signedIn;
    const link = this.#link;
    if (!signedIn || link === null) return;
    this.#link = null;
    await this.#follow(link);
  }

  /** Follows the first `sip:` or `im:` link of a command line. False: there is none. */
  async followArguments(args: readonly string[]): Promise<boolean> {
    const link = args.find(isAddressLink);
    if (link === undefined) return false;
    await this.followLink(link);
    return true;
  }

  /** Opens the conversation that a link leads to, at once or as soon as somebody is signed in. */
  async followLink(link: string): Promise<void> {
    const parsed = parseAddressLink(link);
    if (!parsed.ok) this.want(badLink(link, parsed.failure));
    else if (this.#signedIn) await this.#follow(link);
    else this.#link = link;
  }

  async #follow(link: string): Promise<void> {
    const parsed = parseAddressLink(link);
    if (!parsed.ok) return;
    try {
      const { id } = await this.#startConversation({ address: parsed.value.address });
      this.want({ kind: 'conversation', conversationId: id, draft: parsed.value.body });
    } catch (error) {
      this.want(badLink(link, failureOf(error).code === 'own-address' ? 'own-address' : 'failed'));
    }
  }
}

const badLink = (link: string, problem: Extract<Opening, { kind: 'bad-link' }>['problem']): Opening => ({
  kind: 'bad-link',
  link: link.length > longestShown ? `${link.slice(0, longestShown)}…` : link,
  problem,
});
