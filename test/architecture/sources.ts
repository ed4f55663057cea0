/** Reads the source files of all packages and what each imports. Knows no rule about them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Node, type SourceFile as ParsedFile, Project, SyntaxKind } from 'ts-morph';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Workspace packages that hold TypeScript. */
export const PACKAGES = ['language', 'compiler', 'runtime', 'lsp', 'test'] as const;

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Whether nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
  /** The file of this repository that it leads to, as {@link Source.path}; null for a package or built-in module. */
  readonly target: string | null;
  /** The npm package, or `node:fs` for a built-in module; null for a file of this repository. */
  readonly package: string | null;
}

export interface Source {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below the packages' sources. */
export function readSources(): readonly Source[] {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const paths = PACKAGES.flatMap((name) => filesBelow(name === 'test' ? name : `${name}/src`)).sort();
  const known = new Set(paths);
  return paths.map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const parsed = project.createSourceFile(`/${path}`, text);
    return { path, text, imports: importsOf(parsed, path, known) };
  });
}

function filesBelow(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path));
}

function importsOf(parsed: ParsedFile, path: string, known: ReadonlySet<string>): Import[] {
  const found: Import[] = [];
  const add = (node: Node, specifier: string, typeOnly: boolean): void => {
    found.push({ specifier, line: node.getStartLineNumber(), typeOnly, ...resolve(path, specifier, known) });
  };
  for (const declaration of parsed.getImportDeclarations()) {
    add(declaration, declaration.getModuleSpecifierValue(), declaration.isTypeOnly());
  }
  for (const declaration of parsed.getExportDeclarations()) {
    const specifier = declaration.getModuleSpecifierValue();
    if (specifier !== undefined) add(declaration, specifier, declaration.isTypeOnly());
  }
  // `import('x')` as an expression, and in a type.
  for (const call of parsed.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    const [argument] = call.getArguments();
    if (call.getExpression().getKind() !== SyntaxKind.ImportKeyword || !Node.isStringLiteral(argument))
      continue;
    add(call, argument.getLiteralValue(), false);
  }
  for (const type of parsed.getDescendantsOfKind(SyntaxKind.ImportType)) {
    const literal = type.getArgument().getFirstDescendantByKind(SyntaxKind.StringLiteral);
    if (literal !== undefined) add(type, literal.getLiteralValue(), true);
  }
  return found;
}

function resolve(
  from: string,
  specifier: string,
  known: ReadonlySet<string>,
): { target: string | null; package: string | null } {
  if (specifier.startsWith('.')) {
    return { target: posix.join(dirname(from), specifier), package: null };
  }
  const own = /^@dlpc\/([a-z]+)(?:\/(.+))?$/.exec(specifier);
  if (own !== null) {
    const target = `${own[1]}/src/${own[2] ?? 'index'}.ts`;
    return { target: known.has(target) ? target : `${own[1]}/src/index.ts`, package: null };
  }
  if (specifier.startsWith('node:')) return { target: null, package: specifier };
  const [scope = '', name] = specifier.split('/');
  return { target: null, package: scope.startsWith('@') ? `${scope}/${name}` : scope };
}
