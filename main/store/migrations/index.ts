import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';

/** All steps, oldest first. */
export const migrations: readonly Migration[] = [initial];
