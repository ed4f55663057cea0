/** How V8 is told to take less memory than it would for programs of this kind. To be called first, before much is allocated. */
import { setFlagsFromString } from 'node:v8';

/** Of a program that goes on, `isLasting`, what is garbage is given back sooner. */
export function spareMemory({ isLasting }: { readonly isLasting: boolean }): void {
  // PostgreSQL's parser is WebAssembly. Optimizing its code takes half a gigabyte, and longer than a program runs that checks once.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  // Most of what is parsed lives on. A young generation that grows with it is copied about, and takes 100 MB of a check of 10,000 rules.
  setFlagsFromString('--semi-space-growth-factor=1');
  // By itself V8 lets a heap grow to four times of what is alive in it; each check leaves some of the one before it behind.
  if (isLasting) setFlagsFromString('--heap-growing-percent=100');
}
