/** So many sequences belong to one source. What was imported into it before lies in slots of its own below that. */
export const slotSize = 2 ** 36;
/** Slot 0 is this database's own; the last one is the oldest. */
export const slots = 4096;
/** Below every sequence: an import of an import lies under the slots of its own source. */
export const firstSequence = -2 * slots * slotSize;
