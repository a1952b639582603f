import type { AppState } from '../../state/app.svelte.ts';

/**
 * The window has no permission for the clipboard, as for anything else; a copy that the user asked for needs none. It is
 * named here by what Parley needs of it.
 */
interface Copying {
  execCommand(command: 'copy'): boolean;
}

/** Puts plain text on the clipboard; to be called while a click or a key is handled. Returns whether it is there. */
export function copyText(text: string): boolean {
  let put = false;
  const copy = (event: ClipboardEvent): void => {
    if (event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', text);
    put = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', copy, { capture: true, once: true });
  const copying: Copying = document;
  const done = copying.execCommand('copy');
  document.removeEventListener('copy', copy, { capture: true });
  return done && put;
}

/** Puts what is selected on the clipboard, as the key does. Returns whether that was let. */
export function copySelection(): boolean {
  const copying: Copying = document;
  return copying.execCommand('copy');
}

/** The window says that the clipboard was refused, until the next copy is there. Returns whether this one is. */
export function tellOfCopy(app: AppState, there: boolean): boolean {
  if (!there) app.refusal = 'not-copied';
  else if (app.refusal === 'not-copied') app.refusal = null;
  return there;
}
