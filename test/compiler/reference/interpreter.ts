/**
 * What policies mean, read off the syntax tree as naively as can be: the judge of the compiler. It shares no code with
 * it, knows no diagnostics, and is to be asked about policies without errors only.
 */
import type {
  Access,
  Declaration,
  Expression,
  LabelNode,
  MaskCall,
  Name,
  NamePattern,
  PolicyDeclaration,
  PolicyFile,
  RelationReference,
  Statement,
  TimeWindow,
  TreatmentTarget,
} from '@dlpc/language';
import type { Action } from '@dlpc/runtime/abi';
import type { Relation, Schema } from '../../../compiler/src/schema/model.ts';
import type { Asked } from '../support/arbitrary-condition.ts';

/** In the order of how much is left of a value, least first; those in one row reveal equally much. */
export const BY_REVELATION = [
  ['null', 'redact'],
  ['constant'],
  ['hash'],
  ['keep_first', 'keep_last', 'email'],
  ['reveal'],
];

/** What a policy says of a value. */
interface Said {
  readonly text: string;
  readonly lookup: boolean;
}

export class Interpreter {
  readonly #declarations: readonly Declaration[];
  readonly #source: string;
  readonly #relations: readonly Relation[];
  readonly #labels = new Map<string, string[]>();
  readonly #policies = new Map<Asked, PolicyDeclaration[]>();

  readonly #text: string;

  /** `text` is that of the one file, for the lines of statements. */
  constructor(files: readonly PolicyFile[], source: string, schema: Schema, text = '') {
    this.#declarations = files.flatMap((file) => file.declarations);
    this.#source = source;
    this.#relations = [...schema.relations.values()];
    this.#text = text;
  }

  /** Whether a caller may do something to a relation, by a statement that has a `where` or one that has none. */
  decide(asked: Asked, relation: Relation, action: Action, hasWhere = true): 'allow' | 'approve' | 'deny' {
    const said = this.#statementsFor(asked).flatMap(({ statement }) => {
      if (!('access' in statement) || !this.#isAbout(statement.access, relation, action)) return [];
      return statement.kind === 'DenyStatement' && statement.withoutWhere && hasWhere ? [] : [statement.kind];
    });
    if (said.includes('DenyStatement')) return 'deny';
    if (said.includes('ApproveStatement')) return 'approve';
    return said.includes('AllowStatement') ? 'allow' : 'deny';
  }

  /** Everything that policies say to a caller of an action on a relation, each with its line. */
  reasons(asked: Asked, relation: Relation, action: Action): readonly string[] {
    const said = this.#statementsFor(asked).flatMap(({ statement }) => {
      const line = this.#text.slice(0, statement.span.start).split('\n').length;
      const text = this.#reason(statement, relation, action);
      return text === null ? [] : [`${line} ${text}`];
    });
    return [...new Set(said)].sort();
  }

  /** The budgets of a caller, and the most that one of its policies records. */
  budgets(asked: Asked): { readonly limits: readonly string[]; readonly record: string | null } {
    const limits = this.#statementsFor(asked).flatMap(({ statement }) =>
      statement.kind === 'LimitStatement' || statement.kind === 'AlertBudgetStatement'
        ? [
            `${statement.kind === 'LimitStatement' ? 'stop' : 'alert'} ${statement.amount.value} ${statement.unit.text} ${statement.per.text}`,
          ]
        : [],
    );
    const levels = this.policiesFor(asked).flatMap(({ members }) =>
      members.flatMap((member) => (member.kind === 'RecordStatement' ? [member.level.text] : [])),
    );
    const most = ['everything', 'metadata', 'none'].find((level) => levels.includes(level)) ?? null;
    return { limits: limits.sort(), record: most };
  }

  #reason(statement: Statement, relation: Relation, action: Action): string | null {
    switch (statement.kind) {
      case 'AllowStatement':
      case 'AlertStatement':
        if (!this.#isAbout(statement.access, relation, action)) return null;
        return statement.kind === 'AllowStatement' ? 'allow' : 'alert';
      case 'DenyStatement':
        if (!this.#isAbout(statement.access, relation, action)) return null;
        return statement.withoutWhere ? 'deny without where' : 'deny';
      case 'ApproveStatement': {
        if (!this.#isAbout(statement.access, relation, action)) return null;
        const { count, groups, within } = statement;
        const minutes = within.amount * (within.unit === 'h' ? 60 : 1);
        return `approve by ${count?.value ?? 1} of ${groups.map(({ value }) => value).sort()} in ${minutes} minutes`;
      }
      case 'FilterStatement':
        if (!statement.relations.some((r) => this.#means(r, relation))) return null;
        return statement.relations.some((r) => this.#meansAbove(r, relation)) ? null : 'filter';
      case 'DeclassifyStatement': {
        if (!statement.relations.some((r) => this.#means(r, relation))) return null;
        const named = statement.labels.map(({ segments }) => segments.map(({ text }) => text).join('.'));
        const all = this.#allLabels().filter((path) =>
          named.some((name) => path === name || path.startsWith(`${name}.`)),
        );
        return `declassify ${all.sort()}`;
      }
      default:
        return null;
    }
  }

  #isAbout(access: Access, relation: Relation, action: Action): boolean {
    if (access.kind !== 'SqlAccess' || !access.actions.some(({ text }) => text === action)) return false;
    const { relations } = access;
    return relations.length === 0 || relations.some((reference) => this.#means(reference, relation));
  }

  /** A reference with wildcards means what it matches, in any schema unless it names one. */
  #means({ schema, name }: RelationReference, relation: Relation): boolean {
    if (name.kind === 'Name' && (schema === null || schema.kind === 'Name'))
      return this.#named(schema?.text ?? null, name.text) === relation;
    return isLike(name, relation.name) && (schema === null || isLike(schema, relation.schema));
  }

  /** Whether a reference means a table that the relation's rows are rows of too. */
  #meansAbove(reference: RelationReference, relation: Relation): boolean {
    const parents = this.#relations.filter((r) => relation.parents.includes(`${r.schema}\0${r.name}`));
    return parents.some((r) => this.#means(reference, r) || this.#meansAbove(reference, r));
  }

  #allLabels(): readonly string[] {
    return this.#declarations.flatMap((declaration) =>
      declaration.kind === 'LabelDeclaration' ? pathsOf(declaration.label) : [],
    );
  }

  #isClosed(): boolean {
    return this.#declarations.some(
      (declaration) => declaration.kind === 'DatabaseDeclaration' && declaration.closed,
    );
  }

  /**
   * What a caller sees of a column, as a policy would write it, with `, lookup` where it finds rows by value; none for a column that carries no
   * label, and more than one where policies conflict.
   */
  treatments(asked: Asked, relation: Relation, column: string): readonly string[] {
    const said = this.#labelsOn(relation, column).flatMap((label) => {
      const ofLabel = this.policiesFor(asked).flatMap((policy) =>
        this.#saidBy(policy, relation, column, label),
      );
      return ofLabel.length > 0 ? ofLabel : [{ text: this.#fallback(), lookup: false }];
    });
    const rank = ({ text }: Said) => BY_REVELATION.findIndex((row) => row.includes(text.replace(/\(.*/, '')));
    const least = Math.min(...said.map(rank));
    const finds = said.every(({ text, lookup }) => lookup || text === 'reveal');
    const shown = said.filter((one) => rank(one) === least);
    return [...new Set(shown.map(({ text }) => (finds && text !== 'reveal' ? `${text}, lookup` : text)))];
  }

  /** The most specific thing that a policy says of one label of a column. */
  #saidBy(policy: PolicyDeclaration, relation: Relation, column: string, label: string): Said[] {
    const statements = policy.members
      .filter((member) => member.kind === 'SourceBlock')
      .filter((block) => block.source.text === this.#source)
      .flatMap((block) => block.statements);
    // The column; then the label, then each label above it.
    const path = label.split('.');
    const above = path.map((_, i) => path.slice(0, path.length - i).join('.'));
    const levels = [
      (target: TreatmentTarget) => this.#isColumn(target, relation, column),
      ...above.map((name) => (target: TreatmentTarget) => this.#isLabel(target) && textOf(target) === name),
    ];
    for (const isMeant of levels) {
      const said = statements.flatMap((statement) => {
        if (statement.kind !== 'MaskStatement' && statement.kind !== 'RevealStatement') return [];
        if (!statement.targets.some(isMeant)) return [];
        if (statement.kind === 'RevealStatement') return [{ text: 'reveal', lookup: false }];
        return [{ text: maskText(statement.mask), lookup: statement.lookup }];
      });
      if (said[0] !== undefined) return [said[0]];
    }
    return [];
  }

  #fallback(): string {
    for (const declaration of this.#declarations)
      if (declaration.kind === 'DefaultMaskDeclaration') return maskText(declaration.mask);
    return 'redact';
  }

  /** Labels of the column, and of the same column of every table that shares rows with this one. */
  #labelsOn(relation: Relation, column: string): string[] {
    const key = `${relation.schema}.${relation.name}.${column}`;
    return this.#remember(this.#labels, key, () => this.#findLabels(relation, column));
  }

  #findLabels(relation: Relation, column: string): string[] {
    const family = new Set([relation]);
    for (let before = 0; before < family.size; ) {
      before = family.size;
      for (const a of this.#relations)
        for (const b of this.#relations)
          if (a.parents.includes(`${b.schema}\0${b.name}`) && has(a, column) && has(b, column))
            if (family.has(a) || family.has(b)) family.add(a).add(b);
    }
    const labels = new Set<string>();
    for (const declaration of this.#declarations)
      if (declaration.kind === 'ClassifyDeclaration')
        for (const target of declaration.targets) {
          if (target.kind !== 'ColumnPattern') continue;
          const [last, name, schema] = target.steps.toReversed();
          const isHere = target.source.text === this.#source;
          if (!isHere || last === undefined || name === undefined) continue;
          if (name.kind === 'NameSet' || schema?.kind === 'NameSet') continue;
          const reference = {
            kind: 'RelationReference',
            span: name.span,
            schema: schema ?? null,
            name,
          } as const;
          const columns = last.kind === 'NameSet' ? last.members : [last];
          if (columns.some((each) => isLike(each, column)))
            if ([...family].some((member) => this.#means(reference, member)))
              labels.add(declaration.label.segments.map((name) => name.text).join('.'));
        }
    if (labels.size === 0 && this.#isClosed()) labels.add('unclassified');
    return [...labels];
  }

  /** The policies that apply to a request, at its time. */
  policiesFor(asked: Asked): PolicyDeclaration[] {
    return this.#remember(this.#policies, asked, () =>
      this.#declarations
        .filter((declaration) => declaration.kind === 'PolicyDeclaration')
        .filter(({ condition, when, until }) => {
          const day = new Date(asked.now).toISOString().slice(0, 10);
          const last =
            until && [until.year, until.month, until.day].map((n) => String(n).padStart(2, '0')).join('-');
          return (
            this.#isTrue(condition, asked) &&
            (when === null || this.#isTrue(when, asked)) &&
            (last === null || day <= last)
          );
        }),
    );
  }

  #remember<K, V>(memo: Map<K, V>, key: K, compute: () => V): V {
    const value = memo.get(key) ?? compute();
    memo.set(key, value);
    return value;
  }

  #statementsFor(asked: Asked): { readonly statement: Statement }[] {
    return this.policiesFor(asked).flatMap((policy) =>
      policy.members
        .filter((member) => member.kind === 'SourceBlock')
        .filter((block) => block.source.text === this.#source)
        .flatMap((block) => block.statements.map((statement) => ({ statement }))),
    );
  }

  #named(schema: string | null, name: string): Relation | null {
    const sameName = this.#relations.filter((relation) => relation.name === name);
    if (schema !== null) return sameName.find((relation) => relation.schema === schema) ?? null;
    if (sameName.length === 1) return sameName[0] ?? null;
    return sameName.find((relation) => relation.schema === 'public') ?? null;
  }

  #isColumn({ segments }: TreatmentTarget, relation: Relation, column: string): boolean {
    const names = segments.map((segment) => segment.text);
    if (names.at(-1) !== column || !has(relation, column)) return false;
    if (names.length === 3) return names[0] === relation.schema && names[1] === relation.name;
    const sameName = this.#relations.filter((other) => other.name === names[0]);
    const meant = sameName.length === 1 ? sameName[0] : sameName.find((other) => other.schema === 'public');
    return names.length === 2 && meant === relation;
  }

  #isLabel(target: TreatmentTarget): boolean {
    const path = textOf(target);
    return this.#allLabels().includes(path) || (path === 'unclassified' && this.#isClosed());
  }

  #isTrue(expression: Expression, asked: Asked): boolean {
    return this.#value(expression, asked) === true;
  }

  #value(expression: Expression, asked: Asked): unknown {
    switch (expression.kind) {
      case 'BooleanLiteral':
      case 'StringLiteral':
      case 'IntegerLiteral':
        return expression.value;
      case 'ListLiteral':
        return expression.items.map((item) => this.#value(item, asked));
      case 'NotExpression':
        return !this.#isTrue(expression.operand, asked);
      case 'MemberExpression':
        return this.#field(expression, asked);
      case 'TimeWindow':
        return expression;
      case 'NameExpression': {
        const { text } = expression.name;
        for (const declaration of this.#declarations)
          if (declaration.kind === 'GroupDeclaration' && declaration.name.text === text)
            return this.#isTrue(declaration.condition, asked);
        return text;
      }
      case 'BinaryExpression':
        if (expression.operator === '??')
          return this.#value(expression.left, asked) ?? this.#value(expression.right, asked);
        return this.#binary(expression, asked);
    }
  }

  #field({ object, member }: Extract<Expression, { kind: 'MemberExpression' }>, asked: Asked): unknown {
    const { caller, task, hint } = asked;
    if (object.kind === 'MemberExpression') {
      if (object.member.text === 'actor') {
        if (member.text === 'groups') return [...(caller.actor?.groups ?? [])];
        return caller.actor?.sub;
      }
      for (const claims of Object.values(caller.claims)) {
        const value: unknown = claims.get(member.text);
        if (value !== undefined) return value instanceof Set ? [...value] : value;
      }
      return undefined;
    }
    const fields: Record<string, unknown> = {
      ...{ groups: [...caller.groups], kind: caller.kind, sub: caller.sub },
      ...{ ...task, application_name: hint.applicationName },
    };
    return fields[member.text];
  }

  #binary(
    { operator, left, right }: Extract<Expression, { kind: 'BinaryExpression' }>,
    asked: Asked,
  ): boolean {
    if (operator === 'and') return this.#isTrue(left, asked) && this.#isTrue(right, asked);
    if (operator === 'or') return this.#isTrue(left, asked) || this.#isTrue(right, asked);
    const [a, b] = [this.#value(left, asked), this.#value(right, asked)];
    if (isWindow(b)) return isShown(b, asked.now);
    if (operator === '==') return a === b;
    if (operator === '!=') return a !== b;
    if (operator === 'in') return Array.isArray(b) && b.includes(a);
    const [x, y] = [Number(a), Number(b)];
    if (operator === '<') return x < y;
    if (operator === '<=') return x <= y;
    return operator === '>' ? x > y : x >= y;
  }
}

function isWindow(value: unknown): value is TimeWindow {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'TimeWindow';
}

/** Whether the clock of the window's zone shows a time of the window, as text: `"01:00" <= "02:30"`. */
function isShown({ start, end, zone }: TimeWindow, now: number): boolean {
  const text = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const shown = new Date(now).toLocaleTimeString('en-GB', { timeZone: zone.value }).slice(0, 5);
  const [from, to] = [text(start.minutes), text(end.minutes)];
  return from < to ? from <= shown && shown < to : from <= shown || shown < to;
}

function isLike(pattern: Name | NamePattern, name: string): boolean {
  if (pattern.kind === 'Name') return pattern.text === name;
  const escaped = pattern.text.split('*').map((part) => part.replaceAll(/[^\w]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(name);
}

function has(relation: Relation, column: string): boolean {
  return relation.columns.some(({ name }) => name === column);
}

function textOf({ segments }: TreatmentTarget): string {
  return segments.map((segment) => segment.text).join('.');
}

function pathsOf({ name, children }: LabelNode): string[] {
  return [name.text, ...children.flatMap((child) => pathsOf(child).map((path) => `${name.text}.${path}`))];
}

export function maskText({ name, args }: MaskCall): string {
  if (args.length === 0) return name.text;
  return `${name.text}(${args.map((arg) => ('value' in arg ? JSON.stringify(arg.value) : arg.kind)).join(', ')})`;
}
