/** What a document may cost. */

/** Most bytes of one file. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** Most files that one API is spread over. */
export const MOST_FILES = 500;

/** Most characters of all of them, after which no further one is read. */
export const MOST_CHARACTERS = 32 * 1024 * 1024;

/** How deep maps and lists may stand in one another. */
export const MOST_DEPTH = 100;

/** Most values of a document, each counted as often as an alias makes it stand there. */
export const MOST_NODES = 1_000_000;
