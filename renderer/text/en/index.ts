import { actions } from './actions.ts';
import { archive } from './archive.ts';
import { composer } from './composer.ts';
import { conversations } from './conversations.ts';
import { dateJump } from './date-jump.ts';
import { find } from './find.ts';
import { outbox } from './outbox.ts';
import { palette } from './palette.ts';
import { links } from './links.ts';
import { message } from './message.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';
import { storage } from './storage.ts';
import { timeline } from './timeline.ts';
import { window } from './window.ts';

/** Every word that the window shows, in English. A language is another folder with the same shape: a key that is missing does not compile. */
export const en = {
  ...window,
  ...actions,
  ...signIn,
  ...conversations,
  ...dateJump,
  ...find,
  ...palette,
  ...links,
  ...search,
  ...timeline,
  ...composer,
  ...message,
  ...outbox,
  ...settings,
  ...archive,
  ...storage,
};

export type Words = typeof en;
