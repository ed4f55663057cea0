/** From what a script exports to an {@link HttpMatcher} that holds together: every index leads somewhere. */
import type {
  BundleSource,
  FieldEntry,
  FieldTreatment,
  HttpMatcher,
  OperationEntry,
  PolicyRule,
  ShapeEntry,
  SourceContents,
} from '../abi.ts';
import { httpMatcherShape } from './http-matcher-shape.ts';
import { checkAs, commonFault, type Fault, ruleFault } from './matcher-coherence.ts';
import type { Outcome } from './problem.ts';

/** Checks the matcher of `source`, an API. `files` are the paths that the manifest names. */
export function checkHttpMatcher(
  value: unknown,
  source: BundleSource,
  files: ReadonlySet<string>,
): Outcome<HttpMatcher> {
  return checkAs(httpMatcherShape, value, source, (matcher) => faultOf(matcher, source, files));
}

function faultOf(matcher: HttpMatcher, source: BundleSource, files: ReadonlySet<string>): Fault {
  const { routes, operations, shapes, fields, detectors } = matcher;
  const isKnown = (arg: string | number | undefined) =>
    typeof arg === 'number' && detectors[arg] !== undefined;
  const common = commonFault(matcher, contentsOf(matcher), source, files);
  if (common !== null) return common;
  for (const { operation, method } of routes) {
    if (operation === null) continue;
    const target = operations[operation];
    if (target === undefined) return `has a route to operation ${operation}, which it does not have`;
    if (target.method !== method) return `has a route of another method to operation ${operation}`;
  }
  for (const operation of operations) {
    const what = `\`${operation.method} ${operation.path}\``;
    const fault = ruleFault(matcher, [...operation.rules, ...operation.alerts], what);
    if (fault !== null) return fault;
    if (shapesOf(operation).some((shape) => shape >= shapes.length))
      return `names a shape for ${what}, which it does not have`;
  }
  for (const [index, shape] of shapes.entries()) {
    if (
      innerShapes(shape).some((inner) => inner >= shapes.length) ||
      [...shape.fields, ...shape.searches].some((f) => f >= fields.length) ||
      shape.fields.some((f) => fields[f]?.found !== null) ||
      shape.searches.some((f) => fields[f]?.found == null)
    )
      return `has a shape ${index} that leads nowhere`;
    // What says that it holds nothing labelled would pass as it came.
    const isProtected =
      shape.fields.length > 0 ||
      shape.searches.length > 0 ||
      shape.undeclared === 'hide' ||
      innerShapes(shape).some((inner) => shapes[inner]?.isProtected === true);
    if (isProtected && !shape.isProtected)
      return `has a shape ${index} that holds what is labelled unnoticed`;
  }
  if (matcher.searches.some((f) => fields[f]?.found == null)) return 'has a search that looks for nothing';
  for (const field of fields) {
    if (field.found !== null && detectors[field.found] === undefined)
      return `looks in \`${field.name}\` for what it does not have`;
    const unknown = treatmentsOf(field).find(
      ({ mask }) => mask?.name === 'replace' && !isKnown(mask.args[0]),
    );
    if (unknown !== undefined) return `has a mask \`${unknown.text}\` that looks for what it does not have`;
    const fault = ruleFault(matcher, rulesOf(field), `\`${field.name}\``);
    if (fault !== null) return fault;
  }
  return null;
}

/** What people are shown of a matcher must be true of it. */
function contentsOf({ policies, rules, operations, fields }: HttpMatcher): SourceContents {
  return {
    policies: policies.map(({ name }) => name),
    rules: rules.length,
    relations: operations.length,
    protectedColumns: fields.filter(({ found }) => found === null).length,
  };
}

function shapesOf({ parameters, request, responses }: OperationEntry): readonly number[] {
  const all = [
    ...parameters,
    ...request,
    ...responses.flatMap(({ bodies, headers }) => [...bodies, ...headers]),
  ];
  return all.map(({ shape }) => shape).filter((shape) => shape !== null);
}

function innerShapes({ properties, additional, items }: ShapeEntry): readonly number[] {
  return [...properties.values(), additional, items].filter((shape) => shape !== null);
}

function treatmentsOf({ fallback, labels }: FieldEntry): readonly FieldTreatment[] {
  return [fallback, ...labels.flatMap(({ rules }) => rules.map(({ treatment }) => treatment))];
}

function rulesOf({ labels }: FieldEntry): readonly PolicyRule[] {
  return labels.flatMap(({ rules }) => rules);
}
