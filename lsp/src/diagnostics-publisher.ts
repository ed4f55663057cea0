/** Tells the editor what is wrong with files, and that a file has been mended. Asks nothing of a project. */
import type { CheckResult } from '@dlpc/compiler';
import type { Connection } from 'vscode-languageserver/node';
import { toLspDiagnostic, uriOf } from './convert.ts';
import type { Project } from './project.ts';

export class DiagnosticsPublisher {
  readonly #connection: Connection;
  /** What was said of each file, by the project that said it. */
  readonly #said = new Map<Project, Map<string, string>>();
  /** Whether the editor asks about a file itself. */
  readonly #isAskedFor: (path: string) => boolean;

  constructor(connection: Connection, isAskedFor: (path: string) => boolean) {
    this.#connection = connection;
    this.#isAskedFor = isAskedFor;
  }

  /** `open` are the files whose state is always told, clean ones too. */
  async publish(
    project: Project,
    result: CheckResult,
    open: readonly string[],
    pages: string | null,
  ): Promise<void> {
    const byFile = Map.groupBy(result.diagnostics, ({ span }) => span.file);
    const said = this.#said.get(project) ?? new Map<string, string>();
    this.#said.set(project, said);
    for (const file of new Set([...byFile.keys(), ...said.keys(), ...open])) {
      const found = this.#isAskedFor(file) ? [] : (byFile.get(file) ?? []);
      const diagnostics = found.map((diagnostic) => toLspDiagnostic(diagnostic, result.texts, pages));
      // Most keys change nothing in most files; of those that are open, the editor waits for an answer.
      const text = JSON.stringify(diagnostics);
      if (text === said.get(file) && !open.includes(file)) continue;
      if (diagnostics.length > 0) said.set(file, text);
      else said.delete(file);
      await this.#connection.sendDiagnostics({ uri: uriOf(file), diagnostics });
    }
  }

  /** Takes back what was said of projects that are none any more. */
  async takeBack(projects: readonly Project[]): Promise<void> {
    for (const project of projects) {
      for (const file of this.#said.get(project)?.keys() ?? [])
        await this.#connection.sendDiagnostics({ uri: uriOf(file), diagnostics: [] });
      this.#said.delete(project);
    }
  }
}
