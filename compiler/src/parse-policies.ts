/**
 * Parses policy files, and those that they import, and those that these import. A file counts once, however often it is
 * imported, and a circle of imports is none: order never matters.
 */
import {
  type Diagnostic,
  diagnostic,
  type ImportDeclaration,
  type ParsedFile,
  type PolicyFile,
  parsePolicyFile,
} from '@dlpc/language';
import type { Host } from './host/host.ts';
import { resolveBeside } from './host/paths.ts';
import { type Memo, Query } from './memo/memo.ts';
import { areSameTrees } from './memo/same-tree.ts';
import { type PolicySource, readPolicyFile } from './read-policy-files.ts';

/** Files of one policy set: more are not what somebody wrote. */
const MAX_FILES = 5_000;

export interface ParsedPolicy extends PolicySource {
  readonly ast: PolicyFile;
}

export interface ParsedPolicies {
  /** Ordered by path. */
  readonly files: readonly ParsedPolicy[];
  readonly diagnostics: readonly Diagnostic[];
}

const parsedFile = new Query<ParsedFile>('parsed file', keepDeclarations);

/** @param memo what earlier runs derived */
export async function parsePolicies(
  host: Host,
  named: readonly PolicySource[],
  memo: Memo,
): Promise<ParsedPolicies> {
  const files = new Map<string, ParsedPolicy>();
  const diagnostics: Diagnostic[] = [];
  const open: PolicySource[] = [...named];
  const seen = new Set(named.map(({ path }) => path));
  const refused = new Map<string, string>();
  for (let source = open.shift(); source !== undefined; source = open.shift()) {
    const { ast, diagnostics: syntax } = memo.derive(parsedFile, source.path, [source.text], (text) =>
      parsePolicyFile(source.path, text),
    );
    files.set(source.path, { ...source, ast });
    diagnostics.push(...syntax);
    for (const { path } of ast.declarations.filter(isImport)) {
      const target = resolveBeside(source.path, path.value);
      if (!seen.has(target)) {
        seen.add(target);
        const read =
          seen.size > MAX_FILES
            ? `more than ${MAX_FILES} files are imported`
            : await readPolicyFile(host, target);
        if (typeof read === 'string') refused.set(target, read);
        else open.push(read);
      }
      const reason = refused.get(target);
      if (reason !== undefined)
        diagnostics.push(diagnostic('unreadable-import', path.span, { path: path.value, reason }));
    }
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics };
}

/** Declarations before an edit are what they were, and so is all that was made of them. */
function keepDeclarations(fresh: ParsedFile, before: ParsedFile): ParsedFile {
  const { declarations } = before.ast;
  const kept = fresh.ast.declarations.map((declaration, index) => {
    const earlier = declarations[index];
    return earlier !== undefined && areSameTrees(declaration, earlier) ? earlier : declaration;
  });
  return { ...fresh, ast: { ...fresh.ast, declarations: kept } };
}

function isImport(declaration: PolicyFile['declarations'][number]): declaration is ImportDeclaration {
  return declaration.kind === 'ImportDeclaration';
}
