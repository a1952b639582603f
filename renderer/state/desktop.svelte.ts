import type { ConversationId } from '../../shared/model/ids.ts';
import type { MenuAction, Opening } from '../../shared/model/opening.ts';
import type { WindowWish } from '../../shared/contract/command/desktop.ts';
import type { Bridge } from '../bridge/bridge.ts';

export type BadLink = Extract<Opening, { kind: 'bad-link' }>;
/** What has a conversation to show. */
export type Destination = Exclude<Opening, BadLink | { kind: 'action' }>;

/** The window's part in what goes on between Parley and the desktop around it. */
export class Desktop {
  readonly #bridge: Bridge;
  readonly #show: (destination: Destination) => void;
  #viewing: ConversationId | null = null;
  /** Nobody is there to see what the window shows. */
  away = $state(false);
  /** A link that led nowhere, until the user has seen it. */
  badLink = $state.raw<BadLink | null>(null);
  /** What a menu outside of the window asked for, until it is done. */
  menuAction = $state.raw<MenuAction | null>(null);

  constructor(bridge: Bridge, show: (destination: Destination) => void) {
    this.#bridge = bridge;
    this.#show = show;
  }

  /** Tells which conversation is before the user's eyes, when it is another now. */
  view(id: ConversationId | null): void {
    if (id === this.#viewing) return;
    this.#viewing = id;
    void this.#bridge.invoke('viewing', { conversationId: id });
  }

  /** Asks what is to be shown next, and shows it. */
  async takeOpening(): Promise<void> {
    const result = await this.#bridge.invoke('takeOpening', {});
    if (!result.ok || result.value.opening === null) return;
    const { opening } = result.value;
    this.badLink = opening.kind === 'bad-link' ? opening : null;
    if (opening.kind === 'action') this.menuAction = opening.action;
    else if (opening.kind !== 'bad-link') this.#show(opening);
  }

  /** Has the window itself do something. */
  askWindow(wish: WindowWish): void {
    void this.#bridge.invoke('askWindow', { wish });
  }

  networkChanged(online: boolean): void {
    void this.#bridge.invoke('networkChanged', { online });
  }
}
