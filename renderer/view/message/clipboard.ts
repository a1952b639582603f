/**
 * The window has no permission for the clipboard, as for anything else; a copy that the user asked for needs none. It is
 * named here by what Parley needs of it.
 */
interface Copying {
  execCommand(command: 'copy'): boolean;
}

/** Puts plain text on the clipboard; to be called while a click or a key is handled. */
export function copyText(text: string): void {
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  const copying: Copying = document;
  copying.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
}

/** Puts what is selected on the clipboard, as the key does. */
export function copySelection(): void {
  const copying: Copying = document;
  copying.execCommand('copy');
}
