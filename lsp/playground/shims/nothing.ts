/** What is loaded for a disk or a network when one is asked for, which a page never does. */
export const nothing = undefined;
