/**
 * What policies mean, read off the syntax tree as naively as can be: the judge of the compiler. It shares no code with
 * it, knows no diagnostics, and is to be asked about policies without errors only.
 */
import type {
  Declaration,
  Expression,
  LabelNode,
  MaskCall,
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
const BY_REVELATION = [
  ['null', 'redact'],
  ['constant'],
  ['hash'],
  ['keep_first', 'keep_last', 'email'],
  ['reveal'],
];

export class Interpreter {
  readonly #declarations: readonly Declaration[];
  readonly #source: string;
  readonly #relations: readonly Relation[];
  readonly #labels = new Map<string, string[]>();
  readonly #policies = new Map<Asked, PolicyDeclaration[]>();

  constructor(files: readonly PolicyFile[], source: string, schema: Schema) {
    this.#declarations = files.flatMap((file) => file.declarations);
    this.#source = source;
    this.#relations = [...schema.relations.values()];
  }

  /** Whether a caller may do something to a relation. */
  decide(asked: Asked, relation: Relation, action: Action): 'allow' | 'deny' {
    const said = this.#statementsFor(asked).flatMap(({ statement }) =>
      (statement.kind === 'AllowStatement' || statement.kind === 'DenyStatement') &&
      statement.access.kind === 'SqlAccess' &&
      statement.access.actions.some((a) => a.text === action) &&
      statement.access.relations.some((reference) => this.#relation(reference) === relation)
        ? [statement.kind]
        : [],
    );
    if (said.includes('DenyStatement')) return 'deny';
    return said.includes('AllowStatement') ? 'allow' : 'deny';
  }

  /**
   * What a caller sees of a column, as a policy would write it; none for a column that carries no label, and more than
   * one where policies conflict.
   */
  treatments(asked: Asked, relation: Relation, column: string): readonly string[] {
    const said = this.#labelsOn(relation, column).flatMap((label) => {
      const ofLabel = this.#policiesFor(asked).flatMap((policy) =>
        this.#saidBy(policy, relation, column, label),
      );
      return ofLabel.length > 0 ? ofLabel : [this.#fallback()];
    });
    const rank = (text: string) => BY_REVELATION.findIndex((row) => row.includes(text.replace(/\(.*/, '')));
    const least = Math.min(...said.map(rank));
    return [...new Set(said.filter((text) => rank(text) === least))];
  }

  /** The most specific thing that a policy says of one label of a column. */
  #saidBy(policy: PolicyDeclaration, relation: Relation, column: string, label: string): string[] {
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
        return statement.kind === 'RevealStatement' ? ['reveal'] : [maskText(statement.mask)];
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
          const path = target.steps.map((step) =>
            step.kind === 'NameSet' ? step.members.map(({ text }) => text) : [step.text],
          );
          const [name = '', schema = null] = path.slice(0, -1).flat().reverse();
          const named = this.#named(schema, name);
          const isHere = target.source.text === this.#source && named !== null && family.has(named);
          if (isHere && path.at(-1)?.includes(column))
            labels.add(declaration.label.segments.map((name) => name.text).join('.'));
        }
    return [...labels];
  }

  #policiesFor(asked: Asked): PolicyDeclaration[] {
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
    return this.#policiesFor(asked).flatMap((policy) =>
      policy.members
        .filter((member) => member.kind === 'SourceBlock')
        .filter((block) => block.source.text === this.#source)
        .flatMap((block) => block.statements.map((statement) => ({ statement }))),
    );
  }

  #relation({ schema, name }: RelationReference): Relation | null {
    return this.#named(schema?.text ?? null, name.text);
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
    return this.#declarations.some(
      (declaration) =>
        declaration.kind === 'LabelDeclaration' && pathsOf(declaration.label).includes(textOf(target)),
    );
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

function has(relation: Relation, column: string): boolean {
  return relation.columns.some(({ name }) => name === column);
}

function textOf({ segments }: TreatmentTarget): string {
  return segments.map((segment) => segment.text).join('.');
}

function pathsOf({ name, children }: LabelNode): string[] {
  return [name.text, ...children.flatMap((child) => pathsOf(child).map((path) => `${name.text}.${path}`))];
}

function maskText({ name, args }: MaskCall): string {
  if (args.length === 0) return name.text;
  return `${name.text}(${args.map((arg) => ('value' in arg ? JSON.stringify(arg.value) : arg.kind)).join(', ')})`;
}
