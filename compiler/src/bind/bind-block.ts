/** `on crm { … }`: the statements of a policy about one source. */
import {
  type Access,
  type AlertStatement,
  type AllowStatement,
  type ApproveStatement,
  type DeclassifyStatement,
  type DenyStatement,
  diagnostic,
  type FilterStatement,
  type MaskStatement,
  type RevealStatement,
  type SourceBlock,
  type SqlText,
} from '@dlpc/language';
import type { RowConditionReading } from '../row-conditions/row-condition-reading.ts';
import { bindAccess, bindRelations } from './bind-access.ts';
import { bindApproval } from './bind-approval.ts';
import { bindBudget } from './bind-budget.ts';
import type {
  AccessAlert,
  Block,
  Budget,
  CommandStatement,
  Label,
  LabelRelease,
  RowFilter,
  Source,
  Target,
  TreatmentStatement,
} from './program.ts';
import type { Report } from './report.ts';
import { resolveLabel } from './resolve-label.ts';
import { resolveTarget } from './resolve-target.ts';
import { holdsRows } from './stored.ts';

/** What statements are bound against. */
export interface BlockContext {
  readonly sources: ReadonlyMap<string, Source>;
  readonly labels: ReadonlyMap<string, Label>;
  readonly rowConditions: ReadonlyMap<SqlText, RowConditionReading>;
  readonly report: Report;
}

export interface BoundBlock {
  readonly block: Block;
  /** Whether every name was found. */
  readonly complete: boolean;
}

/** Binds a block about a database. What can be found of it counts, whatever else is wrong. */
export function bindBlock(source: Source, node: SourceBlock, context: BlockContext): BoundBlock {
  return new BlockBinder(source, context).bind(node);
}

class BlockBinder {
  readonly #source: Source;
  readonly #context: BlockContext;
  #complete = true;

  constructor(source: Source, context: BlockContext) {
    this.#source = source;
    this.#context = context;
  }

  bind(node: SourceBlock): BoundBlock {
    const commands: CommandStatement[] = [];
    const treatments: TreatmentStatement[] = [];
    const filters: RowFilter[] = [];
    const budgets: Budget[] = [];
    const alerts: AccessAlert[] = [];
    const declassifications: LabelRelease[] = [];
    for (const statement of node.statements) {
      switch (statement.kind) {
        case 'AllowStatement':
        case 'ApproveStatement':
        case 'DenyStatement':
          this.#add(commands, this.#command(statement));
          break;
        case 'MaskStatement':
        case 'RevealStatement':
          treatments.push(this.#treatment(statement));
          break;
        case 'FilterStatement':
          filters.push(this.#filter(statement));
          break;
        case 'LimitStatement':
        case 'AlertBudgetStatement':
          this.#add(budgets, bindBudget(statement, this.#context.report));
          break;
        case 'AlertStatement':
          this.#add(alerts, this.#alert(statement));
          break;
        case 'DeclassifyStatement':
          declassifications.push(this.#release(statement));
      }
    }
    const block = {
      source: this.#source,
      node,
      commands,
      treatments,
      filters,
      budgets,
      alerts,
      declassifications,
    };
    return { block, complete: this.#complete };
  }

  #command(node: AllowStatement | ApproveStatement | DenyStatement): CommandStatement | null {
    const { report } = this.#context;
    if (node.access.kind !== 'SqlAccess') return this.#refuseHttp(node.access);
    const access = this.#known(bindAccess(this.#source, node.access, report));
    const approval = node.kind === 'ApproveStatement' ? bindApproval(node, report) : null;
    if (node.kind === 'ApproveStatement' && approval === null) this.#complete = false;
    const withoutWhere = node.kind === 'DenyStatement' && node.withoutWhere;
    for (const { action, node: said } of withoutWhere ? access.actions : [])
      if (action !== 'update' && action !== 'delete') {
        report(diagnostic('without-where-of', said.span, { action }));
        this.#complete = false;
      }
    const { actions, relations } = access;
    return { effect: EFFECTS[node.kind], node, actions, relations, withoutWhere, approval };
  }

  #refuseHttp({ span }: Access): null {
    this.#context.report(diagnostic('http-on-database', span, { source: this.#source.name }));
    return null;
  }

  #treatment(node: MaskStatement | RevealStatement): TreatmentStatement {
    const { labels, report } = this.#context;
    const targets: Target[] = [];
    for (const target of node.targets)
      this.#add(targets, resolveTarget(labels, this.#source, target, report));
    return { node, targets };
  }

  #filter(node: FilterStatement): RowFilter {
    const { rowConditions, report } = this.#context;
    const reading = rowConditions.get(node.condition);
    // A pattern means what can be filtered, a name what it names.
    const { relations } = this.#known(bindRelations(this.#source, node.relations, report, holdsRows));
    if (reading === undefined) throw new Error('binding needs what the SQL of every filter says');
    return { node, reading, relations };
  }

  #alert(node: AlertStatement): AccessAlert | null {
    if (node.access.kind !== 'SqlAccess') return this.#refuseHttp(node.access);
    const { actions, relations } = this.#known(bindAccess(this.#source, node.access, this.#context.report));
    return { node, actions, relations };
  }

  #release(node: DeclassifyStatement): LabelRelease {
    const { labels: known, report } = this.#context;
    const labels: Label[] = [];
    for (const { segments, span } of node.labels)
      this.#add(labels, resolveLabel(known, segments, span, report));
    const { relations } = this.#known(bindRelations(this.#source, node.relations, report));
    return { node, labels, relations };
  }

  /** Keeps what was bound; that something was not makes the block incomplete. */
  #add<T>(list: T[], bound: T | null): void {
    if (bound === null) this.#complete = false;
    else list.push(bound);
  }

  #known<T extends { readonly complete: boolean }>(bound: T): T {
    if (!bound.complete) this.#complete = false;
    return bound;
  }
}

const EFFECTS = {
  AllowStatement: 'allow',
  ApproveStatement: 'approve',
  DenyStatement: 'deny',
} as const;
