/** The parameters of the mask whose arguments are being written. */
import { findMask, type MaskParam, signatureOf } from '@dlpc/compiler';
import { ParameterInformation, type SignatureHelp, SignatureInformation } from 'vscode-languageserver/node';
import type { FeatureContext } from './feature-context.ts';

/** Found in the text and not in the tree, which does not have a call until its parenthesis is closed. */
const OPEN_CALL =
  /([\p{L}_][\p{L}\p{N}_]*)\s*\(((?:[^()"/]|"(?:[^"\\\n]|\\.)*"|\/(?:[^/\\\n]|\\.)*\/)*)(?:"[^"\n]*)?$/u;
const STRING_OR_COMMA = /"(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)*\/|,/g;

/** More of a line is nobody's mask. */
const MOST_LOOKED_AT = 1000;

export function signatureHelp({ source, offset }: FeatureContext): SignatureHelp | null {
  const { line } = source.positionAt(offset);
  const start = Math.max(source.offsetAt({ line, column: 1 }), offset - MOST_LOOKED_AT);
  const [, name = '', args = ''] = OPEN_CALL.exec(source.text.slice(start, offset)) ?? [];
  const mask = findMask(name);
  if (mask === null || mask.params.length === 0) return null;
  const signature = SignatureInformation.create(signatureOf(mask), mask.doc);
  signature.parameters = mask.params.map((param) =>
    ParameterInformation.create(param.name + (param.optional ? '?' : ''), expected(param)),
  );
  const commas = [...args.matchAll(STRING_OR_COMMA)].filter(([image]) => image === ',').length;
  return {
    signatures: [signature],
    activeSignature: 0,
    activeParameter: Math.min(commas, mask.params.length - 1),
  };
}

function expected(param: MaskParam): string {
  switch (param.type) {
    case 'integer':
      return `An integer from ${param.min} to ${param.max}.`;
    case 'string':
      return `It must be ${param.expected}.`;
    case 'value':
      return 'A value of the column: a string or an integer.';
    case 'pattern':
      return 'A regular expression, `/…/`, or the name of a detector.';
  }
}
