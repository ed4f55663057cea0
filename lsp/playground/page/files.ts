/** The files of the project as models of the editor, each of whose changes the server is told. */
import type { editor } from 'monaco-editor-core';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { fromRange } from './convert.ts';
import { type LanguageClient, type Project, uriOf } from './language-client.ts';
import { monaco } from './monaco.ts';

export interface OpenFile {
  readonly path: string;
  /** Below the project's folder, where it is. */
  readonly name: string;
  readonly isPolicy: boolean;
  readonly model: editor.ITextModel;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  dlp: 'dlp',
  sql: 'sql',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
};

/** Ordered by name; the project's own file, of which nobody reads much, comes last. */
export function openFiles({ folder, files }: Project): readonly OpenFile[] {
  return Object.entries(files)
    .map(([path, text]) => {
      const language = LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? 'plaintext';
      return {
        path,
        name: path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path,
        isPolicy: language === 'dlp',
        model: monaco.editor.createModel(text, language, monaco.Uri.parse(uriOf(path))),
      };
    })
    .sort((a, b) => Number(isOwnFile(a)) - Number(isOwnFile(b)) || (a.name < b.name ? -1 : 1));
}

function isOwnFile({ name }: OpenFile): boolean {
  return name === 'dlp.json' || name.endsWith('/dlp.json');
}

/** Opens them with the server; `onChange` is told after each change. */
export function follow(files: readonly OpenFile[], client: LanguageClient, onChange: () => void): void {
  for (const { path, model } of files) {
    client.open(uriOf(path), model.getLanguageId(), model.getValue());
    model.onDidChangeContent(({ versionId }) => {
      client.change(uriOf(path), versionId, model.getValue());
      onChange();
    });
  }
}

/** Underlines what the server found. */
export function showDiagnostics({ uri, diagnostics }: PublishDiagnosticsParams): void {
  const { MarkerSeverity, Uri, editor: of } = monaco;
  const model = of.getModel(Uri.parse(uri));
  if (model === null) return;
  const severities = [MarkerSeverity.Error, MarkerSeverity.Warning, MarkerSeverity.Info, MarkerSeverity.Hint];
  of.setModelMarkers(
    model,
    'dlpc',
    diagnostics.map(({ range, message, code, severity = 1 }) => ({
      ...fromRange(range),
      message: typeof message === 'string' ? message : message.value,
      code: String(code ?? ''),
      severity: severities[severity - 1] ?? MarkerSeverity.Error,
    })),
  );
}
