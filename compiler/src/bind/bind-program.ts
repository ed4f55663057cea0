/** From syntax trees and schemas to the bound program. Says what no name leads to; judges nothing else. */
import { type Declaration, type Diagnostic, diagnostic, type PolicyFile, type SqlText } from '@dlpc/language';
import { Memo } from '../memo/memo.ts';
import type { RowConditionReading } from '../row-conditions/row-condition-reading.ts';
import { type Apis, bindApis } from './api/bind-apis.ts';
import { bindClassifications } from './bind-classifications.ts';
import { bindDatabases, type Schemas } from './bind-databases.ts';
import { bindDetectors } from './bind-detectors.ts';
import { bindGroups } from './bind-groups.ts';
import { bindIdentity } from './bind-identity.ts';
import { bindLabels } from './bind-labels.ts';
import { bindPolicies } from './bind-policies.ts';
import type { Program, Source } from './program.ts';
import { reportInto } from './report.ts';

export interface BindInput {
  /** In any order that is the same each time; it decides which of two declarations is called the second. */
  readonly files: readonly PolicyFile[];
  readonly schemas: Schemas;
  /** What the SQL of each filter says. */
  readonly rowConditions: ReadonlyMap<SqlText, RowConditionReading>;
  readonly apis?: Apis;
  /** Whether all that the files say is in their trees. */
  readonly syntaxComplete: boolean;
}

/**
 * Leads every name to the thing that it names.
 * @param memo what earlier runs derived
 */
export function bindProgram(
  input: BindInput,
  memo: Memo = new Memo(),
): {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const report = reportInto(diagnostics);
  const all = input.files.flatMap((file) => file.declarations);

  const identity = bindIdentity(only(all, 'IdentityDeclaration'), report, memo);
  const sources = bindDatabases(only(all, 'DatabaseDeclaration'), input.schemas, report, memo);
  const apis = bindApis(only(all, 'ApiDeclaration'), input.apis ?? new Map(), sources, report, memo);
  // Names of both kinds stand in the same places.
  const anySource: ReadonlyMap<string, Source> = new Map<string, Source>([...apis, ...sources]);
  const declared = [...only(all, 'DatabaseDeclaration'), ...only(all, 'ApiDeclaration')];
  const labels = bindLabels(only(all, 'LabelDeclaration'), declared, report, memo);
  const { groups, cyclic } = bindGroups(only(all, 'GroupDeclaration'), report, memo);
  const detectors = bindDetectors(only(all, 'DetectorDeclaration'), report, memo);
  const { classifications, parts, everywhere, complete } = bindClassifications(
    only(all, 'ClassifyDeclaration'),
    { sources: anySource, labels, detectors },
    report,
    memo,
  );
  const { policies, incomplete } = bindPolicies(
    only(all, 'PolicyDeclaration'),
    { sources: anySource, labels, rowConditions: input.rowConditions, report },
    memo,
  );

  const [defaultMask = null, ...further] = only(all, 'DefaultMaskDeclaration');
  for (const { span } of further)
    report(
      diagnostic(
        'duplicate-default-mask',
        span,
        {},
        { related: defaultMask === null ? [] : [{ message: 'the first is here', span: defaultMask.span }] },
      ),
    );

  const program: Program = {
    identity,
    sources,
    apis,
    labels,
    groups,
    cyclicGroups: cyclic,
    classifications,
    detectors,
    parts,
    everywhere,
    defaultMask,
    policies,
    gaps: { syntax: !input.syntaxComplete, classifications: !complete, policies: incomplete },
  };
  return { program, diagnostics };
}

function only<K extends Declaration['kind']>(
  declarations: readonly Declaration[],
  kind: K,
): readonly Extract<Declaration, { readonly kind: K }>[] {
  return declarations.filter(
    (declaration): declaration is Extract<Declaration, { readonly kind: K }> => declaration.kind === kind,
  );
}
