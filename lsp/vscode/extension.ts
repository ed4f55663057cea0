/** The half of the extension that runs in the editor: it starts the language server and lets the editor talk to it. What is known of policies, the server knows. */
import { commands, type ExtensionContext, Uri, workspace } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('dlp.restartServer', () => client?.restart()),
    commands.registerCommand('dlp.showOutput', () => client?.outputChannel.show()),
    workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration('dlp.server.path')) return;
      await client?.dispose();
      await start(context);
    }),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

async function start(context: ExtensionContext): Promise<void> {
  client = new LanguageClient('dlp', 'DLP policies', server(context), {
    documentSelector: [{ scheme: 'file', language: 'dlp' }],
  });
  await client.start();
}

/** The server of the settings, which only a trusted workspace may choose, or the one that comes along. */
function server(context: ExtensionContext): ServerOptions {
  const chosen = workspace.getConfiguration('dlp').get('server.path', '');
  if (chosen !== '') return { command: chosen, args: ['--stdio'] };
  const file = (name: string): string => Uri.joinPath(context.extensionUri, name).fsPath;
  return {
    module: file('server/dlp-lsp.mjs'),
    args: ['--pages', file('diagnostics')],
    transport: TransportKind.stdio,
  };
}
