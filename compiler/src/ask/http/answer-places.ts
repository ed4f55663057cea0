/**
 * The places of an operation's answers that carry labels, as paths: `$.items[*].email`. What stands inside of itself, however
 * many steps apart, is told once: deeper down it is treated in the same way.
 */
import { nameText } from '@dlpc/language';
import type { HttpMatcher, OperationEntry, ShapeEntry, ShapeIndex } from '@dlpc/runtime/abi';
import type { PolicySet } from '@dlpc/runtime/judge/decide/decide';
import type { FieldView } from '@dlpc/runtime/judge-http/field-view';
import type { LabelledColumn, OutputColumn } from '../answer/answer.ts';

/** Shapes that are looked at on all ways together; beyond, nothing is told. */
const MOST_STEPS = 20_000;

/** In the order of the document, bodies of all statuses together; null where there are too many ways to tell. */
export function answerPlaces(
  matcher: HttpMatcher,
  operation: OperationEntry,
  applicable: PolicySet,
  view: FieldView,
): readonly OutputColumn[] | null {
  const places = new Map<string, OutputColumn>();
  // With a list of what is left instead of recursion: a value may be deep.
  const left: Place[] = bodiesOf(operation)
    .toReversed()
    .map((shape) => ({ shape, path: '$', above: new Set() }));
  let steps = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    steps += 1;
    if (steps > MOST_STEPS) return null;
    const { shape: index, path, above } = next;
    const shape = matcher.shapes[index];
    if (shape === undefined || !shape.isProtected) continue;
    const masked = (view.treatmentOf(index)?.mask ?? null) !== null;
    if (shape.fields.length > 0) {
      const sources = fieldsOf(matcher, index, applicable, view);
      const known = places.get(path);
      places.set(path, {
        name: path,
        sources: [...(known?.sources ?? []), ...sources],
        masked: masked || known?.masked === true,
        opaque: null,
      });
    }
    // A mask takes all that is inside with it.
    const key = insideOf(shape);
    if (!masked && !above.has(key)) left.push(...inner(shape, path, new Set(above).add(key)).toReversed());
  }
  return [...places.values()];
}

interface Place {
  readonly shape: ShapeIndex;
  readonly path: string;
  /** What stands inside of each shape on the way here. */
  readonly above: ReadonlySet<string>;
}

function bodiesOf({ responses }: OperationEntry): readonly ShapeIndex[] {
  const shapes = responses.flatMap(({ bodies }) => bodies.map(({ shape }) => shape));
  return [...new Set(shapes.filter((shape) => shape !== null))];
}

/** The same for two shapes whose parts are the same. */
function insideOf({ properties, additional, items }: ShapeEntry): string {
  return JSON.stringify([[...properties], additional, items]);
}

function inner({ properties, additional, items }: ShapeEntry, path: string, above: Place['above']): Place[] {
  const steps: (readonly [string, ShapeIndex | null])[] = [
    ...[...properties].map(([name, shape]) => [`.${nameText(name)}`, shape] as const),
    [`.${nameText('*')}`, additional],
    ['[*]', items],
  ];
  return steps.flatMap(([step, shape]) => (shape === null ? [] : [{ shape, path: `${path}${step}`, above }]));
}

/** The fields whose value a shape's is. Each is told with the treatment of the value, which is one for all. */
function fieldsOf(
  { shapes, fields }: HttpMatcher,
  index: ShapeIndex,
  applicable: PolicySet,
  view: FieldView,
): readonly LabelledColumn[] {
  const treatment = view.treatmentOf(index);
  const text = treatment?.text ?? 'null';
  return (shapes[index]?.fields ?? []).flatMap((field): readonly LabelledColumn[] => {
    const entry = fields[field];
    if (entry === undefined) return [];
    const rules = entry.labels
      .flatMap((label) => label.rules)
      .filter((rule) => applicable.has(rule.policy) && rule.treatment.text === text)
      .map(({ rule }) => rule);
    return [
      {
        // A field is named by its whole path, which is no schema's.
        ...{ schema: 'public', relation: '', column: entry.name },
        labels: entry.labels.map(({ label }) => label),
        treatment: text,
        masked: treatment?.mask !== null,
        masks: treatment?.mask === null ? [] : [text],
        rules: [...new Set(rules)],
      },
    ];
  });
}
