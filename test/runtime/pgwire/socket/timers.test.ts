import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callAt } from '../../../../runtime/src/pgwire/socket/timers.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('an action at a moment', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['soon', 1_000],
    ['beyond the longest timer of the platform', 100 * DAY],
  ])('happens then (%s)', (_, moment) => {
    const action = vi.fn();
    callAt(new Date(moment), action);
    vi.advanceTimersByTime(moment - 1);
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledOnce();
  });

  it('happens at once where the moment is past', () => {
    const action = vi.fn();
    callAt(new Date(-1), action);
    vi.advanceTimersByTime(0);
    expect(action).toHaveBeenCalledOnce();
  });

  it('does not happen once cancelled, however far away it was', () => {
    const action = vi.fn();
    const soon = callAt(new Date(DAY), action);
    const far = callAt(new Date(100 * DAY), action);
    vi.advanceTimersByTime(DAY / 2);
    soon.cancel();
    vi.advanceTimersByTime(40 * DAY);
    far.cancel();
    vi.advanceTimersByTime(100 * DAY);
    expect(action).not.toHaveBeenCalled();
  });
});
