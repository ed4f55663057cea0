/** A source by its name: a database or an API. */
import type { Program, Source } from '@dlpc/compiler';

/** Null where none is declared. */
export function sourceNamed({ sources, apis }: Program, name: string): Source | null {
  return sources.get(name) ?? apis.get(name) ?? null;
}
