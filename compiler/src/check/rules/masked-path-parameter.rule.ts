/**
 * DLP4046: an operation that a policy allows, whose path has a parameter that every caller of the policy sees masked. A masked value
 * is not taken from its caller, and no request of the operation goes without it.
 */
import { diagnostic } from '@dlpc/language';
import { type ApiSource, fieldsOf, operationText } from '../../bind/api/api-source.ts';
import type { ApiOperation, Part } from '../../openapi/model/api-model.ts';
import { OPENING } from '../command-index.ts';
import { requestsOf } from '../request-index.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';

export const maskedPathParameter: Rule = (context) => {
  const { program, conditions } = context.checked;
  // What could not be bound may have been the missing `reveal`.
  if (program.gaps.syntax || program.gaps.policies.size > 0) return;
  const { callers } = context;
  const visible = new Map<Part, Callers>();
  for (const { policy, source, statement } of requestsOf(program)) {
    const condition = conditions.policies.get(policy);
    if (condition === undefined || !OPENING.includes(statement.effect)) continue;
    const applies = callers.of(condition);
    // A policy that applies to nobody has its own diagnostic.
    if (callers.ask(applies).is !== 'inhabited') continue;
    for (const operation of statement.operations)
      for (const { name, part } of inPath(operation)) {
        const seers = visible.get(part) ?? whoSees(context, source, part);
        visible.set(part, seers);
        if (callers.ask(callers.both(applies, seers)).is !== 'empty') continue;
        context.report(
          diagnostic('masked-path-parameter', statement.node.access.span, {
            operation: operationText(operation),
            parameter: name,
            policy: policy.name,
          }),
        );
      }
  }
};

function inPath({ parameters }: ApiOperation): ApiOperation['parameters'] {
  return parameters.filter((parameter) => parameter.in === 'path');
}

/** Those for whom each label of a value is revealed, and masked by none. */
function whoSees({ checked, callers }: RuleContext, source: ApiSource, { shape }: Part): Callers {
  const columns = new Set(fieldsOf(source, shape.sites).map(({ column }) => column));
  const labels = (checked.settled.get(source)?.columns ?? [])
    .filter(({ column }) => columns.has(column))
    .flatMap((column) => column.labels);
  const appliesTo = (isRevealed: boolean, says: (typeof labels)[number]['says']): Callers =>
    callers.either(
      ...says.flatMap(({ statement, policy }) => {
        const condition = checked.conditions.policies.get(policy);
        const isMeant = (statement.node.kind === 'RevealStatement') === isRevealed;
        return isMeant && condition !== undefined ? [callers.of(condition)] : [];
      }),
    );
  return labels.reduce(
    (seers, { says }) => callers.both(seers, appliesTo(true, says), callers.outside(appliesTo(false, says))),
    callers.everyone,
  );
}
