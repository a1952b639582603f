import type { Failure } from '../../shared/contract/failure.ts';
import { ArchiveError } from '../archive/interface.ts';
import { StoreError } from '../store/interface.ts';
import { RecoveryError } from '../store/storage.ts';

/** Thrown by a command; `failure` is what the window is told. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`Command failed: ${failure.code}`, options);
    this.failure = failure;
  }
}

/** What the window is told of an error that is not a command's own. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommandError) return error.failure;
  if (error instanceof ArchiveError) return { code: 'archive', problem: error.problem };
  if (error instanceof StoreError) return { code: 'store', problem: error.problem, detail: error.message };
  if (error instanceof RecoveryError) return { code: 'recovery-key', problem: error.problem };
  return { code: 'internal', detail: error instanceof Error ? error.message : String(error) };
}
