/**
 * The catalog of diagnostics: every code that `dlpc` can report, in one object.
 *
 * DLP1xxx syntax, DLP2xxx names, DLP3xxx types and masks, DLP4xxx what policies say together, DLP5xxx schemas and
 * files, DLP6xxx tests, DLP7xxx the project. A code is never reused. Each has a page under docs/diagnostics/, which `dlpc explain CODE` prints.
 */

import { apiDiagnostics } from './catalog/apis.ts';
import { detectorDiagnostics } from './catalog/detectors.ts';
import { flowDiagnostics } from './catalog/flow.ts';
import { lookupDiagnostics } from './catalog/lookups.ts';
import { nameDiagnostics } from './catalog/names.ts';
import { partitionDiagnostics } from './catalog/partitions.ts';
import { policyDiagnostics } from './catalog/policies.ts';
import { projectDiagnostics } from './catalog/project.ts';
import { schemaDiagnostics } from './catalog/schemas.ts';
import { syntaxDiagnostics } from './catalog/syntax.ts';
import { testDiagnostics } from './catalog/tests.ts';
import { typeDiagnostics } from './catalog/types.ts';

export const catalog = {
  ...syntaxDiagnostics,
  ...nameDiagnostics,
  ...typeDiagnostics,
  ...flowDiagnostics,
  ...partitionDiagnostics,
  ...detectorDiagnostics,
  ...lookupDiagnostics,
  ...policyDiagnostics,
  ...schemaDiagnostics,
  ...apiDiagnostics,
  ...projectDiagnostics,
  ...testDiagnostics,
};

export type DiagnosticName = keyof typeof catalog;

/** The parameters that the message of `N` needs. */
export type DiagnosticParams<N extends DiagnosticName> = Parameters<(typeof catalog)[N]['message']>[0];
