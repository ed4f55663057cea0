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
