/**
 * Whether a document has the form that OpenAPI 3.0 or 3.1 says, by swagger-parser and the official schemas. The only file
 * that imports swagger-parser, which takes a tenth of a second: loaded once an API is declared. It resolves nothing
 * and reads nothing: references are followed by our own model, which keeps places and bounds.
 */

import { documentJson } from './document/document-json.ts';
import type { DocumentNode } from './document/document-node.ts';
import { stringOf, valueAt } from './document/document-node.ts';
import { nearestNodeAt } from './document/pointer.ts';

/** A fault of the form, and the place to blame. */
export interface FormFault {
  readonly message: string;
  readonly node: DocumentNode;
}

/** More tell nobody more: most follow from the first. */
const MOST_FAULTS = 10;

/** The faults of a document; none for one of the right form. */
export async function validateDocument(root: DocumentNode): Promise<readonly FormFault[]> {
  const version = versionFault(root);
  if (version !== null) return [version];
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  try {
    const options = {
      resolve: { external: false },
      // Following references would make a tree of a graph, which can be exponentially larger.
      dereference: { excludedPathMatcher: () => true },
    };
    // Its own type of a document is what is asked here, not what is known.
    await SwaggerParser.validate('document', documentJson(root) as never, options);
    return [];
  } catch (error) {
    return faultsOf(error, root);
  }
}

function versionFault(root: DocumentNode): FormFault | null {
  if (root.kind !== 'map') return { message: 'an OpenAPI document is a map', node: root };
  const version = valueAt(root, 'openapi');
  if (version === null) {
    const swagger = valueAt(root, 'swagger');
    if (swagger !== null)
      return { message: 'this is a Swagger 2.0 document, and OpenAPI 3.0 or 3.1 is read', node: swagger };
    return { message: 'an OpenAPI document says its version, such as `openapi: 3.1.0`', node: root };
  }
  if (!/^3\.(?:0\.[0-4]|1\.[0-2])$/.test(stringOf(version) ?? ''))
    return { message: 'OpenAPI 3.0 (3.0.0 to 3.0.4) or 3.1 (3.1.0 to 3.1.2) is read', node: version };
  if (valueAt(root, 'paths')?.kind !== 'map')
    return { message: 'an OpenAPI document for a policy has `paths`', node: valueAt(root, 'paths') ?? root };
  return null;
}

/** What the validator throws is data of its own: looked at with care, and never let through. */
function faultsOf(error: unknown, root: DocumentNode): readonly FormFault[] {
  const details: unknown = error instanceof Error && 'details' in error ? error.details : null;
  if (!Array.isArray(details) || details.length === 0) {
    const reason = error instanceof Error ? firstLine(error.message) : 'it was refused';
    return [{ message: `this is no valid OpenAPI document: ${reason}`, node: root }];
  }
  // The deepest faults are the causes; those above them say that no alternative fits.
  const faults = details
    .filter((detail): detail is AjvDetail => typeof detail === 'object' && detail !== null)
    .sort((a, b) => depthOf(b) - depthOf(a));
  const places = new Map<DocumentNode, FormFault>();
  for (const detail of faults) {
    const node = nearestNodeAt(root, detail.instancePath ?? '');
    if (!places.has(node)) places.set(node, { message: sentenceOf(detail), node });
    if (places.size >= MOST_FAULTS) break;
  }
  return [...places.values()];
}

/** A fault as ajv reports it. */
interface AjvDetail {
  readonly instancePath?: string;
  readonly keyword?: string;
  readonly message?: string;
  readonly params?: { readonly [name: string]: unknown };
}

function depthOf({ instancePath = '' }: AjvDetail): number {
  return instancePath.split('/').length;
}

function sentenceOf({ instancePath = '', keyword, message, params = {} }: AjvDetail): string {
  const place = instancePath === '' ? 'the document' : `\`${instancePath.replaceAll('`', "'")}\``;
  const named = params.additionalProperty ?? params.unevaluatedProperty;
  if (typeof named === 'string' && keyword !== undefined)
    return `${place} has \`${named.replaceAll('`', "'")}\`, which OpenAPI does not know there`;
  const missing = params.missingProperty;
  if (typeof missing === 'string') return `${place} lacks \`${missing}\``;
  return `${place} ${firstLine(message ?? 'is wrong')}`;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replaceAll('`', "'").slice(0, 200);
}
