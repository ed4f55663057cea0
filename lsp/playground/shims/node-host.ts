/** What is a process's own, and a page's not: the disk, for which its host keeps files in memory, and the memory of V8. */
export const nodeHost = undefined;

export function spareMemory(): void {
  // A browser decides for itself.
}
