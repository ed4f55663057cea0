/**
 * The compiler's public face: checking and compiling policies, for editors and other programs. Emitting is not here: it
 * loads ts-morph, and only `dlpc compile` should.
 */

export { conditionLines } from './analyses/note-text.ts';
export { showsFieldValue } from './analyses/outcomes/field-outcomes.ts';
export { askApi } from './analyses/who/ask-api.ts';
export { askWho } from './analyses/who/ask-who.ts';
export type { SightAnswer } from './analyses/who/who.ts';
export type { ApiTarget, WhoTarget } from './analyses/who/who-target.ts';
export { ACTIONS } from './bind/actions.ts';
export { type ApiField, type ApiSource, fieldsOf, isApi, operationText } from './bind/api/api-source.ts';
export { fieldsBehind, lookUpFields } from './bind/api/resolve-fields.ts';
export { BUDGET_PERIODS, BUDGET_UNITS } from './bind/bind-budget.ts';
export { CLAIM_TYPES } from './bind/bind-identity.ts';
export { RECORD_LEVELS } from './bind/bind-policies.ts';
export type { CarriedLabel, CarriedLabels } from './bind/carried-labels.ts';
export { carriedLabels } from './bind/carried-labels.ts';
export { labelPathText } from './bind/label-path.ts';
export { nameText } from './bind/name-text.ts';
export { columnText, pathText, relationText, sourceColumnText } from './bind/names.ts';
export type * from './bind/program.ts';
export { CALLER_KINDS } from './bind/reserved-names.ts';
export { lookUpRelation, type RelationLookup } from './bind/resolve-relation.ts';
export type { CheckedProgram } from './check/checked-program.ts';
export type { CheckedMask } from './check/masks/check-mask.ts';
export { signatureOf } from './check/masks/check-mask.ts';
export type * from './check/treatments/settled.ts';
export { type TellingKind, tellingKind } from './detectors/telling-name.ts';
export { validatorNames } from './detectors/validators/catalog.ts';
export {
  type DirectoryEntry,
  type FileStamp,
  type Host,
  HostError,
  type PathKind,
  type ReadResult,
} from './host/host.ts';
export { type MemoryHost, memoryHost } from './host/memory-host.ts';
export { nodeHost } from './host/node-host.ts';
export { dirname, joinPath, resolveBeside } from './host/paths.ts';
export { spareMemory } from './host/spare-memory.ts';
export type * from './ir/ir.ts';
export {
  type LineageOptions,
  lineageOf,
  type OutputColumn,
  type RelationRead,
  type StatementLineage,
} from './lineage/lineage-of.ts';
export { lineageOfText, type TextLineage } from './lineage/lineage-of-text.ts';
export type { ColumnPlace } from './lineage/schema-catalog.ts';
export type { ApiCache } from './load-apis.ts';
export type { SchemaCache } from './load-schemas.ts';
export { findMask, maskNames, masksThatFit } from './masks/catalog.ts';
export type { MaskArgument, MaskDefinition, MaskParam } from './masks/mask.ts';
export { Memo } from './memo/memo.ts';
export type { ApiModel, ApiOperation, Part, Site } from './openapi/model/api-model.ts';
export { matchesSegment } from './openapi/model/path-template.ts';
export {
  type CheckResult,
  type CompileResult,
  checkPolicies,
  compilePolicies,
  hasErrors,
  lowerPolicies,
} from './pipeline.ts';
export { PROJECT_FILE } from './project/project.ts';
export type { InputFailure, PolicySource } from './read-policy-files.ts';
export type * from './schema/model.ts';
