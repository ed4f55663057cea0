/**
 * The parts of the official schema of SARIF 2.1.0 that a report of ours uses: for each object its properties, which ones must
 * be there, and nothing else, as the schema says `additionalProperties: false` of each.
 */

type Shape = string | readonly [Shape] | { readonly required: Fields; readonly optional: Fields };
type Fields = Readonly<Record<string, Shape>>;

const message: Shape = { required: { text: 'string' }, optional: {} };
const artifactLocation: Shape = { required: { uri: 'uri' }, optional: {} };
const region: Shape = {
  required: { startLine: 'one or more' },
  optional: {
    startColumn: 'one or more',
    endLine: 'one or more',
    endColumn: 'one or more',
    charOffset: 'natural',
    charLength: 'natural',
  },
};
const physicalLocation: Shape = { required: { artifactLocation }, optional: { region } };
const location: Shape = { required: { physicalLocation }, optional: { id: 'natural', message } };
const replacement: Shape = {
  required: { deletedRegion: region },
  optional: { insertedContent: { required: { text: 'string' }, optional: {} } },
};
const fix: Shape = {
  required: {
    artifactChanges: [{ required: { artifactLocation, replacements: [replacement] }, optional: {} }],
  },
  optional: { description: message },
};
const rule: Shape = {
  required: { id: 'string' },
  optional: {
    name: 'string',
    shortDescription: message,
    help: { required: { text: 'string' }, optional: { markdown: 'string' } },
    defaultConfiguration: { required: {}, optional: { level: 'level' } },
  },
};

const LOG: Shape = {
  required: {
    version: '2.1.0',
    runs: [
      {
        required: {
          tool: {
            required: {
              driver: {
                required: { name: 'string' },
                optional: { version: 'string', semanticVersion: 'version', rules: [rule] },
              },
            },
            optional: {},
          },
        },
        optional: {
          columnKind: 'utf16CodeUnits',
          invocations: [
            {
              required: { executionSuccessful: 'boolean' },
              optional: {
                toolExecutionNotifications: [
                  { required: { message }, optional: { level: 'level', locations: [location] } },
                ],
              },
            },
          ],
          results: [
            {
              required: { message },
              optional: {
                ruleId: 'string',
                ruleIndex: 'natural',
                level: 'level',
                locations: [location],
                relatedLocations: [location],
                fixes: [fix],
              },
            },
          ],
        },
      },
    ],
  },
  optional: { $schema: 'uri' },
};

const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  natural: (value) => Number.isInteger(value) && Number(value) >= 0,
  'one or more': (value) => Number.isInteger(value) && Number(value) >= 1,
  level: (value) => value === 'error' || value === 'warning' || value === 'note' || value === 'none',
  version: (value) => typeof value === 'string' && /^\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(value),
  uri: (value) => typeof value === 'string' && /^(?:[\w\-.~!$&'()*+,;=:@/?#]|%[0-9A-F]{2})+$/.test(value),
};

/** Where `value` is no SARIF log, by path; empty where it is one. */
export function sarifMistakes(value: unknown): readonly string[] {
  return mistakes(value, LOG, '$');
}

function mistakes(value: unknown, shape: Shape, path: string): readonly string[] {
  if (typeof shape === 'string') {
    const isRight = VALUES[shape] === undefined ? value === shape : VALUES[shape](value);
    return isRight ? [] : [`${path} is no ${shape}`];
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => mistakes(item, shape[0], `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [`${path} is no object`];
  const fields: Fields = { ...shape.optional, ...shape.required };
  const missing = Object.keys(shape.required).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const expected = fields[name];
      return expected === undefined
        ? [`${path}.${name} is unknown`]
        : mistakes(inner, expected, `${path}.${name}`);
    }),
  ];
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
