/** From the file of credentials to a book of them, or to everything that is wrong with it. */
import { checkShape, inOrder } from '../json-file/check-shape.ts';
import { readJson } from '../json-file/json-text.ts';
import type { Problem } from '../json-file/problem.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import { claimsOf } from './claims.ts';
import type { Credential, CredentialBook } from './credential.ts';
import { CredentialFileShape } from './credential-file.ts';

export type CredentialReading =
  | {
      readonly ok: true;
      readonly book: CredentialBook;
      /** Others than the owner can read the verifiers, and try passwords against them. */
      readonly exposed: boolean;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MAX_BYTES = 16 * 1024 * 1024;

/** Reads and checks the file whole. Never rejects for anything that it may hold. */
export async function readCredentials(file: string, readFile: ReadFile): Promise<CredentialReading> {
  const reading = await readFile(file, MAX_BYTES);
  if (!reading.ok) return refused(`the file of credentials ${reading.reason}`);
  if (reading.exposure.writable) {
    return refused(
      'others than the owner of the file can change it, and so let anyone in',
      'Take their permissions away with `chmod 600`.',
    );
  }
  const parsed = parseCredentials(reading.text);
  return parsed.ok ? { ...parsed, exposed: reading.exposure.readable } : parsed;
}

/** Checks the text of a file of credentials. */
export function parseCredentials(
  text: string,
):
  | { readonly ok: true; readonly book: CredentialBook }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const document = readJson(text);
  if (!document.ok) {
    const { place, message, hint } = document;
    return { ok: false, problems: [{ path: [], place, message, hint }] };
  }
  const shape = checkShape(CredentialFileShape, document.value, document.locate);
  if (!shape.ok) return shape;
  const book = new Map<string, Credential>();
  const problems: Problem[] = [];
  for (const [index, { expires, caller, task, ...entry }] of shape.value.entries()) {
    if (book.has(entry.user)) {
      const path = [String(index), 'user'];
      const message = 'there is a credential for this user already';
      problems.push({ path, place: document.locate(path), message, hint: null });
    }
    const { actor } = caller;
    book.set(entry.user, {
      ...entry,
      expiresAt: new Date(expires),
      caller: {
        ...caller,
        groups: new Set(caller.groups),
        claims: claimsOf(caller.claims),
        actor: actor === undefined ? null : { sub: actor.sub, groups: new Set(actor.groups) },
      },
      actors: actor === undefined ? [] : [actor.sub],
      task: { id: task?.id ?? '', name: task?.name ?? '', parent: task?.parent ?? '' },
    });
  }
  return problems.length === 0 ? { ok: true, book } : { ok: false, problems: inOrder(problems) };
}

function refused(message: string, hint: string | null = null): CredentialReading {
  return { ok: false, problems: [{ path: [], place: null, message, hint }] };
}
