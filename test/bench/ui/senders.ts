import * as v from 'valibot';
import { SipAddress } from '../../../shared/model/address.ts';
import type { ServerLocation } from '../../../shared/model/connection.ts';
import { ParleyUser } from '../../support/peers/parley-user.ts';
import { me } from './made-profile.ts';

/** People who write to the user, as fast as they can. */
export class Senders {
  readonly #users: readonly ParleyUser[];

  private constructor(users: readonly ParleyUser[]) {
    this.#users = users;
  }

  static async signIn(count: number, server: ServerLocation): Promise<Senders> {
    const users = Array.from({ length: count }, (_, index) => {
      const name = `Sender ${String(index)}`;
      const address = v.parse(SipAddress, `sip:sender${String(index)}@localhost`);
      return new ParleyUser({ address, password: '', server, displayName: name });
    });
    for (const user of users) {
      await user.signIn();
      await user.call(me);
      await user.flowWith(me).sendInstantMessage('Hello.');
    }
    return new Senders(users);
  }

  /** Everybody at once, each message after the answer to the one before. Resolves with the milliseconds that it took. */
  async send(each: number, text: string): Promise<number> {
    const started = performance.now();
    await Promise.all(
      this.#users.map(async (user) => {
        for (let number = 1; number <= each; number += 1) {
          await user.flowWith(me).sendInstantMessage(`${text} ${String(number)}.`);
        }
      }),
    );
    return performance.now() - started;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#users.map(async (user) => user.stop()));
  }
}
