/**
 * Only this old way of editing goes onto the browser's undo stack; the standard has no other yet, which is why it is
 * named here by what Parley needs of it.
 */
interface UndoableEditing {
  execCommand(command: 'insertText' | 'delete', showUi: false, value?: string): boolean;
}

/** Replaces a part of a field's text as if it had been typed, so that undo takes it back. Puts the caret after it. */
export function replaceUndoably(
  field: HTMLTextAreaElement,
  start: number,
  end: number,
  replacement: string,
): void {
  const editing: UndoableEditing = field.ownerDocument;
  field.focus();
  field.setSelectionRange(start, end);
  if (replacement !== '') editing.execCommand('insertText', false, replacement);
  else if (start !== end) editing.execCommand('delete', false);
}
