/** Fetches the project, starts the language server on it, and shows the page. */
import { render } from 'preact';
import type { ShowMessageParams } from 'vscode-languageserver-protocol';
import configuration from '../../../grammar/language-configuration.json';
import { App, type FilePlace } from './app.tsx';
import { fetchProject } from './fetch-project.ts';
import { follow, openFiles, showDiagnostics } from './files.ts';
import { startServer } from './language-client.ts';
import { Listeners } from './listeners.ts';
import { monaco } from './monaco.ts';
import { registerProviders } from './providers.ts';
import { followSystemTheme } from './theme.ts';

async function start(root: HTMLElement): Promise<void> {
  const project = await fetchProject();
  followSystemTheme();
  monaco.languages.register({ id: 'dlp', extensions: ['.dlp'] });
  monaco.languages.setLanguageConfiguration('dlp', {
    comments: configuration.comments as { lineComment: string },
    brackets: configuration.brackets as [string, string][],
    autoClosingPairs: configuration.autoClosingPairs,
    wordPattern: new RegExp(configuration.wordPattern),
  });

  const client = await startServer(project, showDiagnostics);
  registerProviders(client);
  const files = openFiles(project);
  const changes = new Listeners<void>();
  const places = new Listeners<FilePlace>();
  const messages = new Listeners<string>();
  follow(files, client, () => changes.tell());
  client.connection.onNotification('window/showMessage', (params: ShowMessageParams) =>
    messages.tell(params.message),
  );
  monaco.editor.registerCommand('dlpc.runTest', (_, ...asked: readonly unknown[]) => {
    const params = { command: 'dlpc.runTest', arguments: asked };
    client.connection
      .sendRequest('workspace/executeCommand', params)
      .catch((error: unknown) => messages.tell(String(error)));
  });
  // A definition may be in another file, which another editor shows.
  monaco.editor.registerEditorOpener({
    openCodeEditor(_, resource, at) {
      const line = at === undefined ? 1 : 'lineNumber' in at ? at.lineNumber : at.startLineNumber;
      places.tell({ path: resource.path, line });
      return true;
    },
  });
  root.replaceChildren();
  render(
    <App
      client={client}
      files={files}
      first={project.question}
      made={project.made ?? null}
      onFilesChange={(listener) => changes.add(listener)}
      onPlace={(listener) => places.add(listener)}
      onMessage={(listener) => messages.add(listener)}
    />,
    root,
  );
}

const root = document.getElementById('app');
if (root !== null)
  start(root).catch((error: unknown) => {
    root.textContent = `The playground did not start: ${error instanceof Error ? error.message : error}`;
  });
