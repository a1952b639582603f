import type { TypedEvent } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';

/** Raises an event whose listeners must not disturb the flow: what they throw is logged. Returns false then. */
export function raiseGuarded<T>(log: Log, name: string, event: TypedEvent<T>, value: T): boolean {
  try {
    event.raise(value);
    return true;
  } catch (error) {
    log.error({ error, event: name }, 'A listener of the flow threw');
    return false;
  }
}
