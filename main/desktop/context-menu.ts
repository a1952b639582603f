import type { DesktopWords } from './text/words.ts';

/** What somebody asked a menu for; the names are Chromium's. */
export interface MenuTarget {
  readonly isEditable: boolean;
  /** Empty without a link. */
  readonly linkURL: string;
  readonly selectionText: string;
  /** Empty where nothing is misspelled. */
  readonly misspelledWord: string;
  readonly dictionarySuggestions: readonly string[];
  readonly editFlags: {
    readonly canUndo: boolean;
    readonly canRedo: boolean;
    readonly canCut: boolean;
    readonly canCopy: boolean;
    readonly canPaste: boolean;
    readonly canSelectAll: boolean;
  };
}

export type EditCommand = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll';

export type ContextMenuEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'words'; readonly label: string }
  | {
      readonly kind: 'edit';
      readonly label: string;
      readonly command: EditCommand;
      readonly enabled: boolean;
    }
  | { readonly kind: 'copy-link'; readonly label: string; readonly link: string }
  | { readonly kind: 'replace'; readonly label: string; readonly word: string }
  | { readonly kind: 'learn'; readonly label: string; readonly word: string };

/** The addresses that are a person's to copy; a page's inner ones are not. */
const copied = /^(?:https?|mailto|sips?|im|tel):/i;

/** The menu of a text field, of selected text, or of a link; empty where there is nothing to do. */
export function contextMenu(target: MenuTarget, words: DesktopWords): readonly ContextMenuEntry[] {
  const { isEditable, editFlags, linkURL, selectionText } = target;
  const { menu } = words;
  const edit = (command: EditCommand, enabled: boolean): ContextMenuEntry => ({
    kind: 'edit',
    label: menu[command],
    command,
    enabled,
  });
  const link: readonly ContextMenuEntry[] = copied.test(linkURL)
    ? [{ kind: 'copy-link', label: menu.copyLink, link: linkURL }]
    : [];
  if (isEditable) {
    return joined(
      spelling(target, words),
      link,
      [edit('undo', editFlags.canUndo), edit('redo', editFlags.canRedo)],
      [
        edit('cut', editFlags.canCut),
        edit('copy', editFlags.canCopy),
        edit('paste', editFlags.canPaste),
        edit('selectAll', editFlags.canSelectAll),
      ],
    );
  }
  return joined(link, selectionText.trim() === '' ? [] : [edit('copy', editFlags.canCopy)]);
}

function spelling(
  { misspelledWord, dictionarySuggestions }: MenuTarget,
  { menu }: DesktopWords,
): readonly ContextMenuEntry[] {
  if (misspelledWord === '') return [];
  const suggestions = dictionarySuggestions.map((word) => ({ kind: 'replace', label: word, word }) as const);
  return [
    ...(suggestions.length > 0 ? suggestions : [{ kind: 'words', label: menu.noSuggestions } as const]),
    { kind: 'learn', label: menu.learnSpelling, word: misspelledWord },
  ];
}

function joined(...groups: readonly (readonly ContextMenuEntry[])[]): readonly ContextMenuEntry[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ kind: 'separator' } as const, ...group]));
}
