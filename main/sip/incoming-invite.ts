import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
import type {
  DialogHandlers,
  HeaderField,
  IncomingInvite,
  Participant,
  SignalingDialog,
  SipBody,
} from '../flow/ports.ts';
import { sipJsBody, type Agent } from './agent.ts';
import { bodyOf, headerFields, headerLines, oneLine } from './header-fields.ts';
import { InviteDialog } from './invite-dialog.ts';

/** How long an invitation may stay unanswered, in milliseconds; the caller's proxy gives up no later (timer C). */
const answerTime = 180_000;

export class ReceivedInvite implements IncomingInvite {
  readonly from: Participant;
  readonly callId: string;
  readonly headers: readonly HeaderField[];
  readonly body: SipBody | null;
  readonly #agent: Agent;
  readonly #request: IncomingInviteRequest;
  readonly #stopWaiting: () => void;
  readonly #forgetLoss: () => void;
  #closed = false;
  #canceled = false;
  #cancelListener: (() => void) | null = null;

  constructor(agent: Agent, request: IncomingInviteRequest, from: Participant) {
    this.#agent = agent;
    this.#request = request;
    this.from = from;
    this.callId = request.message.callId;
    this.headers = headerFields(request.message.data);
    this.body = bodyOf(request.message);
    // Else a proxy whose transaction timer is short gives up before the user has answered.
    request.trying();
    request.delegate = {
      onCancel: () => {
        if (this.#closed) return;
        this.#close();
        request.reject({ statusCode: 487 });
        this.#tellCanceled();
      },
    };
    this.#stopWaiting = agent.clock.after(answerTime, () => {
      this.reject(480);
    });
    this.#forgetLoss = agent.whenLost(() => {
      if (this.#closed) return;
      this.#close();
      this.#tellCanceled();
    });
  }

  async accept(
    answer: SipBody,
    headers: readonly HeaderField[],
    handlers: DialogHandlers,
  ): Promise<SignalingDialog> {
    if (this.#closed)
      throw new Error('The invitation is over: it was answered, canceled or its connection was lost');
    const extraHeaders = headerLines(headers);
    this.#close();
    const { session } = this.#request.accept({ statusCode: 200, extraHeaders, body: sipJsBody(answer) });
    const dialog = new InviteDialog(this.#agent, session, this.from, handlers);
    await dialog.acknowledged();
    return dialog;
  }

  reject(statusCode: number, reasonPhrase?: string, headers: readonly HeaderField[] = []): void {
    if (this.#closed) return;
    const extraHeaders = headerLines(headers);
    this.#close();
    this.#request.reject({
      statusCode,
      extraHeaders,
      ...(reasonPhrase === undefined ? {} : { reasonPhrase: oneLine(reasonPhrase) }),
    });
  }

  onCanceled(listener: () => void): void {
    this.#cancelListener = listener;
    if (this.#canceled) this.#tellCanceled();
  }

  #tellCanceled(): void {
    this.#canceled = true;
    const listener = this.#cancelListener;
    this.#cancelListener = null;
    if (listener !== null) {
      this.#canceled = false;
      listener();
    }
  }

  #close(): void {
    this.#closed = true;
    this.#stopWaiting();
    this.#forgetLoss();
  }
}
