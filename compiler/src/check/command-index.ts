/** The `allow`, `approve` and `deny` of all policies, by what they speak of. */
import type { Action, Effect } from '@dlpc/runtime/abi';
import { ACTIONS } from '../bind/actions.ts';
import type {
  BoundAction,
  BoundRelation,
  CommandStatement,
  Policy,
  Program,
  Source,
} from '../bind/program.ts';
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

/** Every command of a program, in the order of the policies. */
export function* commandsOf(program: Program): Iterable<Command> {
  for (const policy of program.policies)
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
  readonly #byRelation = new Map<Relation, Map<Action, Command[]>>();

  constructor(commands: Iterable<Command>) {
    this.all = [...commands];
    for (const command of this.all) {
      const { relation } = command.relation;
      const byAction = this.#byRelation.get(relation) ?? new Map<Action, Command[]>();
      this.#byRelation.set(relation, byAction);
      const same = byAction.get(command.action.action) ?? [];
      byAction.set(command.action.action, same);
      same.push(command);
    }
  }

  /** What is said of one action on one relation, whatever the statement that does it. */
  of(relation: Relation, action: Action, ...effects: readonly Effect[]): readonly Command[] {
    const said = this.#byRelation.get(relation)?.get(action) ?? [];
    return said.filter(({ effect, statement }) => effects.includes(effect) && !statement.withoutWhere);
  }

  /** The policies that deny an action on a relation to statements without a `where`. */
  withoutWhere(relation: Relation, action: Action): readonly Policy[] {
    const said = this.#byRelation.get(relation)?.get(action) ?? [];
    return said.filter(({ statement }) => statement.withoutWhere).map(({ policy }) => policy);
  }

  /** Whether any policy allows anything on a relation, be it once somebody approves. */
  isAllowed(relation: Relation): boolean {
    return ACTIONS.some((action) => this.of(relation, action, ...OPENING).length > 0);
  }
}
