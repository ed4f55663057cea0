/** Refused: steps of aggregates. The aggregates are harmless; nobody needs to call the steps. */
import { type RefusedFamily } from '../../family.ts';
export declare const aggregateStepFunctions: RefusedFamily;
//# sourceMappingURL=aggregate-step.d.ts.map
