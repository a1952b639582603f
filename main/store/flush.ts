import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Waits until a file (`r+`) or a folder's list of names (`r`) is on the disk, so that a power cut does not take it back. */
export function flush(path: string, mode: 'r' | 'r+'): void {
  const file = openSync(path, mode);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
