import type { Secrets } from '../../main/store/secrets.ts';

/** Wraps nothing: what is measured is not the system's secret store. */
export const plainSecrets: Secrets = {
  kind: 'weak',
  wrap: async (text) => Promise.resolve(Buffer.from(text).toString('base64')),
  unwrap: async (wrapped) => Promise.resolve(Buffer.from(wrapped, 'base64').toString()),
};
