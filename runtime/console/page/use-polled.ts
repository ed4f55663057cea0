/** Something that is asked for again and again while a part of the page is there. */
import { useCallback, useEffect, useState } from 'preact/hooks';

export interface Polled<T> {
  /** What was answered last; null before the first answer. */
  readonly value: T | null;
  /** Why the last question had no answer; null where it had one. */
  readonly error: Error | null;
  /** Asks now. */
  refresh(): void;
}

/** `ask` is asked every `milliseconds`, never twice at a time, and not while nobody looks at the page. */
export function usePolled<T>(ask: () => Promise<T>, milliseconds: number): Polled<T> {
  const [state, setState] = useState<Pick<Polled<T>, 'value' | 'error'>>({ value: null, error: null });
  const [asked, setAsked] = useState(0);
  const refresh = useCallback(() => setAsked((count) => count + 1), []);

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      if (!document.hidden) {
        try {
          const value = await ask();
          if (!isOver) setState({ value, error: null });
        } catch (error) {
          const problem = error instanceof Error ? error : new Error(String(error));
          if (!isOver) setState(({ value }) => ({ value, error: problem }));
        }
      }
      if (!isOver) timer = setTimeout(again, milliseconds);
    };
    again().catch((error: unknown) => console.error(error));
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask, asked]);

  return { ...state, refresh };
}
