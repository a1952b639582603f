import * as v from 'valibot';
import { addressKey, type SipAddress } from '../../shared/model/address.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { MessageId } from '../../shared/model/ids.ts';
import type { ReceiptEvent } from '../../shared/model/receipt.ts';
import type { DispositionReceivedEventArgs } from '../flow/dispositions.ts';
import type { InstantMessagingEndpoint } from '../flow/im-endpoint.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/interface.ts';
import { failureOfStatus } from './delivery-policy.ts';
import type { ProofBook } from './proof-book.ts';
import type { ReceiptBook } from './receipt-book.ts';

export interface DispositionReportsOptions {
  readonly endpoint: InstantMessagingEndpoint;
  readonly store: Store;
  readonly receipts: ReceiptBook;
  readonly proof: Pick<ProofBook, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A report of a peer as what it means for the receipt; null where it says nothing new of the message's fate. */
function receiptEventOf({ disposition, responseCode }: DispositionReceivedEventArgs): ReceiptEvent | null {
  switch (disposition) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'displayed':
      return { kind: 'read' };
    case 'failed':
      return { kind: 'failed', failure: failureOfStatus(responseCode ?? 480) };
    case 'processed':
      return null;
  }
}

/** Turns the peers' reports (RFC 5438) into receipts, and tells peers what was shown here. */
export class DispositionReports {
  readonly #options: DispositionReportsOptions;
  readonly #unsubscribe: Unsubscribe;

  constructor(options: DispositionReportsOptions) {
    this.#options = options;
    this.#unsubscribe = options.endpoint.dispositionReceived.subscribe((report) => {
      report.waitUntil(this.#note(report));
    });
  }

  stop(): void {
    this.#unsubscribe();
  }

  /** Whom to tell that messages up to one have been shown. Ask before they are marked as read. */
  async toTell(id: ConversationId, upTo: number): Promise<readonly (() => Promise<void>)[]> {
    const awaiting = await this.#options.store.awaitingDisplay(id, upTo);
    return awaiting.map(
      ({ id: messageId, sender, remoteId }) =>
        async () =>
          this.#tell(messageId, sender, remoteId),
    );
  }

  async #tell(id: MessageId, peer: SipAddress, messageId: string): Promise<void> {
    const { proof, clock } = this.#options;
    try {
      await this.#options.endpoint.sendDisposition(peer, { messageId, disposition: 'displayed' });
      proof.note(id, { kind: 'told', at: clock.now(), ok: true });
    } catch (error) {
      // Without it the tick at the peer claims less than is true, which it may.
      proof.note(id, { kind: 'told', at: clock.now(), ok: false });
      this.#options.log.info({ error }, 'A peer could not be told that its message was shown');
    }
  }

  async #note(report: DispositionReceivedEventArgs): Promise<void> {
    const { store, receipts, proof, clock, log } = this.#options;
    const event = receiptEventOf(report);
    const id = v.safeParse(MessageId, report.messageId);
    if (!id.success) return;
    const message = await store.message(id.output);
    if (message === null || message.receipt === null) return;
    const conversation = await store.conversation(message.conversationId);
    if (conversation === null || addressKey(conversation.peer) !== addressKey(report.from.address)) {
      log.warn({}, 'Somebody reported on a message that was not sent to him');
      return;
    }
    const happened = {
      kind: 'report',
      at: clock.now(),
      via: 'imdn',
      disposition: report.disposition,
      status: report.responseCode,
    } as const;
    if (event === null) proof.note(message.id, happened);
    else await receipts.apply(message.id, event, happened);
  }
}
