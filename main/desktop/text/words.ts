import type { Language } from '../../../shared/text/language.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type DesktopWords } from './en.ts';

export type { DesktopWords };

/** The words of each language outside of the window. */
export const desktopWords: Readonly<Record<Language, DesktopWords>> = { en, de, ar };
