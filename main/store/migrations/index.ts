import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';
import { search } from './0002-search.ts';

/** All steps, oldest first. */
export const migrations: readonly Migration[] = [initial, search];
