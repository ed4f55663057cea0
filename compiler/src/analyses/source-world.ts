/** One compiled database among all requests that there can be, with the places where its values can be seen. */
import type { Source } from '../bind/program.ts';
import type { CallerSpace } from '../check/satisfy/caller-space.ts';
import type { IrSource } from '../ir/ir.ts';
import { type Places, placesIn } from './places.ts';
import { type Absence, PolicyWorld } from './policy-world.ts';

export class SourceWorld extends PolicyWorld<IrSource> {
  /** Where values can be seen. */
  readonly places: Places;

  /** `source` tells what views are computed from. */
  constructor(
    ir: IrSource,
    space: CallerSpace,
    { absences = [], source = null }: { absences?: readonly Absence[]; source?: Source | null } = {},
  ) {
    super(ir, space, absences);
    this.places = placesIn(ir, source);
  }
}
