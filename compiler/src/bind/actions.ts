/** The actions that rules speak of. */
import type { Action } from '@dlpc/runtime/abi';

/** In the order in which they are listed everywhere. */
export const ACTIONS: readonly Action[] = ['select', 'insert', 'update', 'delete'];
