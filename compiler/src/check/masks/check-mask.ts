/** A mask call to a mask with arguments that agree with its parameters. Which columns it fits is asked later. */
import { diagnostic, type MaskCall } from '@dlpc/language';
import type { Report } from '../../bind/report.ts';
import { suggestName } from '../../bind/suggest.ts';
import { findMask, maskNames } from '../../masks/catalog.ts';
import type { MaskArgument, MaskDefinition, MaskParam } from '../../masks/mask.ts';

/** A mask that exists, with arguments that it takes. */
export interface CheckedMask {
  readonly definition: MaskDefinition;
  readonly args: readonly MaskArgument[];
  /** As a policy writes it: `keep_last(4)`. */
  readonly text: string;
}

/** The mask that `call` names; null where something in it is wrong, which then has been reported. */
export function checkMask(call: MaskCall, report: Report): CheckedMask | null {
  const { name } = call;
  const definition = findMask(name.text);
  if (definition === null) {
    const { nearest, extras } = suggestName(name.text, maskNames, name.span, report);
    report(diagnostic('unknown-mask', name.span, { name: name.text, nearest, known: maskNames }, extras));
    return null;
  }
  const { params } = definition;
  const required = params.filter((param) => !param.optional).length;
  if (call.args.length < required || call.args.length > params.length) {
    report(
      diagnostic('mask-argument-count', call.span, {
        mask: definition.name,
        expected: signatureOf(definition),
        given: call.args.length,
      }),
    );
    return null;
  }
  const args = checkArguments(call, definition, report);
  return args === null ? null : { definition, args, text: maskText(definition, args) };
}

function checkArguments(
  call: MaskCall,
  { name, params }: MaskDefinition,
  report: Report,
): readonly MaskArgument[] | null {
  let correct = true;
  for (const [index, arg] of call.args.entries()) {
    const param = params[index];
    if (param === undefined) continue;
    const about = { mask: name, param: param.name };
    if (param.type !== (arg.kind === 'IntegerLiteral' ? 'integer' : 'string')) {
      const expected = param.type === 'integer' ? 'an integer' : 'a string';
      report(diagnostic('mask-argument-type', arg.span, { ...about, expected }));
      correct = false;
    } else if (arg.kind === 'IntegerLiteral' && !isWithin(arg.value, param)) {
      const given = String(arg.value);
      report(diagnostic('mask-argument-range', arg.span, { ...about, expected: rangeText(param), given }));
      correct = false;
    }
  }
  return correct ? call.args.map((arg) => arg.value) : null;
}

function isWithin(value: number, { min, max }: MaskParam): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

function rangeText({ min, max }: MaskParam): string {
  if (min !== null && max !== null) return `from ${min} to ${max}`;
  return min === null ? `at most ${max}` : `at least ${min}`;
}

/** How a mask is called: `keep_last(count)`; optional parameters have a question mark. */
export function signatureOf({ name, params }: MaskDefinition): string {
  if (params.length === 0) return name;
  return `${name}(${params.map((param) => param.name + (param.optional ? '?' : '')).join(', ')})`;
}

function maskText({ name }: MaskDefinition, args: readonly MaskArgument[]): string {
  return args.length === 0 ? name : `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}
