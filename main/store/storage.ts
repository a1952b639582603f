import type { EventSource } from '../../shared/model/event.ts';
import type { StorageState } from '../../shared/model/storage.ts';
import type { Store, StoreError } from './interface.ts';

export type RecoveryProblem = 'mistyped' | 'wrong' | 'none' | 'not-saved';

/** A recovery key did not do what it should. Nothing was changed. */
export class RecoveryError extends Error {
  override readonly name = 'RecoveryError';
  readonly problem: RecoveryProblem;

  constructor(problem: RecoveryProblem) {
    super(`The recovery key was not taken: ${problem}`);
    this.problem = problem;
  }
}

/** The place where the messages are, and what is done when something is wrong with it. */
export interface Storage {
  readonly state: StorageState;
  readonly changed: EventSource<StorageState>;
  /** The store that was open is gone for good; it can be opened again. */
  readonly lost: EventSource<StoreError>;
  /** Rejects with StoreError. */
  open(): Promise<Store>;
  /** Closes what is open, and lets go of the database. */
  close(): Promise<void>;
  /** Ends what goes on, a repair too: Parley ends. */
  abort(): void;
  /** To be called while it is closed. Rejects with StoreError; then everything is as it was. */
  repair(): Promise<void>;
  /** To be called while it is closed. Rejects with StoreError. */
  startAnew(): Promise<void>;
  /** To be called while it is closed. Rejects with RecoveryError or StoreError. */
  recover(recoveryKey: string): Promise<void>;
  makeRecoveryKey(): Promise<string>;
  /** False: the user closed the dialog. */
  saveRecoveryKey(): Promise<boolean>;
  keepRecoveryKey(): void;
  postponeRecoveryKey(): void;
  dismissRepair(): void;
}
