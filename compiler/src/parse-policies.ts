/**
 * Parses policy files, and those that they import, and those that these import. A file counts once, however often it is
 * imported, and a circle of imports is none: order never matters.
 */
import {
  type Diagnostic,
  diagnostic,
  type ImportDeclaration,
  type PolicyFile,
  parsePolicyFile,
} from '@dlpc/language';
import type { Host } from './host/host.ts';
import { resolveBeside } from './host/paths.ts';
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

export async function parsePolicies(host: Host, named: readonly PolicySource[]): Promise<ParsedPolicies> {
  const files = new Map<string, ParsedPolicy>();
  const diagnostics: Diagnostic[] = [];
  const open: PolicySource[] = [...named];
  const seen = new Set(named.map(({ path }) => path));
  const refused = new Map<string, string>();
  for (let source = open.shift(); source !== undefined; source = open.shift()) {
    const { ast, diagnostics: syntax } = parsePolicyFile(source.path, source.text);
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

function isImport(declaration: PolicyFile['declarations'][number]): declaration is ImportDeclaration {
  return declaration.kind === 'ImportDeclaration';
}
