/** What the block at the place says besides the statement that is being typed. */
import type { SourceBlock, Statement } from '@dlpc/language';
import type { CompletionRequest } from '../request.ts';

export interface StatementBeside {
  readonly kind: Statement['kind'];
  /** Names of relations that it allows, denies, filters, …, without their schemas. */
  readonly relations: readonly string[];
  /** Dotted paths of what it masks or reveals. */
  readonly targets: readonly string[];
}

/** In the order of the text. */
export function statementsBeside(request: CompletionRequest): readonly StatementBeside[] {
  const block = blockAt(request);
  const start = request.place.statement[0]?.start;
  return (block?.statements ?? [])
    .filter(({ span }) => span.start !== start)
    .map((statement) => ({
      kind: statement.kind,
      relations: relationsIn(statement),
      targets: 'targets' in statement ? statement.targets.map(targetText) : [],
    }));
}

function blockAt({ context, place }: CompletionRequest): SourceBlock | null {
  const at = place.replace.start;
  for (const declaration of context.ast.declarations) {
    if (declaration.kind !== 'PolicyDeclaration' || declaration.span.start > at) continue;
    // A block that is being written may end where its last whole statement does.
    const blocks = declaration.members.filter((member) => member.kind === 'SourceBlock');
    const block = blocks.findLast(({ span }) => span.start <= at);
    const isLast = context.ast.declarations.every(
      ({ span }) => span.start <= declaration.span.start || span.start > at,
    );
    if (block !== undefined && isLast) return block;
  }
  return null;
}

function relationsIn(statement: Statement): readonly string[] {
  const references =
    'relations' in statement
      ? statement.relations
      : 'access' in statement && statement.access.kind === 'SqlAccess'
        ? statement.access.relations
        : [];
  return references.flatMap(({ name }) => (name.kind === 'Name' ? [name.text] : []));
}

function targetText({ segments }: { readonly segments: readonly { readonly text: string }[] }): string {
  return segments.map(({ text }) => text).join('.');
}
