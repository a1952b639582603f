import type { Transport } from '../../shared/model/connection.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { failureWords, signInProblem, type FieldProblem } from '../text/failures.ts';
import type { Session } from './session.svelte.ts';

/** The sign-in form. It outlives its screen, so that a refused sign-in finds the typed address again. */
export class SignIn {
  readonly #bridge: Bridge;
  readonly #session: Session;
  address = $state('');
  password = $state('');
  server = $state('');
  transport = $state<Transport>('tcp');
  imDialogs = $state(false);
  advancedOpen = $state(false);
  busy = $state<'server' | 'trial' | null>(null);
  problem = $state.raw<FieldProblem | null>(null);

  constructor(bridge: Bridge, session: Session) {
    this.#bridge = bridge;
    this.#session = session;
  }

  /** Resolves with true when signed in; otherwise `problem` says what is wrong. */
  async submit(): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = 'server';
    this.problem = null;
    const { address, password, server, transport, imDialogs } = this;
    const failure = await this.#session.signIn({ address, password, server, transport, imDialogs });
    this.busy = null;
    if (failure === null) {
      this.password = '';
      return true;
    }
    this.#show(signInProblem(failure, address, server));
    return false;
  }

  /** Starts the trial; resolves with the conversation to open, null when `problem` says what is wrong. */
  async tryLocally(): Promise<ConversationId | null> {
    if (this.busy !== null) return null;
    this.busy = 'trial';
    this.problem = null;
    const result = await this.#bridge.invoke('tryLocally', {});
    this.busy = null;
    if (result.ok) return result.value.conversationId;
    this.#show({ field: 'form', words: failureWords(result.failure) });
    return null;
  }

  #show(problem: FieldProblem): void {
    if (problem.field === 'server' || problem.field === 'transport') this.advancedOpen = true;
    this.problem = problem;
  }
}
