import { isQuiet, quietForAnHour, quietUntilTomorrow, untilTurnedOff } from '../../shared/model/quiet.ts';
import type { DesktopWords } from './text/words.ts';

/** What a click on an entry asks for. */
export type TrayWish =
  | { readonly kind: 'open' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'quiet'; readonly until: (now: number) => number };

export interface TrayEntry {
  readonly label: string;
  readonly wish: TrayWish;
  readonly enabled: boolean;
}

export interface TrayMenu {
  /** Where nobody sees the tip, as in GNOME, the count stands here; null when nothing is unread. */
  readonly unread: TrayEntry | null;
  readonly open: TrayEntry;
  readonly quiet: {
    readonly label: string;
    /** Whether it holds now. */
    readonly checked: boolean;
    readonly entries: readonly TrayEntry[];
  };
  readonly quit: TrayEntry;
}

export interface TrayState {
  readonly unread: number;
  readonly quietUntil: number;
  /** The organisation decides when it is quiet. */
  readonly fixed: boolean;
  readonly now: number;
}

export function trayMenu(words: DesktopWords, { unread, quietUntil, fixed, now }: TrayState): TrayMenu {
  const { tray } = words;
  const quiet = isQuiet(quietUntil, now);
  const entry = (label: string, until: (now: number) => number, enabled = true): TrayEntry => ({
    label,
    wish: { kind: 'quiet', until },
    enabled: enabled && !fixed,
  });
  return {
    unread: unread === 0 ? null : { label: words.unread(unread), wish: { kind: 'unread' }, enabled: true },
    open: { label: tray.open, wish: { kind: 'open' }, enabled: true },
    quiet: {
      label: tray.quiet,
      checked: quiet,
      entries: [
        entry(tray.quietHour, quietForAnHour),
        entry(tray.quietTomorrow, quietUntilTomorrow),
        entry(tray.quietUntilOff, () => untilTurnedOff),
        entry(tray.quietOff, () => 0, quiet),
      ],
    },
    quit: { label: tray.quit, wish: { kind: 'quit' }, enabled: true },
  };
}

/** What the icon says when one rests on it. */
export const trayTip = (words: DesktopWords, unread: number): string =>
  unread === 0 ? words.product : `${words.product}: ${words.unread(unread)}`;
