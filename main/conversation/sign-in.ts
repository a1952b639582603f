import type { ConnectionFailure } from '../../shared/model/connection.ts';
import type { SipConnection } from '../sip/interface.ts';

/** Resolves with null once registered, or with the reason of the first failure. Call before `start`. */
export function waitForRegistration(connection: SipConnection): Promise<ConnectionFailure | null> {
  return new Promise((resolve) => {
    const unsubscribe = connection.stateChanged.subscribe((state) => {
      if (state.kind === 'registered') {
        unsubscribe();
        resolve(null);
      } else if (state.kind === 'failed') {
        unsubscribe();
        resolve(state.failure);
      }
    });
  });
}

/**
 * Whether everybody behind the server takes IM dialogs: Lync and Skype for Business call themselves `RTC/5.0`, `RTC/6.0`.
 */
export const speaksImDialogs = (registrar: string | null): boolean => /^RTC\/\d/.test(registrar ?? '');
