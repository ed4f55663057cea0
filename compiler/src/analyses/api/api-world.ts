/** One compiled API among all requests that there can be. */
import type { FieldEntry, FieldTreatment, OperationEntry, ShapeIndex } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { IrApi } from '../../ir/ir.ts';
import { effectOutcomes, whoGets } from '../outcomes/effect-outcomes.ts';
import { fieldOutcomes } from '../outcomes/field-outcomes.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { PolicyWorld } from '../policy-world.ts';

export class ApiWorld extends PolicyWorld<IrApi> {
  readonly #sights = new Map<string, readonly Outcome<FieldTreatment | null>[]>();

  /** Who may send requests of an operation, at once or once it is approved. */
  usersOf(operation: OperationEntry | null): Callers {
    return whoGets(this, effectOutcomes(this, operation?.rules ?? []));
  }

  /** The labelled fields that a value of the shape is. */
  fieldsAt(shape: ShapeIndex): readonly FieldEntry[] {
    return (this.ir.shapes[shape]?.fields ?? []).flatMap((index) => this.ir.fields[index] ?? []);
  }

  /** Names of what is looked for in a text of the shape. */
  searchesAt(shape: ShapeIndex): readonly string[] {
    const { fields, shapes } = this.ir;
    return (shapes[shape]?.searches ?? []).flatMap((index) => fields[index]?.name ?? []);
  }

  /** What is shown of a value of the shape, to whoever sees what it stands in. */
  sightsAt(shape: ShapeIndex): readonly Outcome<FieldTreatment | null>[] {
    const key = String(this.ir.shapes[shape]?.fields ?? []);
    const known = this.#sights.get(key) ?? fieldOutcomes(this, this.fieldsAt(shape));
    this.#sights.set(key, known);
    return known;
  }
}
