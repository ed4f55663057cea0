/** The disk, which a page has not: its host keeps files in memory. */
export const nodeHost = undefined;
