import type { ConnectionFailure } from '../../shared/model/connection.ts';
import type { AccountSignaling, SignalingCarrier } from './account-signaling.ts';
import { Agent } from './agent.ts';
import { AgentSignaling, takeInvite, takeMessage } from './agent-signaling.ts';
import { failureOfLoss, failureToConnect } from './connect-failure.ts';
import type { SipConnectionOptions } from './interface.ts';
import type { Link, LinkAttempt } from './link.ts';
import { openLink } from './open-link.ts';
import { refreshAfter, Registration } from './registration.ts';

/** How long leaving may wait for the server's answer, in milliseconds. */
const leaveTime = 2000;
/** How long a server that was asked whether it is still there may take to answer, in milliseconds. */
const answerTime = 5000;

export interface ServerSessionHandlers {
  /** `server`: the registrar's Server header. */
  onRegistered(carrier: SignalingCarrier, server: string | null): void;
  /** Once; the session is over then. */
  onFailed(failure: ConnectionFailure): void;
}

/** An address that SIP.js cannot write, for instance. */
const unusable = (error: unknown): ConnectionFailure => ({
  code: 'rejected',
  status: null,
  detail: String(error),
});

/** One stay at the server, from connecting to the loss of the connection or the good-bye. */
export class ServerSession {
  readonly #options: SipConnectionOptions;
  readonly #random: () => number;
  readonly #signaling: AccountSignaling;
  readonly #handlers: ServerSessionHandlers;
  #attempt: LinkAttempt | null = null;
  #link: Link | null = null;
  #agent: Agent | null = null;
  #registration: Registration | null = null;
  #registered = false;
  #over = false;
  #cancelRefresh: () => void = () => undefined;
  #asking: Promise<boolean> | null = null;

  constructor(
    options: SipConnectionOptions,
    random: () => number,
    signaling: AccountSignaling,
    handlers: ServerSessionHandlers,
  ) {
    this.#options = options;
    this.#random = random;
    this.#signaling = signaling;
    this.#handlers = handlers;
  }

  begin(): void {
    const { server, ca, clock } = this.#options;
    try {
      this.#attempt = openLink(
        { server, ca, clock, random: this.#random },
        {
          onMessage: (message) => this.#agent?.receive(message),
          onClosed: (error) => {
            this.#fail(failureOfLoss(error));
          },
        },
      );
    } catch (error) {
      this.#fail(failureToConnect(error, server.transport));
      return;
    }
    this.#attempt.opened
      .then(
        (link) => this.#opened(link),
        (error: unknown) => {
          this.#fail(failureToConnect(error, server.transport));
        },
      )
      .catch((error: unknown) => {
        this.#fail(unusable(error));
      });
  }

  /**
   * Registers again out of turn. Resolves with false when no answer came in `answerTime`; true for any answer, and
   * where there is nothing to ask yet. What the server answers has the usual consequences.
   */
  answers(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const agent = this.#agent;
    const registration = this.#registration;
    if (this.#over || !this.#registered || agent === null || registration === null) return true;
    this.#cancelRefresh();
    const { clock } = this.#options;
    return await new Promise<boolean>((resolve) => {
      const cancelTimer = clock.after(answerTime, () => {
        resolve(false);
      });
      const done = (): void => {
        cancelTimer();
        resolve(true);
      };
      this.#register(agent, registration).then(done, (error: unknown) => {
        this.#fail(unusable(error));
        done();
      });
    });
  }

  /** Ends at once and says no good-bye: nobody would hear it. */
  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelRefresh();
    this.#attempt?.abandon();
    this.#agent?.end();
    this.#link?.close();
  }

  /** Ends dialogs, unregisters, closes. Resolves in `leaveTime` and a little. */
  async leave(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#cancelRefresh();
    this.#attempt?.abandon();
    const agent = this.#agent;
    if (agent !== null && this.#registered) {
      const farewell = Promise.all([
        ...agent.dialogs.map((dialog) => dialog.bye()),
        this.#registration?.unregister(),
      ]);
      await new Promise<void>((resolve) => {
        const cancelTimer = this.#options.clock.after(leaveTime, resolve);
        const done = (): void => {
          cancelTimer();
          resolve();
        };
        farewell.then(done, done);
      });
    }
    agent?.end();
    this.#link?.close();
  }

  async #opened(link: Link): Promise<void> {
    if (this.#over) {
      link.close();
      return;
    }
    this.#link = link;
    this.#attempt = null;
    const { address, displayName, password, userAgent, clock, log, instanceId } = this.#options;
    const agent: Agent = new Agent(
      { address, displayName, password, userAgent, link, clock, log },
      {
        onInvite: (request) => {
          takeInvite(this.#signaling, agent, request);
        },
        onMessage: (request) => {
          takeMessage(this.#signaling, agent, request);
        },
      },
    );
    this.#agent = agent;
    this.#registration = new Registration(agent, address, instanceId);
    await this.#register(agent, this.#registration);
  }

  async #register(agent: Agent, registration: Registration): Promise<void> {
    const outcome = await registration.register();
    if (this.#over) return;
    if (outcome.kind === 'failed') {
      this.#fail(outcome.failure);
      return;
    }
    this.#cancelRefresh = this.#options.clock.after(refreshAfter(outcome.seconds), () => {
      this.#register(agent, registration).catch((error: unknown) => {
        this.#fail(unusable(error));
      });
    });
    if (this.#registered) return;
    this.#registered = true;
    this.#handlers.onRegistered(new AgentSignaling(agent, this.#options.log), outcome.server);
  }

  #fail(failure: ConnectionFailure): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelRefresh();
    this.#agent?.end();
    this.#link?.close();
    this.#handlers.onFailed(failure);
  }
}
