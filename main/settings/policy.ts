import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { SettingValues } from '../../shared/model/settings.ts';
import type { Log } from '../log/log.ts';
import { readValues } from './read-values.ts';

/** What the organisation has fixed for everybody on this computer. */
export interface Policy {
  readonly values: SettingValues;
  /** How the organisation calls itself to its users; null without a policy. */
  readonly managedBy: string | null;
}

export const noPolicy: Policy = { values: {}, managedBy: null };

const PolicyFile = v.object({
  organisation: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  settings: v.record(v.string(), v.unknown()),
});

/**
 * Reads a policy file: JSON `{ "organisation": "…", "settings": { "privacy.readReceipts": false, … } }`. A file that is
 * not there is no policy; one that cannot be read manages nothing, and the log says so.
 */
export function readPolicy(path: string, log: Log): Policy {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error({ path, error }, 'The policy cannot be read');
    return noPolicy;
  }
  try {
    const { organisation, settings } = v.parse(PolicyFile, JSON.parse(text));
    return { values: readValues(settings, log), managedBy: organisation };
  } catch (error) {
    log.error({ path, error }, 'The policy is not one that Parley understands');
    return noPolicy;
  }
}

/** Where administrators put the policy of this computer. */
export function policyPath(platform: NodeJS.Platform, programData: string | undefined): string {
  if (platform === 'win32') return `${programData ?? 'C:\\ProgramData'}\\Parley\\policy.json`;
  if (platform === 'darwin') return '/Library/Application Support/Parley/policy.json';
  return '/etc/parley/policy.json';
}
