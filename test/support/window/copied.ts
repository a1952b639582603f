/** What a copy by key puts on the clipboard where the focus or the selection is; null when the browser is left to it. */
export function copied(): string | null {
  const selection = getSelection();
  const at = selection?.isCollapsed === false ? selection.anchorNode?.parentElement : document.activeElement;
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent('copy', { bubbles: true, cancelable: true, clipboardData });
  at?.dispatchEvent(event);
  return event.defaultPrevented ? clipboardData.getData('text/plain') : null;
}
