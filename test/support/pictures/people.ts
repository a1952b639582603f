import { parseAddress } from '../../../shared/model/address.ts';
import type { ServerLocation } from '../../../shared/model/connection.ts';
import { ParleyUser } from '../peers/parley-user.ts';

/** Somebody who writes to Alice, and what: several texts come one after the other. */
export interface Correspondent {
  readonly user: string;
  readonly name: string;
  readonly texts: readonly string[];
}

/** Made up, and all that the pictures show of other people. */
export const correspondents: readonly Correspondent[] = [
  { user: 'mattias', name: 'Mattias Törnqvist', texts: ['Ring me when you land. I wait at gate B12.'] },
  {
    user: 'helpdesk',
    name: 'Help Desk',
    texts: ['Your certificate expires on 3 December. Renew it in time.'],
  },
  { user: 'lena', name: 'Lena Wirth', texts: ['Could you look at the *draft* before noon?'] },
  { user: 'dispatch', name: 'Dispatch Oslo', texts: ['Truck 14 leaves at noon'] },
  {
    user: 'priya',
    name: 'Priya Shah',
    texts: ['Good morning', 'The invoice from March is in again', 'Shall I pay it? @alice'],
  },
  {
    user: 'jonas',
    name: 'Jonas Becker',
    texts: ['Morning! The gateway in Bergen drops every call after 32 seconds. Ring a bell?'],
  },
];

/** Who writes from right to left. */
export const arabicWriter: Correspondent = {
  user: 'layla',
  name: 'ليلى حداد',
  texts: ['صباح الخير! هل يناسبك أن نجتمع غدًا؟', 'نناقش فيه نقل خادم SIP إلى المبنى الجديد.'],
};

/** Signs one in; it takes every call. */
export async function signIn({ user, name }: Correspondent, server: ServerLocation): Promise<ParleyUser> {
  const address = parseAddress(`${user}@localhost`);
  if (!address.ok) throw new Error(`${user} makes no address`);
  const person = new ParleyUser({ address: address.value, displayName: name, password: '', server });
  await person.signIn();
  return person;
}
