/**
 * A request that people must agree to before it goes on. It is kept whole and written out for them; after they agreed, what is sent is
 * what was kept. What nobody could read before agreeing to it is not asked about.
 */
import type { OperationEntry } from '../abi.ts';
import type { Target } from '../judge-http/read-target.ts';
import { describedBody, formOf, readMediaType } from './media-type.ts';
import { type Problem, problems } from './problem.ts';
import type { ApiAccess, HeldRequest, NeededAgreement } from './services.ts';
import { toldBody, toldFields, toldTarget } from './told-request.ts';

/** In characters; people have to read it. */
const MAX_BODY = 64 * 1024;

export interface WholeRequest {
  readonly operation: OperationEntry;
  readonly target: Target;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer | null;
}

/** A problem where nobody could read it. */
export function heldRequest(
  request: WholeRequest,
  access: ApiAccess,
  agreements: readonly NeededAgreement[],
): HeldRequest | Problem {
  const body = readableBody(request, access);
  if ('unreadable' in body) return problems.unreadable(body.unreadable);
  const { operation, target, headers } = request;
  const hidden = () => '(hidden)';
  const fields = toldFields(operation, headers, access, hidden).map(([name, value]) => `${name}: ${value}`);
  const type = request.body === null ? [] : [`content-type: ${headers.get('content-type') ?? ''}`];
  const lines = [
    `${operation.method} ${toldTarget(operation, target, access, () => '…')}`,
    ...fields,
    ...type,
    ...(body.text === null ? [] : ['', body.text]),
  ];
  return { operation, text: lines.join('\n'), agreements, revision: access.revision };
}

type Readable = { readonly text: string | null } | { readonly unreadable: string };

function readableBody({ operation, headers, body }: WholeRequest, access: ApiAccess): Readable {
  if (body === null || body.length === 0) return { text: null };
  if (body.length > MAX_BODY) return { unreadable: `its body is longer than ${MAX_BODY} bytes` };
  if (!/^(?:identity)?$/i.test(headers.get('content-encoding') ?? ''))
    return { unreadable: 'its body is packed' };
  const type = readMediaType(headers.get('content-type') ?? '');
  const described = type === null ? null : describedBody(operation.request, type.name);
  if (type === null || described === null) return { unreadable: 'its body is not described' };
  const told = toldBody(body, { form: formOf(type), shape: described.shape }, access);
  if (told === null) return { unreadable: 'its body has a form in which labelled values cannot be found' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(told) };
  } catch {
    // A decoder throws nothing else.
    return { unreadable: 'its body is no text' };
  }
}
