/** The operations of a document: what each path and method takes and gives. */
import { stringOf, valueAt } from '../document/document-node.ts';
import type {
  ApiBody,
  ApiOperation,
  ApiParameter,
  ApiResponse,
  ParameterPlace,
  Part,
  Site,
} from './api-model.ts';
import { parseTemplate } from './path-template.ts';
import type { Shapes } from './shapes.ts';
import type { Sites } from './sites.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

const PLACES: readonly ParameterPlace[] = ['path', 'query', 'header', 'cookie'];

/** An operation, and where it is written. */
export interface PlacedOperation {
  readonly operation: ApiOperation;
  readonly site: Site;
  /** The path item's key. */
  readonly path: Site;
}

export class OperationReader {
  readonly #sites: Sites;
  readonly #shapes: Shapes;

  constructor(sites: Sites, shapes: Shapes) {
    this.#sites = sites;
    this.#shapes = shapes;
  }

  /** All operations of the `paths` of a document, in its order. */
  read(root: Site): readonly PlacedOperation[] {
    const operations: PlacedOperation[] = [];
    for (const [text, item] of this.#sites.entries(this.#sites.child(root, 'paths'))) {
      if (text.startsWith('x-')) continue;
      const template = parseTemplate(text);
      if (typeof template === 'string') {
        this.#sites.report(
          'invalid',
          `\`${text.replaceAll('`', "'")}\` is no path: ${template}`,
          item,
          item.node,
        );
        continue;
      }
      const path = this.#sites.resolve(item);
      if (path === null) continue;
      for (const method of METHODS) {
        const site = this.#sites.child(path, method);
        if (site === null) continue;
        operations.push({
          site,
          path: item,
          operation: {
            method: method.toUpperCase(),
            template,
            operationId: stringOf(valueAt(site.node, 'operationId')),
            parameters: this.#parameters(path, site),
            request: this.#request(site),
            responses: this.#responses(site),
          },
        });
      }
    }
    return operations;
  }

  /** Those of the operation take the place of those of the path that are called alike. */
  #parameters(path: Site, operation: Site): readonly ApiParameter[] {
    const parameters = new Map<string, ApiParameter>();
    for (const holder of [path, operation])
      for (const item of this.#sites.items(this.#sites.child(holder, 'parameters'))) {
        const site = this.#sites.resolve(item);
        const name = stringOf(valueAt(site?.node ?? null, 'name'));
        const place = PLACES.find((known) => known === stringOf(valueAt(site?.node ?? null, 'in')));
        if (site === null || name === null || place === undefined) continue;
        parameters.set(`${place} ${name}`, { name, in: place, part: this.#valueOf(site) });
      }
    return [...parameters.values()];
  }

  /** A parameter or a header has a schema, or one media type that has one. */
  #valueOf(site: Site): Part {
    const contents = [...this.#sites.entries(this.#sites.child(site, 'content'))].map(([, media]) => media);
    const schemas = [site, ...contents].map((holder) => this.#sites.child(holder, 'schema'));
    const present = schemas.filter((schema) => schema !== null);
    return present.length === 0 ? this.#shapes.undescribed([site]) : this.#shapes.part(present);
  }

  #request(operation: Site): readonly ApiBody[] {
    const body = this.#sites.child(operation, 'requestBody');
    const resolved = body === null ? null : this.#sites.resolve(body);
    return resolved === null ? [] : this.#bodies(resolved);
  }

  #bodies(holder: Site): readonly ApiBody[] {
    const bodies = new Map<string, ApiBody>();
    for (const [name, media] of this.#sites.entries(this.#sites.child(holder, 'content'))) {
      const mediaType = (name.split(';')[0] ?? '').trim().toLowerCase();
      const schema = this.#sites.child(media, 'schema');
      const part = schema === null ? this.#shapes.undescribed([media]) : this.#shapes.part([schema]);
      const before = bodies.get(mediaType)?.part;
      // Two types that differ in parameters alone are one to whoever looks at the type: a union.
      bodies.set(mediaType, { mediaType, part: before === undefined ? part : this.#either(before, part) });
    }
    return [...bodies.values()];
  }

  #either(a: Part, b: Part): Part {
    const declared = [...a.declared, ...b.declared];
    return a.shape.isDescribed && b.shape.isDescribed
      ? this.#shapes.part(declared)
      : this.#shapes.undescribed(declared);
  }

  #responses(operation: Site): readonly ApiResponse[] {
    const responses: ApiResponse[] = [];
    for (const [status, item] of this.#sites.entries(this.#sites.child(operation, 'responses'))) {
      const site = this.#sites.resolve(item);
      if (site === null || !/^(?:[1-5](?:\d\d|XX)|default)$/i.test(status)) continue;
      const headers = [...this.#sites.entries(this.#sites.child(site, 'headers'))].flatMap(
        ([name, header]) => {
          const resolved = this.#sites.resolve(header);
          return resolved === null ? [] : [{ name: name.toLowerCase(), part: this.#valueOf(resolved) }];
        },
      );
      const known = status.toLowerCase() === 'default' ? 'default' : status.toUpperCase();
      responses.push({ status: known, bodies: this.#bodies(site), headers });
    }
    return responses;
  }
}
