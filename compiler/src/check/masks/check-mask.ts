/** A mask call to a mask with arguments that agree with its parameters. Which columns it fits is asked later. */
import {
  type MaskArgument as Argument,
  type Diagnostic,
  diagnostic,
  type IntegerLiteral,
  type MaskCall,
  type StringLiteral,
} from '@dlpc/language';
import { compileLiteral } from '../../bind/bind-detectors.ts';
import type { Detector } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import { resolveDetector } from '../../bind/resolve-detector.ts';
import { suggestName } from '../../bind/suggest.ts';
import { argumentText } from '../../masks/arguments.ts';
import { findMask, maskNames } from '../../masks/catalog.ts';
import type { MaskArgument, MaskDefinition, MaskParam, PatternParam, Sought } from '../../masks/mask.ts';

/** A mask that exists, with arguments that it takes. */
export interface CheckedMask {
  readonly definition: MaskDefinition;
  readonly args: readonly MaskArgument[];
  /** As a policy writes it: `keep_last(4)`. */
  readonly text: string;
}

/** Those of the program, by name. */
type Detectors = ReadonlyMap<string, Detector>;

/** The mask that `call` names; null where something in it is wrong, which then has been reported. */
export function checkMask(call: MaskCall, detectors: Detectors, report: Report): CheckedMask | null {
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
  const args = checkArguments(call, definition, detectors, report);
  return args === null ? null : { definition, args, text: maskText(definition, args) };
}

function checkArguments(
  call: MaskCall,
  { name, params }: MaskDefinition,
  detectors: Detectors,
  report: Report,
): readonly MaskArgument[] | null {
  const checked = call.args.map((arg, index): MaskArgument | null => {
    const param = params[index];
    if (param === undefined) return null;
    if (param.type === 'pattern') return checkPattern(arg, name, param, detectors, report);
    const mistake = mistakeIn(arg, name, param);
    if (mistake !== null) report(mistake);
    return mistake === null && isValue(arg) ? arg.value : null;
  });
  const args = checked.filter((arg) => arg !== null);
  return args.length === call.args.length ? args : null;
}

function checkPattern(
  arg: Argument,
  mask: string,
  { name }: PatternParam,
  detectors: Detectors,
  report: Report,
): Sought | null {
  switch (arg.kind) {
    case 'RegexLiteral': {
      const pattern = compileLiteral(arg, report);
      return pattern && { text: `/${arg.pattern}/`, finder: { pattern, validator: null } };
    }
    case 'Name': {
      const finder = resolveDetector(detectors, arg, report)?.finder ?? null;
      return finder && { text: arg.text, finder };
    }
    default: {
      const expected = 'a regular expression or the name of a detector';
      report(diagnostic('mask-argument-type', arg.span, { mask, param: name, expected }));
      return null;
    }
  }
}

function isValue(arg: Argument): arg is StringLiteral | IntegerLiteral {
  return arg.kind === 'StringLiteral' || arg.kind === 'IntegerLiteral';
}

function mistakeIn(arg: Argument, mask: string, param: Exclude<MaskParam, PatternParam>): Diagnostic | null {
  const about = { mask, param: param.name };
  if (!isValue(arg)) {
    const expected = { integer: 'an integer', string: 'a string', value: 'a string or an integer' }[
      param.type
    ];
    return diagnostic('mask-argument-type', arg.span, { ...about, expected });
  }
  const given = arg.kind === 'StringLiteral' ? JSON.stringify(arg.value) : String(arg.value);
  switch (param.type) {
    case 'value':
      return null;
    case 'integer': {
      if (arg.kind !== 'IntegerLiteral')
        return diagnostic('mask-argument-type', arg.span, { ...about, expected: 'an integer' });
      const { min, max } = param;
      if (arg.value >= min && arg.value <= max) return null;
      const expected = `from ${min} to ${max}`;
      return diagnostic('mask-argument-range', arg.span, { ...about, expected, given });
    }
    case 'string':
      if (arg.kind !== 'StringLiteral')
        return diagnostic('mask-argument-type', arg.span, { ...about, expected: 'a string' });
      if (param.accepts(arg.value)) return null;
      return diagnostic('mask-argument-range', arg.span, { ...about, expected: param.expected, given });
  }
}

/** How a mask is called: `keep_last(count)`; optional parameters have a question mark. */
export function signatureOf({ name, params }: MaskDefinition): string {
  if (params.length === 0) return name;
  return `${name}(${params.map((param) => param.name + (param.optional ? '?' : '')).join(', ')})`;
}

function maskText({ name }: MaskDefinition, args: readonly MaskArgument[]): string {
  return args.length === 0 ? name : `${name}(${args.map(argumentText).join(', ')})`;
}
