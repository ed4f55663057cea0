/** Who is waited for too long, by the seconds that a test counts itself. */
import { expect, it } from 'vitest';
import { GRACE_SECONDS, Pace } from '../../../runtime/src/http/pace.ts';

function paced(rate: number) {
  const pace = new Pace({ minBytesPerSecond: rate });
  const state = { bytes: 0, awaited: true, ends: 0 };
  const stop = pace.watch({
    isAwaited: () => state.awaited,
    moved: () => state.bytes,
    end: () => {
      state.ends += 1;
    },
  });
  const pass = (seconds: number, each: () => void = () => undefined) => {
    for (let second = 0; second < seconds; second += 1) {
      each();
      pace.tick();
    }
  };
  return { state, stop, pass };
}

it('ends once, after the grace, where nothing comes', () => {
  const { state, pass } = paced(100);
  pass(GRACE_SECONDS);
  expect(state.ends).toBe(0);
  pass(5);
  expect(state.ends).toBe(1);
});

it('never ends what keeps the rate, and ends what sends a byte now and then', () => {
  const steady = paced(100);
  steady.pass(10_000, () => {
    steady.state.bytes += 100;
  });
  expect(steady.state.ends).toBe(0);
  const trickle = paced(100);
  trickle.pass(20, () => {
    trickle.state.bytes += 1;
  });
  expect(trickle.state.ends).toBe(1);
});

it('does not count the time for which the API is waited for, nor after the end', () => {
  const { state, stop, pass } = paced(100);
  state.awaited = false;
  pass(10_000);
  state.awaited = true;
  pass(GRACE_SECONDS);
  stop();
  pass(10_000);
  expect(state.ends).toBe(0);
});

it('has no bound where the rate is nothing', () => {
  const { state, pass } = paced(0);
  pass(10_000);
  expect(state.ends).toBe(0);
});
