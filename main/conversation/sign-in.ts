import type { Clock } from '../../shared/model/clock.ts';
import type { ConnectionFailure } from '../../shared/model/connection.ts';
import type { SipConnection } from '../sip/interface.ts';

/** A server that has not answered by then will hardly do so in the 32 s of the transaction, and somebody is waiting. */
const patience = 15_000;

/** Resolves with null once registered, or with the reason of the first failure. Call before `start`. */
export function waitForRegistration(
  connection: Pick<SipConnection, 'stateChanged'>,
  clock: Clock,
): Promise<ConnectionFailure | null> {
  return new Promise((resolve) => {
    const finish = (failure: ConnectionFailure | null): void => {
      unsubscribe();
      cancel();
      resolve(failure);
    };
    const cancel = clock.after(patience, () => {
      finish({ code: 'no-answer', status: null, detail: 'The server did not answer the registration' });
    });
    const unsubscribe = connection.stateChanged.subscribe((state) => {
      if (state.kind === 'registered') finish(null);
      else if (state.kind === 'failed') finish(state.failure);
    });
  });
}

/**
 * Whether everybody behind the server takes IM dialogs: Lync and Skype for Business call themselves `RTC/5.0`, `RTC/6.0`.
 */
export const speaksImDialogs = (registrar: string | null): boolean => /^RTC\/\d/.test(registrar ?? '');
