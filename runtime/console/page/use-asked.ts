/** Something that is asked for once, and again where what is asked changes. */
import { useEffect, useState } from 'preact/hooks';

export interface AskedOnce<T> {
  /** Null before there is an answer, and where there is none. */
  readonly value: T | null;
  readonly error: Error | null;
  readonly isBusy: boolean;
}

/** `ask` is asked whenever it is another function; null asks nothing. */
export function useAsked<T>(ask: (() => Promise<T>) | null): AskedOnce<T> {
  const [state, setState] = useState<AskedOnce<T>>({ value: null, error: null, isBusy: ask !== null });
  useEffect(() => {
    let isOver = false;
    setState(({ value }) => ({ value: ask === null ? null : value, error: null, isBusy: ask !== null }));
    ask?.().then(
      (value) => {
        if (!isOver) setState({ value, error: null, isBusy: false });
      },
      (error: unknown) => {
        const problem = error instanceof Error ? error : new Error(String(error));
        if (!isOver) setState({ value: null, error: problem, isBusy: false });
      },
    );
    return () => {
      isOver = true;
    };
  }, [ask]);
  return state;
}
