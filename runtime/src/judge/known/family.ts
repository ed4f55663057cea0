/** The form in which the judge's knowledge is written down: names of one kind, with the reason for all of them. */

/**
 * What a harmless function does. `compute`: its result depends on its arguments and the clock alone. `catalog`: it
 * shows definitions, names and privileges. `session`: it tells of the session and the server that it is on.
 */
export type HarmlessClass = 'compute' | 'catalog' | 'session';

export interface HarmlessFamily {
  readonly title: string;
  readonly class: HarmlessClass;
  /** Why every one of the names may be used by anybody, in sentences. */
  readonly reason: string;
  readonly names: readonly string[];
}

export interface RefusedFamily {
  readonly title: string;
  /** The end of a denial's sentence: `… cannot be called through the proxy: it reads files of the server`. */
  readonly reason: string;
  /**
   * Whether one of them does more than compute on its arguments. The others are refused since no statement needs
   * them.
   */
  readonly acts: boolean;
  /** Whether they may be called in a statement that reads nothing protected; {@link reason} is then about all others. */
  readonly apart?: boolean;
  readonly names: readonly string[];
}

/** The words of a text: a list of names that is pleasant to read and to compare. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
