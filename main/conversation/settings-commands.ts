import { ManagedSettingError, type SettingsBook } from '../settings/settings-book.ts';
import { CommandError } from './failure-error.ts';
import type { CommandHandlers } from './command-handlers.ts';

/** The commands about settings. They work whoever is signed in, and when nobody is. */
export function settingsCommandHandlers(
  settings: SettingsBook,
): Pick<CommandHandlers, 'changeSettings' | 'resetSettings'> {
  return {
    changeSettings: ({ values }) => {
      try {
        settings.change(values);
      } catch (error) {
        if (error instanceof ManagedSettingError) {
          throw new CommandError({ code: 'managed-setting' }, { cause: error });
        }
        throw error;
      }
      return Promise.resolve({});
    },
    resetSettings: ({ names }) => {
      settings.reset(names);
      return Promise.resolve({});
    },
  };
}
