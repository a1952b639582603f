import { innerHeight, innerWidth } from 'svelte/reactivity/window';
import type { ConversationId, MessageId } from '../../shared/model/ids.ts';
import type { SettingName } from '../../shared/model/settings.ts';
import type { SettingsPage } from './settings-pages.ts';

/** What the rail leads to. */
export type Section = 'conversations' | 'settings';

/** What stands at the right of the timeline. */
export type Panel = { readonly kind: 'proof'; readonly messageId: MessageId } | { readonly kind: 'unsent' };

/** What stands before everything else and has the keys. */
export type DialogName =
  'palette' | 'date' | 'new-conversation' | 'shortcuts' | 'sign-in-again' | 'sign-out' | 'recovery-key';

/** Where the focus shall go; in the list to a conversation, or to the open one. */
export interface FocusWish {
  readonly place: 'list' | 'timeline' | 'panel';
  readonly conversationId: ConversationId | null;
}

/** Below this width parts of the window take turns; style sheets say the same as `@container window (width < 42.5rem)`. */
const narrowBelow = 680;
/** Below this width a panel covers the timeline; style sheets say `@container window (width < 62.5rem)`. */
const coversBelow = 1000;

/** A message of one line takes up about so much of the window's height, CSS pixels, at the usual size of the text. */
const messageHeight = 45;
/** What fills a window that is not laid out yet. */
const usualFill = 17;

/** Which parts of the window are shown. */
export class Layout {
  section = $state<Section>('conversations');
  panel = $state.raw<Panel | null>(null);
  /** The last panel made way for something, which has the focus then. */
  madeWay = false;
  dialog = $state<DialogName | null>(null);
  /** Each wish is an object of its own, so that the same can be wished for again. */
  focusWish = $state.raw<FocusWish | null>(null);
  /** Whether the system wants dark colours, as the view says. */
  systemDark = $state(false);
  /** The page of the settings that is open; null, in a narrow window, while they are chosen from. */
  settingsPage = $state<SettingsPage | null>(null);
  /** The setting to go to on that page, until the page has gone there. */
  wantedSetting = $state<SettingName | null>(null);
  /** Of the text, as a part of its usual size: larger text leaves less room, as a smaller window does. */
  textScale = $state(1);
  /** Whether list and timeline take turns. */
  readonly narrow: boolean = $derived((innerWidth.current ?? narrowBelow) / this.textScale < narrowBelow);

  /** Whether a panel, if there is one, stands in the place of the timeline. */
  readonly panelCovers: boolean = $derived(
    (innerWidth.current ?? narrowBelow) / this.textScale < coversBelow,
  );

  readonly covered: boolean = $derived(this.panel !== null && this.panelCovers);

  /** So many messages fill the timeline, or a few more. */
  get fill(): number {
    const height = innerHeight.current;
    return height === undefined ? usualFill : Math.ceil(height / this.textScale / messageHeight);
  }

  show(section: Section): void {
    this.section = section;
  }

  /** A panel in the place of the timeline makes way for it; one beside it stays. */
  uncover(): void {
    if (!this.covered) return;
    this.panel = null;
    this.madeWay = true;
  }

  /** The open conversation has something to show. */
  showConversation(): void {
    this.section = 'conversations';
    this.uncover();
  }

  /** `setting`: the one to go to on that page; null, to the page. */
  showSettings(page: SettingsPage | null, setting: SettingName | null = null): void {
    this.section = 'settings';
    this.settingsPage = page;
    this.wantedSetting = setting;
  }

  /** From a page of the settings to their list, where that is a step; returns whether it was one. */
  leavePage(): boolean {
    if (!this.narrow || this.settingsPage === null) return false;
    this.settingsPage = null;
    return true;
  }

  openPanel(panel: Panel): void {
    this.section = 'conversations';
    this.panel = panel;
    this.madeWay = false;
  }

  closePanel(): void {
    this.panel = null;
  }

  openDialog(dialog: DialogName): void {
    this.dialog = dialog;
  }

  closeDialog(): void {
    this.dialog = null;
  }

  wantFocus(place: FocusWish['place'], conversationId: ConversationId | null = null): void {
    this.focusWish = { place, conversationId };
  }

  clear(): void {
    this.section = 'conversations';
    this.panel = null;
    this.dialog = null;
    this.focusWish = null;
    this.settingsPage = null;
    this.wantedSetting = null;
  }
}
