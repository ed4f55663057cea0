/** The language server: which documents are open, which projects they belong to, and when these are checked. Knows the protocol and no file system. */
import { type Host, PROJECT_FILE } from '@dlpc/compiler';
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { answer } from './answer.ts';
import { capabilities } from './capabilities.ts';
import { explainIn } from './commands/explain.ts';
import { EXPLAIN, readQuestion } from './commands/explain-question.ts';
import { RUN_TEST, runTestIn } from './commands/run-test.ts';
import { filesBeside } from './completion/files-beside.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { contextOf } from './features/context-of.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { registerFeatures } from './features.ts';
import { OpenDocuments, pathOf } from './open-documents.ts';
import { overlayHost } from './overlay-host.ts';
import type { Project } from './project.ts';
import { Projects } from './projects.ts';
import { rememberingHost } from './remembering-host.ts';

/** A change is followed by others; the check waits for a pause of this many milliseconds. */
const PAUSE = 25;

/** What the policies of a project are made of, besides what the editor has open. */
const WATCHED = '**/{*.dlp,dlp.json,*.sql,*.yaml,*.yml,*.json}';

export interface ServeOptions {
  /** Where the pages of diagnostics are, as a URI that ends in a slash; null for no links to them. */
  readonly pages?: string | null;
}

/** Serves `connection` until it closes. */
export function serve(connection: Connection, disk: Host, { pages = null }: ServeOptions = {}): void {
  const documents = new TextDocuments(TextDocument);
  const open = new OpenDocuments(documents);
  const host = overlayHost(rememberingHost(disk), (path) => open.text(path)?.text ?? null);
  const projects = new Projects(host);
  let client: InitializeParams['capabilities'] = {};
  const asks = (): boolean => client.textDocument?.diagnostic !== undefined;
  const publisher = new DiagnosticsPublisher(connection, (path) => asks() && open.text(path) !== null);
  let roots: readonly string[] = [];
  let pause: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const stale = new Set<Project>();

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    roots = pathsOf(params.workspaceFolders);
    projects.open(roots);
    return { capabilities, serverInfo: { name: 'dlp-lsp' } };
  });

  connection.onInitialized(() => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
      report(
        connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: WATCHED }],
        }),
      );
    if (client.workspace?.workspaceFolders === true)
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        report(
          connection.workspace.getWorkspaceFolders().then((folders) => {
            roots = pathsOf(folders);
            return reopen();
          }),
        );
      });
    changed(projects.all);
  });

  connection.onShutdown(() => {
    hasEnded = true;
    clearTimeout(pause);
  });

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== null) report(changedFile(path));
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    // What is on disk counts again.
    if (path !== null) report(changedFile(path));
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      const path = pathOf(uri);
      if (path === null) continue;
      report(path.endsWith(`/${PROJECT_FILE}`) ? reopen() : changedFile(path));
    }
  });

  /** Which files belong together has changed. */
  async function reopen(): Promise<void> {
    const before = projects.all;
    projects.open(roots);
    await publisher.takeBack(before);
    for (const path of open.paths) await projects.of(path);
    changed(projects.all);
  }

  async function changedFile(path: string): Promise<void> {
    if (path.endsWith('.dlp')) await projects.of(path);
    changed(projects.all.filter((project) => project.concerns(path)));
  }

  /** Checks the projects once nothing more has changed for a while. */
  function changed(touched: readonly Project[]): void {
    for (const project of touched) {
      project.touch();
      stale.add(project);
    }
    clearTimeout(pause);
    pause = setTimeout(() => {
      const due = [...stale];
      stale.clear();
      for (const project of due) report(check(project));
    }, PAUSE);
  }

  async function check(project: Project): Promise<void> {
    const result = await project.current();
    // Overtaken: the check of the newer text tells.
    if (hasEnded || project.latest !== result || stale.has(project)) return;
    const own: string[] = [];
    for (const path of open.paths)
      if (path.endsWith('.dlp') && (await projects.of(path)) === project) own.push(path);
    await publisher.publish(project, result, own, pages);
    if (client.workspace?.diagnostics?.refreshSupport === true)
      report(connection.languages.diagnostics.refresh());
    if (client.workspace?.inlayHint?.refreshSupport === true)
      report(connection.languages.inlayHint.refresh());
    if (client.workspace?.codeLens?.refreshSupport === true)
      report(connection.sendRequest('workspace/codeLens/refresh'));
  }

  /** What nobody waits for must not end the server. */
  function report(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!hasEnded) connection.console.error(message);
    });
  }

  registerFeatures(
    connection,
    async (uri, freshness) => {
      const path = pathOf(uri);
      const source = path === null ? null : open.text(path);
      if (path === null || source === null) return null;
      const project = await projects.of(path);
      const result = await (freshness === 'current' ? project.current() : project.known());
      return contextOf(result, source, 0, (other) => open.text(other));
    },
    () => pages,
    async (context) => ({
      snippets: client.textDocument?.completion?.completionItem?.snippetSupport === true,
      files: await filesBeside(disk, context),
    }),
  );
  connection.onWorkspaceSymbol(
    answer(connection, 'workspace symbols', [], async ({ query }) => {
      const results = await Promise.all(projects.all.map((project) => project.known()));
      return results.flatMap((result) => workspaceSymbols(result, query));
    }),
  );

  connection.onExecuteCommand(async ({ command, arguments: [uri, argument] = [] }) => {
    const file = typeof uri === 'string' ? pathOf(uri) : null;
    const question = command === EXPLAIN ? readQuestion(argument) : null;
    if (file !== null && question !== null)
      return explainIn(host, await (await projects.of(file)).current(), question);
    if (command !== RUN_TEST || file === null || typeof argument !== 'string')
      return new ResponseError(
        LSPErrorCodes.RequestFailed,
        `\`${command}\` with these arguments is no command`,
      );
    const answer = await runTestIn(host, await (await projects.of(file)).current(), file, argument);
    const type = answer.passed ? MessageType.Info : MessageType.Error;
    report(connection.sendNotification(ShowMessageNotification.type, { type, message: answer.message }));
    return answer;
  });

  documents.listen(connection);
  connection.listen();
}

function pathsOf(folders: readonly { readonly uri: string }[] | null | undefined): readonly string[] {
  return folders?.flatMap(({ uri }) => pathOf(uri) ?? []) ?? [];
}
