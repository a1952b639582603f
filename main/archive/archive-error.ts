import { ArchiveError } from './interface.ts';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const noSpace: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Node's error of writing in words of the window; any other error as it is. */
export function writingFailed(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return noSpace.has(codeOf(error))
    ? new ArchiveError('no-space', 'The disk is full.', { cause: error })
    : new ArchiveError('no-access', 'The folder cannot be written.', { cause: error });
}
