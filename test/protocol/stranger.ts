import type { SipAddress } from '../../shared/model/address.ts';
import type { FakeNetwork, FakeSignaling } from '../support/fake-signaling.ts';

/** A peer that is no Parley, and knows no IM dialogs. */
export interface Stranger {
  readonly end: FakeSignaling;
  /** The MESSAGEs that it got. */
  readonly got: { readonly type: string; readonly callId: string; readonly text: string }[];
}

/**
 * @param answer the status for a MESSAGE of that type; null: it is never answered
 * @param accept goes with a 415
 */
export function addStranger(
  network: FakeNetwork,
  address: SipAddress,
  answer: (contentType: string) => number | null,
  accept: string | null = null,
): Stranger {
  const end = network.add(address);
  const got: Stranger['got'] = [];
  end.messageReceived.subscribe((request) => {
    const type = request.body?.contentType.replace(/;.*/, '') ?? '';
    got.push({ type, callId: request.callId, text: new TextDecoder().decode(request.body?.content) });
    const statusCode = answer(type);
    if (statusCode === null) return;
    request.respond(statusCode, '', accept !== null && statusCode === 415 ? [['Accept', accept]] : []);
  });
  end.inviteReceived.subscribe((invite) => {
    invite.reject(488);
  });
  return { end, got };
}
