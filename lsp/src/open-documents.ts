/** The documents that the editor has open, as texts by path. */
import { fileURLToPath } from 'node:url';
import { SourceText } from '@dlpc/language';
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

export class OpenDocuments {
  readonly #documents: TextDocuments<TextDocument>;
  readonly #texts = new WeakMap<TextDocument, { version: number; text: SourceText }>();

  readonly #paths = new WeakMap<TextDocument, string | null>();

  constructor(documents: TextDocuments<TextDocument>) {
    this.#documents = documents;
  }

  /** Null for a file that is not open. The same object until the document changes. */
  text(path: string): SourceText | null {
    // Editors write one path as different URIs, so that it is the path that is looked for.
    const document = this.#documents.all().find((candidate) => this.#pathOf(candidate) === path);
    if (document === undefined) return null;
    const known = this.#texts.get(document);
    if (known?.version === document.version) return known.text;
    const text = new SourceText(path, document.getText());
    this.#texts.set(document, { version: document.version, text });
    return text;
  }

  #pathOf(document: TextDocument): string | null {
    const known = this.#paths.get(document);
    if (known !== undefined) return known;
    const path = pathOf(document.uri);
    this.#paths.set(document, path);
    return path;
  }

  get paths(): readonly string[] {
    return this.#documents.all().flatMap(({ uri }) => pathOf(uri) ?? []);
  }
}

/** The path of a file; null for a URI that names none, such as that of a text that was never saved. */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch (error) {
    // A URI with a host, or with an escaped slash, is no file of this machine.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
