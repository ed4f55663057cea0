/** Asks the API as a caller does: an ordinary request, with the name and password that the database takes as well. */
import type { DemoCaller } from '../callers.ts';
import type { Answer } from './answer.ts';

/** The response to a GET of `url`, or to another method, unread. */
export function get(
  url: string,
  { user, password }: Pick<DemoCaller, 'user' | 'password'>,
  method = 'GET',
): Promise<Response> {
  const proof = Buffer.from(`${user}:${password}`).toString('base64');
  return fetch(url, { method, headers: { authorization: `Basic ${proof}` } });
}

/** A list of objects as rows of their `fields`; rejects where it is refused, with what it says. */
export async function askApi(url: string, caller: DemoCaller, fields: readonly string[]): Promise<Answer> {
  const response = await get(url, caller);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const items = (await response.json()) as readonly Readonly<Record<string, string | number | null>>[];
  const text = (value: string | number | null | undefined) => (value == null ? null : String(value));
  return { fields, rows: items.map((item) => fields.map((field) => text(item[field]))) };
}
