import { app } from 'electron';
import { chosenLanguage, type Language } from '../../shared/text/language.ts';
import type { SettingsReader } from '../settings/settings-book.ts';

/** The language of all that Parley says outside of its window, and of what it writes for people to read. */
export const languageInUse = (settings: SettingsReader): Language =>
  chosenLanguage(settings.get('language.language'), app.getPreferredSystemLanguages());
