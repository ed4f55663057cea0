/** Random documents of APIs, and policies about them, most of them without errors. */
import fc from 'fast-check';
import {
  type ApiDocument,
  namesBehind,
  type OperationNode,
  type SchemaNode,
  type Step,
  written,
} from './http-documents.ts';
import type { Sent } from './http-interpreter.ts';

const SCHEMAS = ['Alpha', 'Beta', 'Gamma'];
const PROPERTIES = ['a', 'b', 'c'];
const LABELS = ['pii', 'pii.contact', 'pci'];

/** No request of one is of another, unless that is the narrower. */
const TEMPLATES = ['/x', '/x/{id}', '/x/me', '/x/{id}/y', '/x/me/y', '/z/{name}', '/z/{name}.json'];

const reference = fc
  .constantFrom(...SCHEMAS)
  .map((name): SchemaNode => ({ $ref: `#/components/schemas/${name}` }));
// Each is an object of its own: labels are put on schemas by where they stand.
const text = fc.constant(null).map((): SchemaNode => ({ type: 'string' }));

// Of what stands there the document says no more than the type, or not even that.
const anything = fc
  .constantFrom('object', 'array', null)
  .map((type): SchemaNode => (type === null ? {} : { type }));

const { node } = fc.letrec<{ node: SchemaNode; object: SchemaNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    text,
    text,
    reference,
    anything,
    tie('object'),
    tie('node').map((items): SchemaNode => ({ type: 'array', items })),
    fc.tuple(tie('object'), reference).map((allOf): SchemaNode => ({ allOf })),
    fc.tuple(tie('node'), tie('node')).map((oneOf): SchemaNode => ({ oneOf })),
  ),
  object: fc.oneof(
    fc
      .dictionary(fc.constantFrom(...PROPERTIES), tie('node'), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      })
      .map((properties): SchemaNode => ({ type: 'object', properties })),
    tie('node').map((additionalProperties): SchemaNode => ({ type: 'object', additionalProperties })),
  ),
}));

const object = fc
  .dictionary(fc.constantFrom(...PROPERTIES), node, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
  .map((properties): SchemaNode => ({ type: 'object', properties }));

const arbitraryDocument: fc.Arbitrary<ApiDocument> = fc
  .record({
    schemas: fc.tuple(
      object,
      object,
      fc.oneof(
        object,
        fc.tuple(object, reference).map((allOf): SchemaNode => ({ allOf })),
      ),
    ),
    operations: fc.uniqueArray(
      fc.record({
        method: fc.constantFrom('GET', 'GET', 'DELETE'),
        path: fc.constantFrom(...TEMPLATES),
        parameters: fc.dictionary(fc.constantFrom('p', 'q'), text, { noNullPrototype: true }),
        response: fc.oneof(
          reference,
          reference.map((items): SchemaNode => ({ type: 'array', items })),
          node,
          fc.constant(null),
        ),
      }),
      { minLength: 1, maxLength: 6, selector: ({ method, path }) => `${method} ${path}` },
    ),
  })
  .map(({ schemas, operations }) => ({
    schemas: Object.fromEntries(SCHEMAS.map((name, index) => [name, schemas[index] ?? {}])),
    operations: operations.map(
      (operation, index): OperationNode => ({ operationId: `op${index}`, ...operation }),
    ),
  }));

/** Paths of names to what is written as a text, or as a reference. */
function fieldsOf(document: ApiDocument): readonly string[] {
  const inSchemas = SCHEMAS.flatMap((schema) =>
    namesBehind(document, [schema]).flatMap((name) => [
      [schema, name],
      ...namesBehind(document, [schema, name]).map((inner) => [schema, name, inner]),
    ]),
  );
  const parameters = document.operations.flatMap(({ operationId, parameters }) =>
    Object.keys(parameters).map((name) => [operationId, name]),
  );
  const isPlain = (path: readonly string[]) =>
    written(document, path).every(({ type, $ref }) => type === 'string' || $ref !== undefined);
  return [...inSchemas, ...parameters].filter(isPlain).map((path) => path.join('.'));
}

const who = fc.constantFrom(
  ...['true', '"etl" in caller.groups', 'caller.kind == human', 'not ("etl" in caller.groups)'],
);

function statementsAbout({ operations }: ApiDocument): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('allow', 'allow', 'allow', 'deny', 'approve'),
      fc.constantFrom(...operations),
      fc.nat(2),
    )
    .map(([effect, { method, path, operationId }, form]) => {
      const [, first = ''] = path.split('/');
      const isDeeper = operations.some(
        (other) => other.method === method && other.path.startsWith(`/${first}/`),
      );
      const paths = [`"${path.replace('{id}', '{other}')}"`, `"/${first}/{rest}"`];
      const access =
        form === 0 ? `operation ${operationId}` : `${method} ${paths[form === 2 && isDeeper ? 1 : 0]}`;
      return `${effect} ${access}${effect === 'approve' ? ' by "dba" within 15m' : ''}`;
    });
}

/** A document, and the text of a policy file about it. */
export const arbitraryHttp: fc.Arbitrary<{ readonly document: ApiDocument; readonly text: string }> =
  arbitraryDocument.chain((document) => {
    const fields = fieldsOf(document);
    const labelled = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...LABELS),
        fields.length === 0 ? fc.constant('') : fc.constantFrom(...fields),
      ),
      { maxLength: 5, selector: String },
    );
    const searched = fc.constantFrom(null, null, ...LABELS);
    return fc
      .tuple(labelled, fc.constantFrom('', '', ' closed'), searched)
      .chain(([labels, closed, found]) => {
        const named = labels.filter(([, field]) => field !== '');
        const targets = [...new Set([...named.flat(), ...(found === null ? [] : [found])])];
        const treatment = fc
          .tuple(fc.constantFrom(...LABELS, ...targets), fc.constantFrom('null', 'redact', 'hash', 'reveal'))
          .map(([target, mask]) => (mask === 'reveal' ? `reveal ${target}` : `mask ${target} with ${mask}`));
        const rest = closed === '' ? fc.constant([]) : fc.subarray(['reveal unclassified'], { minLength: 0 });
        const policy = fc.tuple(
          who,
          fc.uniqueArray(statementsAbout(document), { minLength: 1, maxLength: 4 }),
          targets.length === 0
            ? fc.constant([])
            : fc.uniqueArray(treatment, { maxLength: 3, selector: (said) => said.split(' ')[1] }),
          rest,
        );
        return fc.array(policy, { minLength: 1, maxLength: 3 }).map((policies) => ({
          document,
          text: [
            `api api from "api.json"${closed}`,
            'label pii { contact }',
            'label pci',
            ...named.map(([label, field]) => `classify ${label} api.${field}`),
            ...(found === null
              ? []
              : ['detector digits = /[0-9]{4}/', `classify ${found} values matching digits`]),
            ...policies.map(
              ([condition, requests, treatments, others], index) =>
                `policy p${index} for ${condition} { on api {\n${[...requests, ...treatments, ...others].join('\n')}\n} }`,
            ),
            '',
          ].join('\n'),
        }));
      });
  });

/** Requests as they are sent, each with the path that a server would read. */
export const TARGETS: readonly { readonly target: string; readonly path: Sent['path'] }[] = [
  ...[
    '/x',
    '/x/1',
    '/x/me',
    '/x/1/y',
    '/x/me/y',
    '/x/1/z',
    '/z/a',
    '/z/a.json',
    '/z/.json',
    '/',
    '/x/1/y/z',
  ].map((path) => ({ target: path, path })),
  { target: '/x/%6De', path: '/x/me' },
  { target: '/x/a%20b', path: '/x/a b' },
  ...['/X', '/x/ME', '/x/1/Y', '/z/a.JSON'].map((path) => ({ target: path, path })),
  ...['/x//y', '/x/../x', '/x/a%2Fy', '/x/%2e%2e/x', '/x/me;a', '/x/%ff', '/x/%256De'].map((target) => ({
    target,
    path: null,
  })),
];

/** Ways into a value, two steps deep and somewhat deeper. */
export const PLACES: readonly (readonly Step[])[] = (() => {
  const steps: readonly Step[] = ['item', ...[...PROPERTIES, 'other'].map((property) => ({ property }))];
  const two = steps.flatMap((a) => steps.map((b) => [a, b]));
  return [
    [],
    ...steps.map((step) => [step]),
    ...two,
    ...two.map(([a, b]) => [a, b, a]).map((way) => way.filter((s) => s !== undefined)),
  ];
})();
