/** `policy` declarations to statements about things. */
import {
  type ActionName,
  type AllowStatement,
  type DenyStatement,
  diagnostic,
  type MaskStatement,
  type PolicyDeclaration,
  type RevealStatement,
  type SourceBlock,
  type SqlAccess,
} from '@dlpc/language';
import { ACTIONS } from './actions.ts';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import type {
  Block,
  BoundAction,
  CommandStatement,
  Label,
  Policy,
  Source,
  TreatmentStatement,
} from './program.ts';
import type { Report } from './report.ts';
import { resolveRelation } from './resolve-relation.ts';
import { resolveSource } from './resolve-source.ts';
import { resolveTarget } from './resolve-target.ts';
import { suggestName } from './suggest.ts';

export interface BoundPolicies {
  readonly policies: readonly Policy[];
  /** Policies of which some name was not found. */
  readonly incomplete: ReadonlySet<Policy>;
}

/** Binds all policies. Of a second one of a name, only unknown names are reported. */
export function bindPolicies(
  declarations: readonly PolicyDeclaration[],
  sources: ReadonlyMap<string, Source>,
  labels: ReadonlyMap<string, Label>,
  report: Report,
): BoundPolicies {
  const byName = new Map<string, Policy>();
  const incomplete = new Set<Policy>();
  for (const declaration of declarations) {
    const binder = new PolicyBinder(sources, labels, report);
    const policy = binder.bind(declaration);
    if (!binder.complete) incomplete.add(policy);
    const { name } = declaration;
    declareOnce(byName, name.text, policy, (first) => {
      // What the second one says is missing from the first.
      incomplete.add(first);
      const firstPlace = firstDeclaredAt(first.declaration.name);
      report(diagnostic('duplicate-policy', name.span, { name: name.text }, firstPlace));
    });
  }
  return { policies: [...byName.values()], incomplete };
}

class PolicyBinder {
  complete = true;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #labels: ReadonlyMap<string, Label>;
  readonly #report: Report;

  constructor(sources: ReadonlyMap<string, Source>, labels: ReadonlyMap<string, Label>, report: Report) {
    this.#sources = sources;
    this.#labels = labels;
    this.#report = report;
  }

  bind(declaration: PolicyDeclaration): Policy {
    const members = declaration.members.filter((member) => member.kind === 'SourceBlock');
    if (members.length < declaration.members.length) this.complete = false;
    const blocks = this.#each(members, (block) => this.#bindBlock(block));
    return { name: declaration.name.text, declaration, blocks };
  }

  #bindBlock(node: SourceBlock): Block | null {
    const source = resolveSource(this.#sources, node.source, this.#report);
    if (source === null) return null;
    const commands: CommandStatement[] = [];
    const treatments: TreatmentStatement[] = [];
    for (const statement of node.statements) {
      if (statement.kind === 'AllowStatement' || statement.kind === 'DenyStatement') {
        const { access } = statement;
        if (access.kind === 'SqlAccess') commands.push(this.#bindCommand(source, statement, access));
        else this.complete = false;
      } else if (statement.kind === 'MaskStatement' || statement.kind === 'RevealStatement')
        treatments.push(this.#bindTreatment(source, statement));
      else this.complete = false;
    }
    return { source, node, commands, treatments };
  }

  #bindCommand(source: Source, node: AllowStatement | DenyStatement, access: SqlAccess): CommandStatement {
    const actions = this.#each(access.actions, (action) => this.#bindAction(action));
    const relations = this.#each(access.relations, (reference) => {
      const relation = resolveRelation(source, reference, this.#report);
      return relation === null ? null : { relation, node: reference };
    });
    return { effect: node.kind === 'AllowStatement' ? 'allow' : 'deny', node, actions, relations };
  }

  #bindAction(node: ActionName): BoundAction | null {
    const action = ACTIONS.find((known) => known === node.text);
    if (action !== undefined) return { action, node };
    const { nearest, extras } = suggestName(node.text, ACTIONS, node.span, this.#report);
    this.#report(
      diagnostic('unknown-action', node.span, { name: node.text, nearest, known: ACTIONS }, extras),
    );
    return null;
  }

  #bindTreatment(source: Source, node: MaskStatement | RevealStatement): TreatmentStatement {
    const targets = this.#each(node.targets, (target) =>
      resolveTarget(this.#labels, source, target, this.#report),
    );
    return { node, targets };
  }

  /** What `bind` makes of the items, without those of which it makes nothing. */
  #each<T, U>(items: readonly T[], bind: (item: T) => U | null): readonly U[] {
    const bound: U[] = [];
    for (const item of items) {
      const result = bind(item);
      if (result === null) this.complete = false;
      else bound.push(result);
    }
    return bound;
  }
}
