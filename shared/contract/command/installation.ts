import * as v from 'valibot';
import { nothing } from './inputs.ts';

/** A package that Parley ships, as its authors want it named. */
export const Licence = v.object({
  name: v.string(),
  version: v.string(),
  /** SPDX, as the package says it. */
  license: v.string(),
  /** The whole text; empty where the package carries none. */
  text: v.string(),
});
export type Licence = v.InferOutput<typeof Licence>;

const LinkHandling = v.strictObject({ handled: v.array(v.picklist(['sip', 'im'])) });

/** What is installed here, and where it keeps its files. */
export const installationCommands = {
  installation: {
    input: nothing,
    output: v.object({
      versions: v.object({ electron: v.string(), chromium: v.string(), node: v.string() }),
      platform: v.string(),
      folders: v.object({ data: v.string(), logs: v.string() }),
      /** The policy that is in force; null without one. */
      policy: v.nullable(v.string()),
    }),
  },
  /**
   * What checks the spelling, and the languages that can be chosen: `system`, the checker of the system, which chooses
   * them itself; `dictionaries`, those that are there for a dictionary or the system knows.
   */
  spelling: {
    input: nothing,
    output: v.object({ checker: v.picklist(['system', 'dictionaries']), languages: v.array(v.string()) }),
  },
  /** Shows one of the folders in the system's own file manager. */
  openFolder: { input: v.strictObject({ folder: v.picklist(['data', 'logs']) }), output: nothing },
  /** Which kinds of links the system brings to Parley. */
  linkHandling: { input: nothing, output: LinkHandling },
  /** Has the system bring them all, and tells which it does bring then. */
  handleLinks: { input: nothing, output: LinkHandling },
  /** Of everything that is shipped, by name. */
  licences: { input: nothing, output: v.array(Licence) },
} as const;
