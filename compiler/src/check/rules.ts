/** All rules, in the order in which they run. Adding one is a recipe in CONTRIBUTING.md. */
import type { Rule } from './rule.ts';
import { allowAlwaysDenied } from './rules/allow-always-denied.rule.ts';
import { bypassedThroughParent } from './rules/bypassed-through-parent.rule.ts';
import { classifiedTwice } from './rules/classified-twice.rule.ts';
import { columnWithoutLabel } from './rules/column-without-label.rule.ts';
import { conflictingStatements } from './rules/conflicting-statements.rule.ts';
import { conflictingTreatments } from './rules/conflicting-treatments.rule.ts';
import { decidedBySource } from './rules/decided-by-source.rule.ts';
import { filterReadsMasked } from './rules/filter-reads-masked.rule.ts';
import { groupNeverHolds } from './rules/group-never-holds.rule.ts';
import { hintWidens } from './rules/hint-widens.rule.ts';
import { labelNotInSource } from './rules/label-not-in-source.rule.ts';
import { labelOnNothing } from './rules/label-on-nothing.rule.ts';
import { lineageUnknown } from './rules/lineage-unknown.rule.ts';
import { looksSensitive } from './rules/looks-sensitive.rule.ts';
import { lookupFit } from './rules/lookup-fit.rule.ts';
import { maskFit } from './rules/mask-fit.rule.ts';
import { maskedPathParameter } from './rules/masked-path-parameter.rule.ts';
import { operationsWithoutPolicy } from './rules/operations-without-policy.rule.ts';
import { partitionedByMasked } from './rules/partitioned-by-masked.rule.ts';
import { pathWithoutLabel } from './rules/path-without-label.rule.ts';
import { policyExpired } from './rules/policy-expired.rule.ts';
import { policyNeverApplies } from './rules/policy-never-applies.rule.ts';
import { relationCannotBeRead } from './rules/relation-cannot-be-read.rule.ts';
import { relationsWithoutPolicy } from './rules/relations-without-policy.rule.ts';
import { requestAlwaysDenied } from './rules/request-always-denied.rule.ts';
import { revealWiderThanAllow } from './rules/reveal-wider-than-allow.rule.ts';
import { treatmentNeverDecides } from './rules/treatment-never-decides.rule.ts';

export const rules: readonly Rule[] = [
  maskFit,
  lookupFit,
  groupNeverHolds,
  policyNeverApplies,
  policyExpired,
  hintWidens,
  conflictingStatements,
  conflictingTreatments,
  treatmentNeverDecides,
  allowAlwaysDenied,
  requestAlwaysDenied,
  maskedPathParameter,
  revealWiderThanAllow,
  bypassedThroughParent,
  partitionedByMasked,
  filterReadsMasked,
  columnWithoutLabel,
  decidedBySource,
  classifiedTwice,
  lineageUnknown,
  pathWithoutLabel,
  labelOnNothing,
  labelNotInSource,
  relationCannotBeRead,
  relationsWithoutPolicy,
  operationsWithoutPolicy,
  looksSensitive,
];
