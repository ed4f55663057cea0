/** `region`, `caller.sub`, `caller.claims.department`, `caller.actor.sub`, `task.name`: the names of a row condition. */
import { type DiagnosticExtras, diagnostic } from '@dlpc/language';
import type { CallerValue } from '@dlpc/runtime/abi';
import { relationText } from '../../bind/names.ts';
import { CALLER_KINDS } from '../../bind/reserved-names.ts';
import type { SqlExpression } from '../../row-conditions/sql-expression.ts';
import { quoteIdentifier } from '../../schema/types/quote-identifier.ts';
import { type FilterContext, refuse } from './context.ts';
import type { Operand } from './operand.ts';
import { rowTypeOf } from './row-type.ts';

type NameExpression = Extract<SqlExpression, { readonly kind: 'name' }>;
type Field = CallerValue['field'];

/** Relations with more columns than this do not list them all in a hint. */
const MOST_LISTED = 12;

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  caller: ['sub', 'kind', 'groups', 'claims', 'actor'],
  task: ['id', 'name', 'parent'],
};
const ACTOR_FIELDS = ['sub', 'groups'] as const;

/** The column or the asker's value that a name is. */
export function evaluateName(expression: NameExpression, context: FilterContext): Operand {
  const [root, field, claim, ...further] = expression.path;
  if (root === undefined) return { kind: 'unknown', text: '', extent: expression.extent };
  if (field === undefined) return column(root, expression, context);
  if (root === 'hint')
    return refuse(
      context,
      expression,
      diagnostic('hint-in-row-condition', context.spanOf(expression.extent), {
        field: expression.path.join('.'),
      }),
    );
  const fields = FIELDS[root];
  if (fields === undefined) return qualified(expression, context);
  if (root === 'caller' && field === 'claims' && claim !== undefined && further.length === 0)
    return claimValue(claim, expression, context);
  if (root === 'caller' && field === 'claims' && claim === undefined)
    return noValue('caller.claims', [...(context.identity?.claims.keys() ?? [])], expression, context);
  if (root === 'caller' && field === 'actor')
    return actorValue(claim, further.length === 0, expression, context);
  if (fields.includes(field) && claim === undefined)
    return fieldValue(`${root}.${field}` as Field, expression);
  const name = claim === undefined ? field : expression.path.slice(1).join('.');
  return unknownField(root, name, fields, expression, context);
}

function unknownField(
  root: string,
  name: string,
  fields: readonly string[],
  expression: NameExpression,
  context: FilterContext,
): Operand {
  const known = fields.map((each) => `${root}.${each}`);
  const nearest = context.report.nearest(`${root}.${name}`, known);
  return refuse(
    context,
    expression,
    diagnostic(
      'unknown-field',
      context.spanOf(expression.extent),
      { root, name, nearest, known: fields },
      instead(nearest, expression, context),
    ),
  );
}

function column(name: string, expression: NameExpression, context: FilterContext): Operand {
  const { relation, source, report } = context;
  const found = relation.columns.find((candidate) => candidate.name === name);
  if (found !== undefined) {
    const { type } = found;
    return {
      kind: 'value',
      value: { value: 'column', name, type: rowTypeOf(type), base: type.base },
      typeText: type.text,
      optional: false,
      enum: type.enumValues && { name: type.base, values: type.enumValues },
      text: quoteIdentifier(name),
      extent: expression.extent,
    };
  }
  if (Object.hasOwn(FIELDS, name)) {
    const fields = FIELDS[name] ?? [];
    return noValue(name, fields, expression, context);
  }
  const names = relation.columns.map((candidate) => candidate.name);
  const nearest = report.nearest(name, names);
  const written = nearest === null ? null : quoteIdentifier(nearest);
  const params = {
    relation: relationText(source, relation),
    name,
    nearest: written,
    known: names.length > MOST_LISTED ? [] : names,
  };
  const isKind = CALLER_KINDS.some((kind) => kind === name);
  const extras = isKind
    ? { hint: `a kind of caller is a text here: \`'${name}'\`` }
    : instead(written, expression, context);
  return refuse(
    context,
    expression,
    diagnostic('unknown-column', context.spanOf(expression.extent), params, extras),
  );
}

/** `caller.actor.sub`, which is NULL where nobody acts for the caller, and `caller.actor.groups`, which is empty there. */
function actorValue(
  name: string | undefined,
  isLast: boolean,
  expression: NameExpression,
  context: FilterContext,
): Operand {
  if (name === undefined) return noValue('caller.actor', ACTOR_FIELDS, expression, context);
  const known = ACTOR_FIELDS.find((field) => field === name);
  if (known !== undefined && isLast) return fieldValue(`caller.actor.${known}`, expression);
  return unknownField('caller.actor', expression.path.slice(2).join('.'), ACTOR_FIELDS, expression, context);
}

function fieldValue(field: Field, { extent }: NameExpression): Operand {
  const isSet = field.endsWith('.groups');
  return {
    kind: 'value',
    value: { value: 'caller', field, type: isSet ? 'set of text' : 'text' },
    typeText: isSet ? 'a set of strings' : field === 'caller.kind' ? 'a kind of caller' : 'string',
    optional: field === 'caller.actor.sub',
    enum: null,
    text: field,
    extent,
  };
}

function claimValue(name: string, expression: NameExpression, context: FilterContext): Operand {
  const claims = context.identity?.claims;
  const claim = claims?.get(name);
  const { extent } = expression;
  // A claim whose type is none has been reported.
  if (claim === null) return { kind: 'unknown', text: '', extent };
  if (claim === undefined) {
    const known = [...(claims?.keys() ?? [])];
    const nearest = context.report.nearest(name, known);
    const written = nearest === null ? null : `caller.claims.${quoteIdentifier(nearest)}`;
    return refuse(
      context,
      expression,
      diagnostic(
        'unknown-claim',
        context.spanOf(extent),
        { name, nearest: written, known },
        instead(written, expression, context),
      ),
    );
  }
  const type = { string: 'text', int: 'integer', bool: 'boolean', 'set of string': 'set of text' } as const;
  return {
    kind: 'value',
    value: { value: 'caller', field: `caller.claims.${name}`, type: type[claim.type] },
    typeText: claim.type === 'set of string' ? 'a set of strings' : claim.type,
    optional: claim.optional,
    enum: null,
    text: `caller.claims.${quoteIdentifier(name)}`,
    extent,
  };
}

/** `orders.region`: a filter can speak of several relations, so that its columns stand alone. */
function qualified(expression: NameExpression, context: FilterContext): Operand {
  const last = expression.path.at(-1) ?? '';
  const isColumn = context.relation.columns.some(({ name }) => name === last);
  const params = { name: expression.path.join('.'), column: isColumn ? quoteIdentifier(last) : null };
  const extras = instead(params.column, expression, context);
  return refuse(
    context,
    expression,
    diagnostic('qualified-column', context.spanOf(expression.extent), params, extras),
  );
}

function noValue(
  root: string,
  fields: readonly string[],
  expression: NameExpression,
  context: FilterContext,
): Operand {
  return refuse(
    context,
    expression,
    diagnostic('root-is-no-value', context.spanOf(expression.extent), { root, fields }),
  );
}

function instead(
  newText: string | null,
  { extent }: NameExpression,
  { spanOf }: FilterContext,
): DiagnosticExtras {
  if (newText === null) return {};
  return { fix: { title: `Write \`${newText}\``, edits: [{ span: spanOf(extent), newText }] } };
}
