/** From the path of an OpenAPI document to the model of the API. */
import type { Host } from '../host/host.ts';
import { loadDocuments } from './document/document-set.ts';
import type { ApiModel } from './model/api-model.ts';
import { buildModel } from './model/build-model.ts';
import { type ApiProblem, ApiProblems } from './problem.ts';
import { validateDocument } from './validate-document.ts';

export interface ApiLoad {
  /** What could be read, also beside problems; null where the document has not the form of one. */
  readonly model: ApiModel | null;
  /** Texts of all files that were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly ApiProblem[];
}

/**
 * Loads the document at `main`, and files that it refers to below one of `roots`; half a sentence where there is none to
 * read. Never throws for any content.
 */
export async function loadApi(
  host: Pick<Host, 'readText'>,
  main: string,
  roots: readonly string[],
): Promise<ApiLoad | string> {
  const documents = await loadDocuments(host, main, roots);
  const document = documents.files.get(main);
  if (document === undefined || document.kind === 'unreadable') return document?.reason ?? 'it was not read';
  const texts = new Map(
    [...documents.files].flatMap(([path, file]) =>
      file.kind === 'unreadable' ? [] : [[path, file.text] as const],
    ),
  );
  const problems = new ApiProblems();
  if (document.kind === 'unparsed') {
    const { message, offset } = document;
    problems.add({ kind: 'invalid', message, file: main, start: offset, end: offset + 1 });
    return { model: null, texts, problems: problems.all };
  }
  for (const { message, node } of await validateDocument(document.root))
    problems.add({ kind: 'invalid', message, file: main, start: node.start, end: node.end });
  // Of what has not the form of a document, everything further would be a guess.
  const model = problems.all.length > 0 ? null : buildModel(documents, problems);
  return { model, texts, problems: problems.all };
}
