import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { noPolicy } from '../../../main/settings/policy.ts';
import { ManagedSettingError, SettingsBook } from '../../../main/settings/settings-book.ts';
import {
  defaultSettings,
  settingNames,
  type SettingName,
  type SettingValues,
} from '../../../shared/model/settings.ts';

const managed = { values: { 'privacy.readReceipts': false }, managedBy: 'Example Ltd' } as const;

function book(stored: unknown, policy = noPolicy) {
  const saved: SettingValues[] = [];
  const settings = new SettingsBook({
    stored,
    policy,
    save: (chosen) => {
      saved.push(chosen);
    },
    log: silentLog,
  });
  const changes: (readonly SettingName[])[] = [];
  settings.changed.subscribe((names) => {
    changes.push(names);
  });
  return { settings, saved, changes };
}

describe('the settings', () => {
  it('are the defaults until somebody chooses', () => {
    expect(book(null).settings.state).toEqual({ values: defaultSettings, managed: [], managedBy: null });
  });

  it('keep what is chosen, and say what changed', () => {
    const { settings, saved, changes } = book({ 'appearance.theme': 'dark' });
    settings.change({ 'appearance.theme': 'dark', 'appearance.textSize': 120 });
    expect(settings.get('appearance.textSize')).toBe(120);
    expect(changes).toEqual([['appearance.textSize']]);
    expect(saved).toEqual([{ 'appearance.theme': 'dark', 'appearance.textSize': 120 }]);
  });

  it('let the policy win, and refuse to change what it fixes, with all that was asked together', () => {
    const { settings, saved } = book({ 'privacy.readReceipts': true }, managed);
    expect(settings.get('privacy.readReceipts')).toBe(false);
    expect(() => {
      settings.change({ 'privacy.typing': false, 'privacy.readReceipts': true });
    }).toThrow(ManagedSettingError);
    expect(settings.get('privacy.typing')).toBe(true);
    expect(saved).toEqual([]);
    expect(settings.state).toMatchObject({ managed: ['privacy.readReceipts'], managedBy: 'Example Ltd' });
  });

  it('go back to the defaults, all or those that are named', () => {
    const { settings, changes } = book({ 'appearance.theme': 'dark', 'privacy.typing': false });
    settings.reset(['appearance.theme']);
    expect(settings.get('appearance.theme')).toBe('system');
    expect(settings.get('privacy.typing')).toBe(false);
    settings.reset();
    expect(settings.get('privacy.typing')).toBe(true);
    expect(changes).toEqual([['appearance.theme'], ['privacy.typing']]);
  });

  it('stay as they were when they cannot be kept', () => {
    const settings = new SettingsBook({
      stored: null,
      policy: noPolicy,
      save: () => {
        throw new Error('The disk is full');
      },
      log: silentLog,
    });
    expect(() => {
      settings.change({ 'appearance.theme': 'dark' });
    }).toThrow('The disk is full');
    expect(settings.get('appearance.theme')).toBe('system');
  });

  it('take any stored rubbish and are whole all the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...settingNames, '__proto__'), fc.anything())),
        (stored) => {
          const { values } = book(stored).settings.state;
          expect(Object.keys(values).sort()).toEqual([...settingNames].sort());
          for (const name of settingNames) expect(values[name]).not.toBe(undefined);
        },
      ),
    );
  });
});
