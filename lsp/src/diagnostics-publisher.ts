/** Tells the editor what is wrong with files, and that a file has been mended. Asks nothing of a project. */
import type { CheckResult } from '@dlpc/compiler';
import type { Connection } from 'vscode-languageserver/node';
import { toLspDiagnostic, uriOf } from './convert.ts';
import type { Project } from './project.ts';

export class DiagnosticsPublisher {
  readonly #connection: Connection;
  /** Files that something was said about, by the project that said it. */
  readonly #said = new Map<Project, ReadonlySet<string>>();
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
    const before = this.#said.get(project) ?? new Set();
    const files = new Set([...byFile.keys(), ...before, ...open]);
    for (const file of files) {
      const found = this.#isAskedFor(file) ? [] : (byFile.get(file) ?? []);
      await this.#connection.sendDiagnostics({
        uri: uriOf(file),
        diagnostics: found.map((diagnostic) => toLspDiagnostic(diagnostic, result.texts, pages)),
      });
    }
    this.#said.set(project, new Set(byFile.keys()));
  }
  /** Takes back what was said of projects that are none any more. */
  async takeBack(projects: readonly Project[]): Promise<void> {
    for (const project of projects) {
      for (const file of this.#said.get(project) ?? [])
        await this.#connection.sendDiagnostics({ uri: uriOf(file), diagnostics: [] });
      this.#said.delete(project);
    }
  }
}
