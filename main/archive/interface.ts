import type { ArchiveJob, ArchiveProblem } from '../../shared/model/archive.ts';
import type { SipAddress } from '../../shared/model/address.ts';
import type { EventSource } from '../../shared/model/event.ts';
import type { AccountId, ConversationId } from '../../shared/model/ids.ts';
import type { Store } from '../store/interface.ts';

/** What the desktop does for exports. */
export interface ArchiveDialogs {
  /** The folder in which an export is to be made; null: the person gave up. */
  chooseParent(): Promise<string | null>;
  /** The folder of an export. */
  chooseExport(): Promise<string | null>;
  show(folder: string): void;
}

export interface ExportOrder {
  readonly store: Store;
  readonly account: {
    readonly id: AccountId;
    readonly address: SipAddress;
    readonly displayName: string | null;
  };
  /** Null: all conversations. */
  readonly conversation: { readonly id: ConversationId; readonly peer: SipAddress } | null;
}

export interface ImportOrder {
  readonly store: Store;
  /** Messages were stored in that conversation. */
  readonly imported: (id: ConversationId) => Promise<void>;
}

/**
 * Where exports are made, checked and taken in, one at a time. Orders resolve with false when the person closes the
 * dialog, with true once work has begun, and reject with ArchiveError `busy`; how it goes on is the job's to tell.
 */
export interface ArchiveDesk {
  /** The work under way, or how the last one ended until that was dismissed. */
  readonly job: ArchiveJob | null;
  readonly changed: EventSource<ArchiveJob | null>;
  export(order: ExportOrder): Promise<boolean>;
  verify(): Promise<boolean>;
  import(order: ImportOrder): Promise<boolean>;
  cancel(): void;
  show(): void;
  dismiss(): void;
  /** Cancels what is under way and resolves when it has ended. */
  stop(): Promise<void>;
}

/** Work on an export could not be done; `problem` is what the window is told. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly problem: ArchiveProblem;

  constructor(problem: ArchiveProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
