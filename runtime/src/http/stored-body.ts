/** What may go on record of the body of an answer, as it crosses: all of it, what is left when revealed values are masked too, or nothing. Pure. */
import type { ResponseEntry } from '../abi.ts';
import { bodyMasker } from '../bodies/body-masker.ts';
import type { StoredBody } from './client-response.ts';
import { describedBody, formOf, readMediaType } from './media-type.ts';
import type { ApiAccess } from './services.ts';

export function storedBody(
  response: ResponseEntry | null,
  contentType: string | null,
  status: number,
  { recorded }: ApiAccess,
): StoredBody {
  const type = contentType === null ? null : readMediaType(contentType);
  const body = type === null || response === null ? null : describedBody(response.bodies, type.name);
  // What nobody described may be anything.
  if (type === null || body === null || body.shape === null) return null;
  if (!recorded.view.hides(body.shape)) return 'whole';
  // A part of a body cannot be masked.
  return status === 206 ? null : bodyMasker(formOf(type), recorded.plans, body.shape);
}
