/** The documents that the editor has open, as texts by path. */
import { fileURLToPath } from 'node:url';
import { SourceText } from '@dlpc/language';
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { uriOf } from './convert.ts';

export class OpenDocuments {
  readonly #documents: TextDocuments<TextDocument>;
  readonly #texts = new WeakMap<TextDocument, { version: number; text: SourceText }>();

  constructor(documents: TextDocuments<TextDocument>) {
    this.#documents = documents;
  }

  /** Null for a file that is not open. The same object until the document changes. */
  text(path: string): SourceText | null {
    const document = this.#documents.get(uriOf(path));
    if (document === undefined) return null;
    const known = this.#texts.get(document);
    if (known?.version === document.version) return known.text;
    const text = new SourceText(path, document.getText());
    this.#texts.set(document, { version: document.version, text });
    return text;
  }

  textAt(uri: string): SourceText | null {
    return uri.startsWith('file:') ? this.text(fileURLToPath(uri)) : null;
  }

  get uris(): readonly string[] {
    return this.#documents.keys();
  }
}
