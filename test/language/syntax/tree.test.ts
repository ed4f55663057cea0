import { childrenOf, type Node, nodeAt, nodesAt, parsePolicyFile, visit } from '@dlpc/language';
import { describe, expect, it } from 'vitest';
import { sample } from '../support/sample.ts';

const { ast, diagnostics } = parsePolicyFile('sample.dlp', sample);
const textOf = (node: Node): string => sample.slice(node.span.start, node.span.end);

function all(node: Node): readonly Node[] {
  return [node, ...childrenOf(node).flatMap(all)];
}

describe('spans', () => {
  it('are those of a file without mistakes', () => {
    expect(diagnostics).toEqual([]);
  });

  it('contain those of the children, which do not overlap', () => {
    for (const node of all(ast)) {
      if (node.kind === 'PolicyFile') continue;
      let end = node.span.start;
      for (const child of childrenOf(node)) {
        expect(child.span.start).toBeGreaterThanOrEqual(end);
        end = child.span.end;
      }
      expect(node.span.end).toBeGreaterThanOrEqual(end);
    }
  });

  it('are exact', () => {
    const seen: string[] = [];
    visit(ast, {
      Name: (node) => void (textOf(node) !== node.text && seen.push(textOf(node))),
      ColumnPattern: (node) => void seen.push(textOf(node)),
      RelationReference: (node) => void (node.schema && seen.push(textOf(node))),
      MaskCall: (node) => void seen.push(textOf(node)),
      BinaryExpression: (node) =>
        void seen.push(`${textOf(node)} @ ${sample.slice(node.operatorSpan.start, node.operatorSpan.end)}`),
      NotExpression: (node) => void seen.push(textOf(node)),
      ListLiteral: (node) => void seen.push(textOf(node)),
      Comment: (node) => void seen.push(textOf(node)),
    });
    expect(seen).toMatchInlineSnapshot(`
      [
        "crm.customers.{email, phone}",
        "crm.sales."Order Items"."E-mail"",
        ""Order Items"",
        ""E-mail"",
        "crm.payments.card_number",
        "crm.*.*_email",
        "crm.leads.*",
        "crm.customers.profile.$.phones[*].number",
        "crm.tickets.{subject, body}",
        "redact",
        "caller.kind == service and not ("etl" in caller.groups or caller.claims.level >= 1_000) @ and",
        "caller.kind == service @ ==",
        "not ("etl" in caller.groups or caller.claims.level >= 1_000)",
        "("etl" in caller.groups or caller.claims.level >= 1_000) @ or",
        ""etl" in caller.groups @ in",
        "caller.claims.level >= 1_000 @ >=",
        "caller.sub in ["a\\u{e9}", "b\\"c"] and true @ and",
        "caller.sub in ["a\\u{e9}", "b\\"c"] @ in",
        "["a\\u{e9}", "b\\"c"]",
        ""a" in (caller.claims.teams ?? ["b"]) and now in 22:00..24:00 "UTC" @ and",
        ""a" in (caller.claims.teams ?? ["b"]) @ in",
        "(caller.claims.teams ?? ["b"]) @ ??",
        "["b"]",
        "now in 22:00..24:00 "UTC" @ in",
        "sales.orders",
        "keep_last(4, "x")",
        "replace(/\\d{4,}/, card_number)",
        "sales.*",
        "// Customer data.",
        "/// What customers said",
        "/// and bought.",
        "// the whole number",
        "// Still joins.",
        "// the rest",
      ]
    `);
  });
});

describe('visit', () => {
  it('skips what is below a node where it is told to', () => {
    const seen: string[] = [];
    visit(ast, {
      PolicyDeclaration: () => 'skip',
      LabelNode: (node, ancestors) => void seen.push(`${node.name.text} ${ancestors.length}`),
      MaskStatement: () => void seen.push('mask'),
    });
    expect(seen).toEqual(['pii 2', 'contact 3', 'national_id 3', 'pci 2']);
  });
});

describe('nodeAt', () => {
  const at = (text: string, offset = 0) =>
    nodesAt(ast, sample.indexOf(text) + offset).map((node) => node.kind);

  it('finds the innermost node, and what it stands in', () => {
    expect(at('national_id')).toEqual(['PolicyFile', 'LabelDeclaration', 'LabelNode', 'LabelNode', 'Name']);
    expect(at('keep_last')).toEqual([
      ...['PolicyFile', 'PolicyDeclaration', 'SourceBlock', 'MaskStatement', 'MaskCall', 'Name'],
    ]);
    expect(at('// Still')).toEqual(['PolicyFile', 'Comment']);
    expect(at('    // Still')).toEqual(['PolicyFile', 'PolicyDeclaration', 'SourceBlock']);
  });

  it('counts the place behind a word as part of it, unless another begins there', () => {
    expect(nodeAt(ast, sample.indexOf('phone}') + 'phone'.length)).toMatchObject({
      kind: 'Name',
      text: 'phone',
    });
    expect(nodeAt(ast, sample.indexOf('.{email'))).toMatchObject({ kind: 'Name', text: 'customers' });
    expect(nodeAt(ast, sample.indexOf('email, phone'))).toMatchObject({ kind: 'Name', text: 'email' });
    expect(nodeAt(ast, -1)).toBe(null);
  });
});
