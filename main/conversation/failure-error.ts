import type { Failure } from '../../shared/contract/failure.ts';

/** Thrown by a command; `failure` is what the window is told. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`Command failed: ${failure.code}`, options);
    this.failure = failure;
  }
}
