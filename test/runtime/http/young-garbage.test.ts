/** Pieces of bodies are let go of while others follow. */
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { notePiece } from '../../../runtime/src/http/young-garbage.ts';

const MEGABYTE = 1024 * 1024;

it('collects the young generation for each eight megabytes', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (
        (entry as PerformanceEntry & { detail?: { kind?: number } }).detail?.kind ===
        constants.NODE_PERFORMANCE_GC_MINOR
      )
        seen += 1;
    if (seen >= 4) resolve();
  });
  observer.observe({ entryTypes: ['gc'] });
  for (let at = 0; at < 512; at += 1) notePiece(MEGABYTE / 16);
  await promise;
  observer.disconnect();
  expect(seen).toBeGreaterThanOrEqual(4);
});
