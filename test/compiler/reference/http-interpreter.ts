/**
 * What policies mean for requests over HTTP, read off the syntax tree and the document as naively as can be: the judge of the
 * compiler and of the runtime's decision, with neither of which it shares code.
 */
import type { PolicyDeclaration, PolicyFile, Statement, TreatmentTarget } from '@dlpc/language';
import type { Asked } from '../support/arbitrary-condition.ts';
import { type Closed, close, saysNothing, typesOf } from './http-closed.ts';
import {
  type ApiDocument,
  closure,
  into,
  type OperationNode,
  type SchemaNode,
  type Step,
  written,
} from './http-documents.ts';
import { BY_REVELATION, Interpreter, maskText } from './interpreter.ts';

/** A request as the server would read it. */
export interface Sent {
  readonly method: string;
  /** Decoded; null for one that is not to be read at all. */
  readonly path: string | null;
  readonly query: readonly string[];
}

export class HttpInterpreter {
  readonly #file: PolicyFile;
  readonly #text: string;
  readonly #document: ApiDocument;
  readonly #who: Interpreter;
  readonly #isClosed: boolean;
  /** What describes the parameters in the path of each operation: nobody can name them. */
  readonly #inPath: ReadonlyMap<string, readonly SchemaNode[]>;
  /** Bodies of which the document says nothing. */
  readonly #silent = new Map<OperationNode, SchemaNode>();
  readonly #closed: Closed | null;

  constructor(file: PolicyFile, text: string, document: ApiDocument) {
    this.#file = file;
    this.#text = text;
    this.#document = document;
    this.#isClosed = file.declarations.some(
      (declaration) => declaration.kind === 'ApiDeclaration' && declaration.closed,
    );
    const inPath = document.operations.map(({ operationId, path }) => {
      const names = path.match(/\{\w+\}/g) ?? [];
      return [operationId, names.map((): SchemaNode => ({ type: 'string' }))] as const;
    });
    this.#inPath = new Map(inPath);
    const bodies = document.operations.map((operation) => this.#responseOf(operation));
    const queries = document.operations.flatMap(({ parameters }) => Object.values(parameters));
    const starts = [...bodies, ...queries, ...[...this.#inPath.values()].flat()];
    this.#closed = this.#isClosed ? close(document, starts, (node) => this.#labelsOn(node).length > 0) : null;
    this.#who = new Interpreter([file], 'api', { relations: new Map(), functions: new Set() });
  }

  /** The effect, and the lines of the statements that say so. */
  decide(asked: Asked, { method, path, query }: Sent): string {
    const template = path === null ? null : this.#template(path);
    // A server that takes capitals for small letters must not see another path.
    const folded = path === null ? null : this.#template(path, 'i');
    const operation = this.#document.operations.find(
      (each) => each.method === method && each.path === template,
    );
    if (operation === undefined || template !== folded) return 'deny';
    const said = this.#statements(asked).filter(
      (statement) => 'access' in statement && this.#isAbout(statement, operation.operationId),
    );
    for (const [kind, effect] of EFFECTS) {
      const lines = said.filter((statement) => statement.kind === kind).map((each) => this.#line(each));
      if (lines.length === 0) continue;
      const sent = query.map((name) => operation.parameters[name]);
      const isOpen = [...sent, ...(this.#inPath.get(operation.operationId) ?? [])].every(
        (schema) =>
          schema !== undefined &&
          ['', 'reveal'].includes(this.treatment(asked, closure([schema], this.#document))),
      );
      if (effect !== 'deny' && !isOpen) return 'deny';
      return `${effect} ${[...new Set(lines)].sort((a, b) => a - b)}`;
    }
    return 'deny';
  }

  /** What a caller sees of a place in the answer of an operation; empty for what carries no label. */
  treatmentAt(asked: Asked, operationId: string, steps: readonly Step[]): string {
    const operation = this.#document.operations.find((each) => each.operationId === operationId);
    let nodes = closure(operation === undefined ? [] : [this.#responseOf(operation)], this.#document);
    for (const step of steps) {
      const inner = into(nodes, step, this.#document);
      if (inner.size === 0) return this.#hidesMore(nodes) ? 'hidden' : '';
      nodes = inner;
    }
    return this.treatment(asked, nodes);
  }

  /** How a caller sees what detectors find within a text at a place; empty where nothing is looked for, or it is seen as it is. */
  foundAt(asked: Asked, operationId: string, steps: readonly Step[]): string {
    const operation = this.#document.operations.find((each) => each.operationId === operationId);
    let nodes = closure(operation === undefined ? [] : [this.#responseOf(operation)], this.#document);
    for (const step of steps) nodes = into(nodes, step, this.#document);
    if ([...nodes].some((node) => this.#labelsOn(node).length > 0)) return '';
    const policies = this.#who.policiesFor(asked);
    const said = this.#file.declarations.flatMap((declaration) => {
      if (declaration.kind !== 'ClassifyDeclaration') return [];
      if (!declaration.targets.some(({ kind }) => kind === 'ValuesTarget')) return [];
      const label = declaration.label.segments.map(({ text }) => text).join('.');
      const heard = policies.flatMap((policy) => this.#saidBy(policy, null, label));
      return heard.length > 0 ? heard : ['redact'];
    });
    const [least = ''] = said.toSorted((a, b) => rankOf(a) - rankOf(b));
    return least === 'reveal' ? '' : least;
  }

  treatment(asked: Asked, nodes: ReadonlySet<SchemaNode>): string {
    const policies = this.#who.policiesFor(asked);
    const said = [...nodes].flatMap((node) =>
      this.#allLabelsOn(node).flatMap((label) => {
        const heard = policies.flatMap((policy) => this.#saidBy(policy, node, label));
        return (heard.length > 0 ? heard : ['redact']).map((text) => ({ text, type: node.type }));
      }),
    );
    const ranks = said.map(({ text }) => rankOf(text));
    const least = said.filter(({ text }) => rankOf(text) === Math.min(...ranks));
    // A mask makes another value of a text than of an object: what may be either becomes null. What is redacted is so whatever it is.
    const isAlike = (text: string) => text === 'reveal' || text === 'redact';
    const different = new Set(least.map(({ text, type }) => (isAlike(text) ? text : `${text} ${type}`)));
    return different.size > 1 ? 'null' : (least[0]?.text ?? '');
  }

  /** The template of the document that says the most of a path. */
  #template(path: string, flags = ''): string | null {
    const literals = (template: string) => template.replaceAll(/\{\w+\}/g, '').length;
    const found = this.#document.operations
      .map((operation) => operation.path)
      .filter((template) =>
        new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`, flags).test(path),
      )
      .sort((a, b) => literals(b) - literals(a));
    return found[0] ?? null;
  }

  #statements(asked: Asked): readonly Statement[] {
    return this.#who.policiesFor(asked).flatMap(statementsOf);
  }

  #isAbout(statement: Statement, operationId: string): boolean {
    if (!('access' in statement)) return false;
    const { access } = statement;
    const operation = this.#document.operations.find((each) => each.operationId === operationId);
    if (access.kind === 'OperationAccess') return access.operations.some(({ text }) => text === operationId);
    if (access.kind !== 'HttpAccess' || operation === undefined) return false;
    const nameless = (path: string) => path.replaceAll(/\{\w+\}/g, '{}');
    return (
      access.methods.some(({ text }) => text === operation.method) &&
      access.paths.some(({ value }) =>
        value.endsWith('/{rest}')
          ? nameless(operation.path).startsWith(nameless(value.slice(0, -'{rest}'.length)))
          : nameless(value) === nameless(operation.path),
      )
    );
  }

  #allLabelsOn(node: SchemaNode): readonly string[] {
    return [
      ...this.#labelsOn(node),
      ...(this.#closed?.unclassified.has(node) === true ? ['unclassified'] : []),
    ];
  }

  #responseOf(operation: OperationNode): SchemaNode {
    if (operation.response !== null) return operation.response;
    const known = this.#silent.get(operation) ?? {};
    this.#silent.set(operation, known);
    return known;
  }

  /** Whether what the document does not know in a value is left out. */
  #hidesMore(nodes: ReadonlySet<SchemaNode>): boolean {
    const types = typesOf(nodes);
    if (types.size > 0 && !types.has('object') && !types.has('array')) return false;
    const isLabelled = [...nodes].some((node) => this.#allLabelsOn(node).length > 0);
    if (saysNothing(nodes)) return !isLabelled && this.#closed?.isOutside(nodes) === true;
    if (this.#closed?.isOutside(nodes) === true) return true;
    // Everything inside, however deep.
    const inside = new Set(nodes);
    for (const { properties, additionalProperties, items } of inside) {
      const inner = [...Object.values(properties ?? {}), additionalProperties ?? [], items ?? []].flat();
      for (const node of closure(inner, this.#document)) inside.add(node);
    }
    return [...inside].some((node) => this.#allLabelsOn(node).length > 0);
  }

  #labelsOn(node: SchemaNode): readonly string[] {
    return this.#file.declarations.flatMap((declaration) => {
      if (declaration.kind !== 'ClassifyDeclaration') return [];
      const isHere = declaration.targets.some((target) => {
        if (target.kind !== 'ColumnPattern') return false;
        const names = target.steps.flatMap((step) => (step.kind === 'Name' ? [step.text] : []));
        return written(this.#document, names).includes(node);
      });
      return isHere ? [declaration.label.segments.map(({ text }) => text).join('.')] : [];
    });
  }

  /** The most specific thing that a policy says of a label of a schema, or of what is found in texts, which has no name. */
  #saidBy(policy: PolicyDeclaration, node: SchemaNode | null, label: string): readonly string[] {
    const path = ({ segments }: TreatmentTarget) => segments.map(({ text }) => text);
    const above = label.split('.').map((_, index, parts) => parts.slice(0, parts.length - index).join('.'));
    const levels = [
      (target: TreatmentTarget) => node !== null && written(this.#document, path(target)).includes(node),
      ...above.map((name) => (target: TreatmentTarget) => path(target).join('.') === name),
    ];
    for (const isMeant of levels)
      for (const statement of statementsOf(policy)) {
        if (statement.kind === 'RevealStatement' && statement.targets.some(isMeant)) return ['reveal'];
        if (statement.kind === 'MaskStatement' && statement.targets.some(isMeant))
          return [maskText(statement.mask)];
      }
    return [];
  }

  #line({ span }: Statement): number {
    return this.#text.slice(0, span.start).split('\n').length;
  }
}

const EFFECTS = [
  ['DenyStatement', 'deny'],
  ['ApproveStatement', 'approve'],
  ['AllowStatement', 'allow'],
] as const;

function rankOf(text: string): number {
  return BY_REVELATION.findIndex((row) => row.includes(text.replace(/\(.*/, '')));
}

function statementsOf({ members }: PolicyDeclaration): readonly Statement[] {
  return members.flatMap((member) => (member.kind === 'SourceBlock' ? member.statements : []));
}
