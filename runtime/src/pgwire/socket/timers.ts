/** Timers for moments that may be further away than a timer of the platform reaches. */

const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** Calls `action` once, at `moment` or at once if that is past. */
export function callAt(moment: Date, action: () => void): { cancel(): void } {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = moment.getTime() - Date.now();
    if (left <= LONGEST_MILLISECONDS) timer = setTimeout(action, Math.max(left, 0));
    else timer = setTimeout(wait, LONGEST_MILLISECONDS);
  };
  wait();
  return { cancel: () => clearTimeout(timer) };
}
