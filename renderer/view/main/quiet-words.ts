import { isQuiet, untilTurnedOff } from '../../../shared/model/quiet.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { dateTimeOf } from '../../text/dates.ts';
import { text } from '../../text/text.ts';

/** What is said of "Do not disturb" while it is on; empty while it is off. */
export function quietWords(app: AppState): string {
  const until = app.settings.get('notifications.quietUntil');
  if (!isQuiet(until, app.day.minute)) return '';
  const words = text.settings.quiet;
  return until >= untilTurnedOff ? words.on : words.onUntil(dateTimeOf(until, app.day.today));
}
