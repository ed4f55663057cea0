/** `on billing { … }`: the statements of a policy about one API. */
import {
  type AlertBudgetStatement,
  type AlertStatement,
  type AllowStatement,
  type ApproveStatement,
  type DenyStatement,
  diagnostic,
  type LimitStatement,
  type MaskStatement,
  type RevealStatement,
  type SourceBlock,
  type Span,
  type SqlAccess,
  type Statement,
} from '@dlpc/language';
import { bindApproval } from '../bind-approval.ts';
import type { BlockContext } from '../bind-block.ts';
import { bindBudget } from '../bind-budget.ts';
import type {
  ApiBlock,
  Budget,
  Label,
  RequestAlert,
  RequestStatement,
  Target,
  TreatmentStatement,
} from '../program.ts';
import type { Report } from '../report.ts';
import type { ApiSource } from './api-source.ts';
import { resolveFieldTarget } from './resolve-field-target.ts';
import { resolveOperations } from './resolve-operations.ts';

export interface BoundApiBlock {
  readonly block: ApiBlock;
  /** Whether every name was found. */
  readonly complete: boolean;
}

/** Binds a block. What can be found of it counts, whatever else is wrong. */
export function bindApiBlock(
  source: ApiSource,
  node: SourceBlock,
  { labels, report }: Pick<BlockContext, 'labels' | 'report'>,
): BoundApiBlock {
  const binder = new ApiBlockBinder(source, labels, report);
  for (const statement of node.statements) binder.bind(statement);
  const { requests, treatments, budgets, alerts, complete } = binder;
  return { block: { source, node, requests, treatments, budgets, alerts }, complete };
}

class ApiBlockBinder {
  readonly requests: RequestStatement[] = [];
  readonly treatments: TreatmentStatement[] = [];
  readonly budgets: Budget[] = [];
  readonly alerts: RequestAlert[] = [];
  complete = true;
  readonly #source: ApiSource;
  readonly #labels: ReadonlyMap<string, Label>;
  readonly #report: Report;

  constructor(source: ApiSource, labels: ReadonlyMap<string, Label>, report: Report) {
    this.#source = source;
    this.#labels = labels;
    this.#report = report;
  }

  bind(statement: Statement): void {
    switch (statement.kind) {
      case 'AllowStatement':
      case 'ApproveStatement':
      case 'DenyStatement':
        this.#bindRequests(statement);
        break;
      case 'MaskStatement':
      case 'RevealStatement':
        this.#bindTreatment(statement);
        break;
      case 'FilterStatement':
        this.#refuse('`filter`', statement.span);
        break;
      case 'DeclassifyStatement':
        this.#refuse('`declassify`', statement.span);
        break;
      case 'LimitStatement':
      case 'AlertBudgetStatement':
        this.#bindBudget(statement);
        break;
      case 'AlertStatement':
        this.#bindAlert(statement);
    }
  }

  #bindRequests(node: AllowStatement | ApproveStatement | DenyStatement): void {
    const { access, span } = node;
    if (access.kind === 'SqlAccess') {
      this.#refuse(actionsText(access), access.span);
      return;
    }
    if (node.kind === 'DenyStatement' && node.withoutWhere) this.#refuse('`without where`', span);
    const { operations, complete } = resolveOperations(this.#source, access, this.#report);
    if (!complete) this.complete = false;
    const approval = node.kind === 'ApproveStatement' ? bindApproval(node, this.#report) : null;
    if (node.kind === 'ApproveStatement' && approval === null) this.complete = false;
    this.requests.push({ effect: EFFECTS[node.kind], node, operations, approval });
  }

  /** A request is a statement; rows are a database's, and requests belong to no session whose end a caller could not choose. */
  #bindBudget(node: LimitStatement | AlertBudgetStatement): void {
    const budget = bindBudget(node, this.#report);
    if (budget?.unit === 'rows') this.#refuse('a budget of `rows`', node.unit.span);
    else if (budget?.per === 'session') this.#refuse('a budget `per session`', node.per.span);
    else if (budget === null) this.complete = false;
    else this.budgets.push(budget);
  }

  #bindAlert(node: AlertStatement): void {
    const { access } = node;
    if (access.kind === 'SqlAccess') {
      this.#refuse(actionsText(access), access.span);
      return;
    }
    const { operations, complete } = resolveOperations(this.#source, access, this.#report);
    if (!complete) this.complete = false;
    this.alerts.push({ node, operations });
  }

  #bindTreatment(node: MaskStatement | RevealStatement): void {
    if (node.kind === 'MaskStatement' && node.lookup) this.#refuse('`lookup by equality`', node.span);
    const targets: Target[] = [];
    for (const target of node.targets) {
      const found = resolveFieldTarget(this.#labels, this.#source, target, this.#report);
      if (found.length === 0) this.complete = false;
      targets.push(...found);
    }
    this.treatments.push({ node, targets });
  }

  /** Says that a construct is one of databases. */
  #refuse(construct: string, span: Span): void {
    this.complete = false;
    this.#report(diagnostic('sql-on-api', span, { construct, source: this.#source.name }));
  }
}

function actionsText({ actions }: SqlAccess): string {
  return actions.map(({ text }) => `\`${text}\``).join(', ');
}

const EFFECTS = {
  AllowStatement: 'allow',
  ApproveStatement: 'approve',
  DenyStatement: 'deny',
} as const;
