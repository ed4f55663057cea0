/**
 * The page of a policy set: who sees what as a matrix for each relation, the names that policies use with what their authors say of them, and
 * the policies themselves. One file without scripts, which loads nothing.
 */
import { createHash } from 'node:crypto';
import type { Declaration, LabelNode, PolicyFile } from '@dlpc/language';
import { nameText } from '../../bind/name-text.ts';
import type { Program } from '../../bind/program.ts';
import type { IrApi, IrSource } from '../../ir/ir.ts';
import { ApiWorld } from '../api/api-world.ts';
import { entryText } from '../entry-names.ts';
import { type NamedRule, spaceOf } from '../policy-world.ts';
import { SourceWorld } from '../source-world.ts';
import { apiAnchors, apiHtml } from './api-html.ts';
import { apiMatrixOf } from './api-matrix.ts';
import { type Html, html, multilineText } from './html.ts';
import { matrixOf } from './matrix.ts';
import { matrixHtml } from './matrix-html.ts';
import { STYLE } from './style.ts';

export interface DocInput {
  readonly program: Program;
  readonly sources: readonly IrSource[];
  readonly apis: readonly IrApi[];
  /** Under the paths by which rules name them. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly ast: PolicyFile }[];
}

/** The page. The same input gives the same bytes. */
export function renderDoc({ program, sources, apis, files }: DocInput): string {
  const fileIds = new Map(files.map(({ path }, index) => [path, `file-${index}`]));
  const link = ({ file, line }: NamedRule): string | null => {
    const id = fileIds.get(file);
    return id === undefined ? null : `${id}-${line}`;
  };
  const sections = sources.map((ir, index) => {
    const world = new SourceWorld(ir, spaceOf([ir]), { source: program.sources.get(ir.source) ?? null });
    const tables = ir.relations.map((relation, number) => ({
      id: `relation-${index}-${number}`,
      name: `${nameText(ir.source)}.${entryText(relation)}`,
      matrix: matrixOf(world, relation),
    }));
    const used = tables.filter(({ matrix }) => matrix.tooMany || matrix.classes.length > 0);
    const unused = tables.filter((table) => !used.includes(table));
    const body = html`<section><h2 id="source-${index}">Database <code>${ir.source}</code></h2>
${used.map(({ matrix, id }) => matrixHtml(world, matrix, id, link))}
${unused.length === 0 ? html`` : html`<p class="soft">Nobody may do anything with ${commas(unused.map(({ name }) => html`<code>${name}</code>`))}.</p>`}</section>`;
    return { body, used };
  });
  const apiSections = apis.map((ir, index) => {
    const world = new ApiWorld(ir, spaceOf([ir]));
    const [id, matrix] = [`api-${index}`, apiMatrixOf(world)];
    const anchors = apiAnchors(matrix, id).map(([anchor, what]) => ({
      id: anchor,
      name: html`<code>${nameText(ir.source)}</code> ${what}`,
    }));
    return { body: apiHtml(world, matrix, id, link), anchors };
  });
  const toc = [
    ...sections.flatMap(({ used }) => used.map(({ id, name }) => ({ id, name: html`<code>${name}</code>` }))),
    ...apiSections.flatMap(({ anchors }) => anchors),
  ].map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`);
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who sees what</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the tables</a>
<header><h1>Who sees what</h1>
<p class="soft">${countText(sources.length, 'database')}, ${countText(apis.length, 'API')}, ${countText(program.policies.length, 'policy', 'policies')}, ${countText(files.length, 'policy file')}. Every class of callers
is exact: who is in none of a table gets nothing of it.</p>
<ul class="legend" aria-label="Legend"><li class="value">revealed: the value of a labelled column or field</li><li class="part">part of it is kept</li><li class="equality">equal values stay equal</li><li class="nothing">nothing is told</li><li class="open">no label: as it is</li><li class="none">denied</li></ul></header>
<nav aria-label="Tables"><ul>${toc}<li><a href="#names">names</a></li><li><a href="#policies">policies</a></li></ul></nav>
<main id="main">
${sections.map(({ body }) => body)}
${apiSections.map(({ body }) => body)}
${namesHtml(files, fileIds)}
<section><h2 id="policies">Policies</h2>${files.map(({ path, text }) => fileHtml(path, text, fileIds.get(path) ?? ''))}</section>
</main>
<footer>Made by <code>dlpc doc</code>.</footer>
</body>
</html>
`.html;
}

/** Policies, groups, labels and the rest, with what stands about them in comments of three slashes. */
function namesHtml(files: DocInput['files'], fileIds: ReadonlyMap<string, string>): Html {
  const rows = files.flatMap(({ path, text, ast }) =>
    ast.declarations.flatMap(namedIn).map(({ kind, name, said, start }) => {
      const line = text.slice(0, start).split('\n').length;
      return html`<dt>${kind} <a href="#${fileIds.get(path) ?? ''}-${line}"><code>${name}</code></a></dt>
${said === null ? html`` : html`<dd class="documentation">${multilineText(said)}</dd>`}`;
    }),
  );
  return html`<section><h2 id="names">Names</h2><dl>${rows}</dl></section>`;
}

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly said: string | null;
  readonly start: number;
}

function namedIn(declaration: Declaration): readonly Named[] {
  const { start } = declaration.span;
  switch (declaration.kind) {
    case 'LabelDeclaration':
      return labelsIn(declaration.label, '');
    case 'TestDeclaration':
      return [{ kind: 'test', name: declaration.name.value, said: declaration.documentation, start }];
    case 'IdentityDeclaration':
    case 'DatabaseDeclaration':
    case 'ApiDeclaration':
    case 'GroupDeclaration':
    case 'PolicyDeclaration': {
      const kind = declaration.kind.replace('Declaration', '').toLowerCase();
      return [{ kind, name: declaration.name.text, said: declaration.documentation, start }];
    }
    default:
      return [];
  }
}

function labelsIn({ name, children, documentation, span }: LabelNode, above: string): readonly Named[] {
  const path = `${above}${nameText(name.text)}`;
  const own: Named = { kind: 'label', name: path, said: documentation, start: span.start };
  return [own, ...children.flatMap((child) => labelsIn(child, `${path}.`))];
}

function fileHtml(path: string, text: string, id: string): Html {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.map((line, index) => html`<span id="${id}-${index + 1}">${multilineText(line)}</span>`);
  return html`<h3 id="${id}"><code>${path}</code></h3><pre class="source" tabindex="0">${shown}</pre>`;
}

function commas(items: readonly Html[]): readonly Html[] {
  return items.map((item, index) => (index === 0 ? item : html`, ${item}`));
}

function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
