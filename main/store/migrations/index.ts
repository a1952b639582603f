import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';
import { search } from './0002-search.ts';
import { organised } from './0003-organised.ts';
import { refusedSize } from './0004-refused-size.ts';

/** All steps, oldest first. */
export const migrations: readonly Migration[] = [initial, search, organised, refusedSize];
