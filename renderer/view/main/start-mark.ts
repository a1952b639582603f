import { afterFrame } from '../after-frame.ts';

/** How far a start is: one can write; the messages of the open conversation are there; everything is. */
type Mark = 'parley:usable' | 'parley:messages' | 'parley:whole';

/** Notes in the window's performance timeline when the next frame is painted, each mark once. */
export function mark(name: Mark): void {
  const isSet = (): boolean => performance.getEntriesByName(name).length > 0;
  if (isSet()) return;
  afterFrame(() => {
    if (!isSet()) performance.mark(name);
  });
}
