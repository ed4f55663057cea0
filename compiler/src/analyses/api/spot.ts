/** What the document of an API knows of one place in a request or a response, and of what stands inside of it. */
import type { BodyEntry, OperationEntry, ResponseEntry, ShapeIndex } from '@dlpc/runtime/abi';
import type { IrApi } from '../../ir/ir.ts';

export type Spot =
  | { readonly is: 'shape'; readonly shape: ShapeIndex }
  /** No schema describes it, and it stands where such things pass as they are. */
  | { readonly is: 'open' }
  /** No schema describes it, and it stands where such things are taken out. */
  | { readonly is: 'hidden' }
  /** The document describes no such body, header or parameter, or not what it holds. */
  | { readonly is: 'undescribed' };

/** Where a value is sent, and what it is called there. */
export interface Carrier {
  /** Equal for what is the same place in another version of the document. */
  readonly key: string;
  /** `200 application/json`, `?email` */
  readonly text: string;
  readonly isSent: boolean;
  /** Which one of the operation's lists it is, in the version that it was taken from. */
  readonly where:
    | { readonly kind: 'parameter' | 'request'; readonly index: number }
    | { readonly kind: 'response' | 'header'; readonly response: number; readonly index: number }
    /** All that the document does not name: other statuses, media types and headers. */
    | { readonly kind: 'rest' };
}

/** Step into a value: a property, one of the properties that no schema names, or an item of a list. */
export type Step = { readonly property: string } | 'other' | 'item';

/** Everything of an operation that holds values. */
export function* carriersOf(operation: OperationEntry): Iterable<Carrier> {
  for (const [index, { name, in: place }] of operation.parameters.entries())
    yield {
      // A parameter of the path is the same by whatever name it goes.
      key: JSON.stringify(['parameter', place, place === 'path' ? pathNumber(operation, index) : name]),
      text: `${place} parameter ${name}`,
      isSent: true,
      where: { kind: 'parameter', index },
    };
  for (const [index, { mediaType }] of operation.request.entries())
    yield {
      key: JSON.stringify(['request', mediaType]),
      text: `request ${mediaType}`,
      isSent: true,
      where: { kind: 'request', index },
    };
  for (const [response, { status, bodies, headers }] of operation.responses.entries()) {
    for (const [index, { mediaType }] of bodies.entries())
      yield {
        key: JSON.stringify(['response', status, mediaType]),
        text: `${status} ${mediaType}`,
        isSent: false,
        where: { kind: 'response', response, index },
      };
    for (const [index, { name }] of headers.entries())
      yield {
        key: JSON.stringify(['header', status, name]),
        text: `${status} header ${name}`,
        isSent: false,
        where: { kind: 'header', response, index },
      };
  }
  yield {
    key: JSON.stringify(['rest']),
    text: 'what the document does not name:',
    isSent: false,
    where: { kind: 'rest' },
  };
}

/** `.email`, `[*]`, `["e-mail"]`; `.*` for what no schema names. */
export function stepText(step: Step): string {
  if (step === 'item') return '[*]';
  if (step === 'other') return '.*';
  return /^[A-Za-z_]\w*$/.test(step.property) ? `.${step.property}` : `[${JSON.stringify(step.property)}]`;
}

/** What an operation's document says of a place of it, or of another version of it. A closed API hides what it says nothing of. */
export function spotAt({ closed }: IrApi, operation: OperationEntry, { key }: Carrier): Spot {
  const [kind, first, second]: readonly unknown[] = JSON.parse(key);
  const [a, b] = [String(first), String(second)];
  const spotOf = (shape: ShapeIndex | null | undefined): Spot => {
    if (shape != null) return { is: 'shape', shape };
    return closed ? { is: 'hidden' } : { is: 'undescribed' };
  };
  switch (kind) {
    case 'parameter': {
      const found = operation.parameters.find(
        ({ name, in: place }, index) =>
          place === a && (place === 'path' ? String(pathNumber(operation, index)) === b : name === b),
      );
      return spotOf(found?.shape);
    }
    case 'request':
      return spotOf(bodyOf(operation.request, a)?.shape);
    case 'response':
      return spotOf(bodyOf(responseOf(operation, a)?.bodies ?? [], b)?.shape);
    case 'rest':
      return spotOf(null);
    default:
      return spotOf(responseOf(operation, a)?.headers.find(({ name }) => name === b)?.shape);
  }
}

/** Whether a value and all inside of it passes as it came. */
export function passes({ shapes }: IrApi, spot: Spot): boolean {
  return spot.is === 'open' || (spot.is === 'shape' && shapes[spot.shape]?.isProtected === false);
}

/** The steps from a value that its shape tells apart. */
export function stepsAt({ shapes }: IrApi, spot: Spot): readonly Step[] {
  if (spot.is !== 'shape') return [];
  const properties = [...(shapes[spot.shape]?.properties.keys() ?? [])];
  return [...properties.map((property) => ({ property })), 'other', 'item'];
}

/** What stands behind a step. */
export function spotBehind({ shapes }: IrApi, spot: Spot, step: Step): Spot {
  const shape = spot.is === 'shape' ? shapes[spot.shape] : undefined;
  if (shape === undefined) return spot;
  const described =
    step === 'item'
      ? shape.items
      : ((step === 'other' ? undefined : shape.properties.get(step.property)) ?? shape.additional);
  if (described !== null) return { is: 'shape', shape: described };
  return { is: shape.undeclared === 'hide' ? 'hidden' : 'open' };
}

/** The more specific one: a status, its hundred, or any. */
function responseOf({ responses }: OperationEntry, status: string): ResponseEntry | undefined {
  const wider = [status, /^\d{3}$/.test(status) ? `${status.charAt(0)}XX` : status, 'default'];
  return wider.flatMap((one) => responses.find((response) => response.status === one) ?? [])[0];
}

/** The more specific one: a media type, its range, or any. */
function bodyOf(bodies: readonly BodyEntry[], mediaType: string): BodyEntry | undefined {
  const wider = [mediaType, `${mediaType.split('/')[0] ?? ''}/*`, '*/*'];
  return wider.flatMap((one) => bodies.find((body) => body.mediaType === one) ?? [])[0];
}

/** Which of the path's parameters one is, since the path names them in their order; its name where the path has it not. */
function pathNumber({ path, parameters }: OperationEntry, index: number): number | string {
  const name = parameters[index]?.name ?? '';
  const at = [...path.matchAll(/\{([^{}]*)\}/g)].findIndex(([, written]) => written === name);
  return at === -1 ? name : at;
}
