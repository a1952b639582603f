import { isQuiet, quietForAnHour, quietUntilTomorrow, untilTurnedOff } from '../../shared/model/quiet.ts';
import type { DesktopWords } from './text/words.ts';

/** What a click on an entry asks for. */
export type TrayWish =
  | { readonly kind: 'open' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'quiet'; readonly until: (now: number) => number };

export interface TrayEntry {
  readonly label: string;
  readonly wish: TrayWish;
  readonly enabled: boolean;
}

export interface TrayMenu {
  readonly open: TrayEntry;
  readonly quiet: {
    readonly label: string;
    /** Whether it holds now. */
    readonly checked: boolean;
    readonly entries: readonly TrayEntry[];
  };
  readonly quit: TrayEntry;
}

/** `fixed`: the organisation decides when it is quiet. */
export function trayMenu(words: DesktopWords, quietUntil: number, now: number, fixed: boolean): TrayMenu {
  const { tray } = words;
  const quiet = isQuiet(quietUntil, now);
  const entry = (label: string, until: (now: number) => number, enabled = true): TrayEntry => ({
    label,
    wish: { kind: 'quiet', until },
    enabled: enabled && !fixed,
  });
  return {
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
