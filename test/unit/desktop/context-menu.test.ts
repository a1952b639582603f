import { describe, expect, it } from 'vitest';
import { contextMenu, type ContextMenuEntry, type MenuTarget } from '../../../main/desktop/context-menu.ts';
import { desktopWords } from '../../../main/desktop/text/words.ts';

const nowhere: MenuTarget = {
  isEditable: false,
  linkURL: '',
  selectionText: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags: {
    canUndo: false,
    canRedo: false,
    canCut: false,
    canCopy: true,
    canPaste: true,
    canSelectAll: true,
  },
};
const menu = (target: Partial<MenuTarget>, words = desktopWords.en): readonly ContextMenuEntry[] =>
  contextMenu({ ...nowhere, ...target }, words);
const labels = (entries: readonly ContextMenuEntry[]): readonly string[] =>
  entries.map((each) => (each.kind === 'separator' ? '-' : each.label));

describe('a context menu', () => {
  it('is none where there is nothing to do', () => {
    expect(menu({})).toEqual([]);
    expect(menu({ selectionText: ' \n' })).toEqual([]);
    expect(menu({ linkURL: 'app://parley/' })).toEqual([]);
  });

  it('copies what is selected', () => {
    expect(menu({ selectionText: 'a word' })).toEqual([
      { kind: 'edit', label: 'Copy', command: 'copy', enabled: true },
    ]);
  });

  it('edits a field, as far as it can be edited', () => {
    const entries = menu({ isEditable: true });
    expect(labels(entries)).toEqual(['Undo', 'Redo', '-', 'Cut', 'Copy', 'Paste', 'Select all']);
    expect(entries.find((each) => each.kind === 'edit' && each.command === 'cut')).toMatchObject({
      enabled: false,
    });
  });

  it('copies the address of a link, and of what is selected in it the text', () => {
    expect(menu({ linkURL: 'https://example.com/', selectionText: 'exam' })).toMatchObject([
      { kind: 'copy-link', link: 'https://example.com/' },
      { kind: 'separator' },
      { kind: 'edit', command: 'copy' },
    ]);
  });

  it('corrects what is misspelled, first of all', () => {
    const misspelled = { isEditable: true, misspelledWord: 'speling' };
    expect(
      labels(menu({ ...misspelled, dictionarySuggestions: ['spelling', 'spieling'] })).slice(0, 4),
    ).toEqual(['spelling', 'spieling', 'Add to dictionary', '-']);
    expect(labels(menu(misspelled)).slice(0, 2)).toEqual(['No suggestions', 'Add to dictionary']);
  });

  it('speaks each language', () => {
    expect(labels(menu({ selectionText: 'a' }, desktopWords.de))).toEqual(['Kopieren']);
    expect(labels(menu({ selectionText: 'a' }, desktopWords.ar))).toEqual(['نسخ']);
  });
});
