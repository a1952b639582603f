import { ManagedSettingError, SettingRefusedError, type SettingsBook } from '../settings/settings-book.ts';
import { CommandError } from './failure-error.ts';
import type { CommandHandlers } from './command-handlers.ts';

/** The commands about settings. They work whoever is signed in, and when nobody is. */
export function settingsCommandHandlers(
  settings: SettingsBook,
): Pick<CommandHandlers, 'changeSettings' | 'resetSettings'> {
  return {
    changeSettings: ({ values }) => {
      withRefusals(() => {
        settings.change(values);
      });
      return Promise.resolve({});
    },
    resetSettings: ({ names }) => {
      withRefusals(() => {
        settings.reset(names);
      });
      return Promise.resolve({});
    },
  };
}

function withRefusals(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (error instanceof ManagedSettingError) {
      throw new CommandError({ code: 'managed-setting' }, { cause: error });
    }
    if (error instanceof SettingRefusedError) {
      const { reason, place } = error;
      throw new CommandError({ code: 'setting-refused', reason, place }, { cause: error });
    }
    throw error;
  }
}
