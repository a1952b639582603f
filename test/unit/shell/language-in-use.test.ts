import { expect, it, vi } from 'vitest';
import { pageWords } from '../../../main/archive/words.ts';
import { languageInUse } from '../../../main/shell/language-in-use.ts';
import { settingsWith } from '../../support/settings.ts';

// Somebody who would have French, and else German: Chromium, which speaks French, takes that.
vi.mock('electron', () => ({
  app: { getLocale: () => 'fr', getPreferredSystemLanguages: () => ['fr-CH', 'de-CH'] },
}));

it('The pages of an export are in the language that the window has, also where the first wish is none of Parley’s', () => {
  expect(pageWords(languageInUse(settingsWith())).language).toBe('de');
  expect(pageWords(languageInUse(settingsWith({ 'language.language': 'ar' }))).language).toBe('ar');
});
