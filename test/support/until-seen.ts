/**
 * Random tests count what happened, since one in which nothing did would prove nothing. What is rare may be missing from a round by
 * chance, which is no failure: another round is taken then.
 */

const MOST_ROUNDS = 8;

/**
 * Runs `round` until `missing` is empty, at most {@link MOST_ROUNDS} times.
 * @returns what is still missing: a generator that no longer makes it
 */
export async function untilSeen(
  round: () => Promise<void>,
  missing: () => readonly string[],
): Promise<readonly string[]> {
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    await round();
    if (missing().length === 0) return [];
  }
  return missing();
}
