/** What the page of the playground starts with: the texts that the policies are made of, and a first question. */
import { isAbsolute, resolve } from 'node:path';
import { visit } from '@dlpc/language';
import type { CheckResult } from '../../pipeline.ts';

export interface PlaygroundProject {
  /** The current directory. */
  readonly folder: string;
  /** Texts by absolute path: policies, schemas, documents of APIs, the project's own file. */
  readonly files: Readonly<Record<string, string>>;
  readonly question: { readonly caller: string; readonly on?: string; readonly statement: string };
}

/**
 * The same for others to read: below a folder of no machine, so that no path says where it was made, and with the moment.
 * Files lie to one another as they did.
 */
export function exportedProject(
  project: PlaygroundProject,
  now: number,
): PlaygroundProject & { readonly made: string } {
  const paths = Object.keys(project.files);
  const root = commonFolder([`${project.folder}/`, ...paths]);
  const moved = (path: string): string => `/project/${path.slice(root.length)}`;
  return {
    ...project,
    folder: moved(`${project.folder}/`).replace(/\/+$/, ''),
    files: Object.fromEntries(Object.entries(project.files).map(([path, text]) => [moved(path), text])),
    made: new Date(now).toISOString(),
  };
}

/** The longest path that all begin with, up to and with a slash. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let length = first.lastIndexOf('/') + 1;
  while (length > 0 && !others.every((path) => path.startsWith(first.slice(0, length))))
    length = first.lastIndexOf('/', length - 2) + 1;
  return first.slice(0, length);
}

export function playgroundProject({ texts, files }: CheckResult, folder: string): PlaygroundProject {
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path));
  return {
    folder,
    files: Object.fromEntries([...texts].map(([path, { text }]) => [absolute(path), text])),
    question: firstTested(files) ?? {
      caller: '{ kind: human, sub: "ada", groups: [] }',
      statement: 'select 1',
    },
  };
}

/** What the first test asks. */
function firstTested(files: CheckResult['files']): PlaygroundProject['question'] | null {
  let found: PlaygroundProject['question'] | null = null;
  for (const { ast, text } of files)
    visit(ast, {
      TestDeclaration: ({ caller, cases }) => {
        const sql = cases.find((one) => one.kind === 'SqlCase');
        if (found !== null || sql === undefined) return;
        const { start, end } = caller.span;
        found = { caller: text.slice(start, end), on: sql.source.text, statement: sql.statement.value };
      },
    });
  return found;
}
