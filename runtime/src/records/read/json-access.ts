/** Careful looks into JSON that anybody may have written: what is not of the type asked for is its empty value. */
import type { Json, JsonObject } from '../journal/format.ts';

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).map((item) => textOf(item));
}

export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
