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

/** Puts what is selected on the clipboard, as the key does. */
export function copySelection(): void {
  const copying: Copying = document;
  copying.execCommand('copy');
}
