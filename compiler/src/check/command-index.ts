/** The `allow`, `approve` and `deny` of all policies, by what they speak of. */
import type { Action, Effect } from '@dlpc/runtime/abi';
import type {
  BoundAction,
  BoundRelation,
  CommandStatement,
  Policy,
  Program,
  Source,
} from '../bind/program.ts';
import { Memo, Query } from '../memo/memo.ts';
import type { Relation } from '../schema/model.ts';

/** One action on one relation, said by one statement. */
export interface Command {
  readonly policy: Policy;
  readonly effect: Effect;
  readonly statement: CommandStatement;
  readonly source: Source;
  readonly action: BoundAction;
  readonly relation: BoundRelation;
}

const commandsOfPolicy = new Query<readonly Command[]>('commands of a policy');

/**
 * Every command of a program, in the order of the policies.
 * @param memo what earlier checks derived
 */
export function commandsOf({ policies }: Program, memo: Memo = new Memo()): readonly Command[] {
  return policies.flatMap((policy) =>
    memo.derive(commandsOfPolicy, policy, [], () => [...commandsIn(policy)]),
  );
}

function* commandsIn(policy: Policy): Iterable<Command> {
  for (const { source, commands } of policy.blocks)
    for (const statement of commands)
      for (const relation of statement.relations)
        for (const action of statement.actions)
          yield { policy, effect: statement.effect, statement, source, action, relation };
}

/** Effects that let something through, at once or after an approval. */
export const OPENING: readonly Effect[] = ['allow', 'approve'];

/** Commands by relation and action. */
export class CommandIndex {
  /** All of them, in the order of the policies. */
  readonly all: readonly Command[];
  readonly #byRelation = new Map<Relation, Command[]>();

  constructor(commands: readonly Command[]) {
    this.all = commands;
    for (const command of commands) {
      const { relation } = command.relation;
      const same = this.#byRelation.get(relation);
      if (same === undefined) this.#byRelation.set(relation, [command]);
      else same.push(command);
    }
  }

  /** What is said of one action on one relation, whatever the statement that does it. */
  of(relation: Relation, action: Action, ...effects: readonly Effect[]): readonly Command[] {
    return this.#on(relation).filter(
      ({ effect, statement, action: said }) =>
        said.action === action && effects.includes(effect) && !statement.withoutWhere,
    );
  }

  /** The policies that deny an action on a relation to statements without a `where`. */
  withoutWhere(relation: Relation, action: Action): readonly Policy[] {
    return this.#on(relation)
      .filter(({ statement, action: said }) => said.action === action && statement.withoutWhere)
      .map(({ policy }) => policy);
  }

  /** Whether any policy allows anything on a relation, be it once somebody approves. */
  isAllowed(relation: Relation): boolean {
    return this.#on(relation).some(
      ({ effect, statement }) => OPENING.includes(effect) && !statement.withoutWhere,
    );
  }

  /** Whether any policy allows anything on a relation without approval. */
  isAllowedAtOnce(relation: Relation): boolean {
    return this.#on(relation).some(({ effect }) => effect === 'allow');
  }

  #on(relation: Relation): readonly Command[] {
    return this.#byRelation.get(relation) ?? [];
  }
}
