/** Keeps runs of an asynchronous task from overtaking each other, so that the last one started has the last word. */

/** A function that starts `task` once all of its runs before are over. */
export function oneAtATime<Result>(task: () => Promise<Result>): () => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const run = last.then(task, task);
    last = run;
    return run;
  };
}
