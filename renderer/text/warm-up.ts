import { linksIn } from '../../shared/text/links.ts';
import { timeOf } from './dates.ts';

/** Has that done which takes long at its first use, while the window waits for the main process anyway. */
export function warmUp(): void {
  timeOf(0);
  linksIn('https://example.com');
}
