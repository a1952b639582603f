const article = '[data-message-id]';

export interface TimelineKeys {
  readonly log: HTMLElement;
  /** The message to begin at when one comes from elsewhere; null when none is in view. */
  readonly start: () => HTMLElement | null;
  readonly go: (to: HTMLElement) => void;
  readonly newest: () => void;
  readonly menu: (of: HTMLElement) => void;
  readonly choose: (message: HTMLElement) => void;
  readonly remove: (message: HTMLElement) => void;
  /** Out of the messages. */
  readonly leave: () => void;
}

/** The message that an event is about. */
export const messageAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(article) : null;

/** Through the messages by the arrow keys, as in a list; what stands within them keeps its keys. */
export function handleTimelineKey(event: KeyboardEvent, keys: TimelineKeys): void {
  const { target } = event;
  const at = target instanceof HTMLElement && target.matches(article) ? target : null;
  if (at === null && target !== keys.log) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const handled = ((): boolean => {
    switch (event.key) {
      case 'ArrowUp':
      case 'ArrowDown': {
        const next = at === null ? keys.start() : neighbour(at, event.key === 'ArrowUp');
        if (next !== null) keys.go(next);
        return next !== null;
      }
      case 'End':
        keys.newest();
        return true;
      case 'Enter':
        if (at !== null) keys.menu(at);
        return at !== null;
      case ' ':
        if (at !== null) keys.choose(at);
        return at !== null;
      case 'Delete':
        if (at !== null) keys.remove(at);
        return at !== null;
      case 'Escape':
        keys.leave();
        return true;
      default:
        return false;
    }
  })();
  if (handled) event.preventDefault();
}

/**
 * Whether a key press writes something, and means nothing else where nothing is written. `singleKeys`: some of those
 * that write are shortcuts there.
 */
export function isTyped(event: KeyboardEvent, singleKeys: boolean): boolean {
  const { key } = event;
  if (event.defaultPrevented || event.isComposing || [...key].length !== 1 || key === ' ') return false;
  if (singleKeys && key === '?') return false;
  return event.getModifierState('AltGraph') || !(event.ctrlKey || event.metaKey || event.altKey);
}

function neighbour(from: HTMLElement, before: boolean): HTMLElement | null {
  let next: Element | null = from;
  do next = before ? next.previousElementSibling : next.nextElementSibling;
  while (next !== null && !next.matches(article));
  return next instanceof HTMLElement ? next : null;
}
