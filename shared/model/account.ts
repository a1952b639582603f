import * as v from 'valibot';
import { SipAddress } from './address.ts';
import { ServerLocation } from './connection.ts';
import { AccountId } from './ids.ts';

export const Account = v.object({
  id: AccountId,
  address: SipAddress,
  displayName: v.nullable(v.string()),
  server: ServerLocation,
  /** `trial`: signed in to the embedded server of "Try it on this computer". */
  kind: v.picklist(['server', 'trial']),
  /** Begin with an IM dialog at peers of whom nothing is known (Lync, Skype for Business); else a phone might ring. */
  imDialogs: v.boolean(),
});
export type Account = v.InferOutput<typeof Account>;
