/** What is said of what policies declare: its first lines as written, and its documentation. */
import type { CheckResult, Source } from '@dlpc/compiler';
import type { Span } from '@dlpc/language';
import type { NameContext } from '../symbols/name-context.ts';

/** Longer declarations are cut. */
const MOST_CHARACTERS = 600;

export function groupText(context: NameContext, name: string): string | null {
  const { groups } = context.result.checked.program;
  const group = groups.get(name)?.declaration;
  return group === undefined ? null : declared(context, group.span, group.documentation);
}

export function claimText({ result }: NameContext, name: string): string | null {
  const claim = result.checked.program.identity?.claims.get(name) ?? null;
  if (claim === null) return null;
  const absent = claim.optional ? '\n\nAn identity may lack it; say what counts then with `??`.' : '';
  return `\`\`\`dlp\nclaim ${name}${claim.optional ? '?' : ''}: ${claim.type}\n\`\`\`${absent}`;
}

export function policyText(context: NameContext, name: string): string | null {
  const policy = context.result.checked.program.policies.find((candidate) => candidate.name === name);
  if (policy === undefined) return null;
  const { condition, when, until, span, documentation } = policy.declaration;
  const end = (until ?? when ?? condition).span.end;
  return declared(context, { ...span, end }, documentation);
}

export function detectorText(context: NameContext, name: string): string | null {
  const detector = context.result.checked.program.detectors.get(name)?.declaration;
  return detector === undefined ? null : declared(context, detector.span, detector.documentation);
}

export function identityText(context: NameContext): string | null {
  const identity = context.result.checked.program.identity?.declaration;
  return identity === undefined ? null : declared(context, identity.span, identity.documentation);
}

/** A source and how much is in it. */
export function sourceText(context: NameContext, { schema, declaration }: Source): string {
  const relations = schema === null ? 'Its schema could not be read.' : `${schema.relations.size} relations.`;
  return `${declared(context, declaration.span, declaration.documentation)}\n\n${relations}`;
}

function declared(context: NameContext, span: Span, documentation: string | null): string {
  const text = textAt(context, span);
  const written = text === null ? [] : [`\`\`\`dlp\n${text}\n\`\`\``];
  return [...written, ...(documentation === null ? [] : [documentation])].join('\n\n');
}

/** As it was when it was checked: spans of the program point into that text. */
function textAt({ result }: { readonly result: CheckResult }, { file, start, end }: Span): string | null {
  const text = result.texts.get(file)?.text.slice(start, end);
  if (text === undefined) return null;
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text;
}
