/** Databases and APIs by their names. */
import { nameText, type Program, type Source } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';

/** All sources, in the order of their declarations. */
export function sourcesOf(program: Program): readonly Source[] {
  return [...program.sources.values(), ...program.apis.values()];
}

/** Null where none is called so. */
export function sourceNamed(program: Program, name: string): Source | null {
  return sourcesOf(program).find((source) => source.name === name) ?? null;
}

export function sourceCandidates({ program }: Pick<CompletionRequest, 'program'>): readonly Candidate[] {
  return sourcesOf(program).map(({ name, declaration, schema }) => ({
    name,
    kind: CompletionItemKind.Module,
    detail: `${declaration.kind === 'DatabaseDeclaration' ? 'database' : 'API'} from "${declaration.from.value}"`,
    documentation: () =>
      [
        ...(declaration.documentation === null ? [] : [declaration.documentation, '']),
        schema === null ? 'Its schema could not be read.' : `${schema.relations.size} relations`,
      ].join('\n'),
    text: nameText(name),
  }));
}

/** The source in whose block the place is; null outside of any, and where it is unknown. */
export function sourceOfBlock({ program, place }: CompletionRequest): Source | null {
  return place.source === null ? null : sourceNamed(program, place.source);
}
