/** `classify` declarations to labels on columns, and on parts of what these hold. */
import { type ClassifyDeclaration, type ColumnPattern, diagnostic, type ValuesTarget } from '@dlpc/language';
import { isSearched } from '../detectors/searched.ts';
import { type Memo, Query } from '../memo/memo.ts';
import { type ApiSource, isApi } from './api/api-source.ts';
import { resolveFieldPattern } from './api/resolve-fields.ts';
import { deriveReporting, reportingQuery } from './derive-reporting.ts';
import { columnText } from './names.ts';
import type { EverywhereClassification, PartClassification } from './parts.ts';
import type { Classification, Detector, Label, Source } from './program.ts';
import type { Report } from './report.ts';
import { type FoundColumn, resolveColumnPattern } from './resolve-column-pattern.ts';
import { resolveDetector } from './resolve-detector.ts';
import { resolveJsonPath } from './resolve-json-path.ts';
import { resolveLabel } from './resolve-label.ts';

export interface BoundClassifications {
  readonly classifications: readonly Classification[];
  readonly parts: readonly PartClassification[];
  readonly everywhere: readonly EverywhereClassification[];
  /** Whether every name of every declaration was found. */
  readonly complete: boolean;
}

/** What the declarations name. */
export interface Declared {
  readonly sources: ReadonlyMap<string, Source>;
  readonly labels: ReadonlyMap<string, Label>;
  readonly detectors: ReadonlyMap<string, Detector>;
}

const allClassifications = new Query<BoundClassifications>('all classifications');
const boundClassify = reportingQuery<BoundClassifications>('classification');

/** Binds all classifications. What can be found of a declaration counts, whatever else is wrong with it. */
export function bindClassifications(
  declarations: readonly ClassifyDeclaration[],
  { sources, labels, detectors }: Declared,
  report: Report,
  memo: Memo,
): BoundClassifications {
  const inputs = [sources, labels, detectors] as const;
  const each = declarations.map((declaration) =>
    deriveReporting(memo, boundClassify, declaration, inputs, report, (inner, sources, labels, detectors) =>
      bindClassification(declaration, { sources, labels, detectors }, inner),
    ),
  );
  return memo.derive(allClassifications, 'all', each, () => ({
    classifications: each.flatMap(({ classifications }) => classifications),
    parts: each.flatMap(({ parts }) => parts),
    everywhere: each.flatMap(({ everywhere }) => everywhere),
    complete: each.every(({ complete }) => complete),
  }));
}

function bindClassification(
  declaration: ClassifyDeclaration,
  declared: Declared,
  report: Report,
): BoundClassifications {
  const binding = new Binding(declared, report);
  const { segments, span } = declaration.label;
  const label = resolveLabel(declared.labels, segments, span, report);
  for (const target of declaration.targets)
    if (target.kind === 'ColumnPattern') binding.pattern(declaration, label, target);
    else binding.values(declaration, label, target);
  const { classifications, parts, everywhere, complete } = binding;
  return { classifications, parts, everywhere, complete };
}

class Binding implements BoundClassifications {
  readonly classifications: Classification[] = [];
  readonly parts: PartClassification[] = [];
  readonly everywhere: EverywhereClassification[] = [];
  complete = true;
  readonly #declared: Declared;
  readonly #report: Report;

  constructor(declared: Declared, report: Report) {
    this.#declared = declared;
    this.#report = report;
  }

  pattern(declaration: ClassifyDeclaration, label: Label | null, pattern: ColumnPattern): void {
    const { jsonPath } = pattern;
    const api = this.#apiOf(pattern);
    if (api !== null) {
      this.#fields(api, declaration, label, pattern);
      return;
    }
    for (const { source, relation, column, span } of this.#columns(pattern)) {
      if (label === null) this.complete = false;
      else if (jsonPath === null)
        this.classifications.push({ label, source, relation, column, declaration, span });
      else {
        const path = resolveJsonPath(source, relation, column, jsonPath, this.#report);
        if (path === null) this.complete = false;
        else
          this.parts.push({
            ...{ label, source, relation, column, declaration, span: jsonPath.span },
            part: { kind: 'path', path },
          });
      }
    }
  }

  values(declaration: ClassifyDeclaration, label: Label | null, target: ValuesTarget): void {
    const detector = resolveDetector(this.#declared.detectors, target.detector, this.#report);
    if (detector?.finder == null || label === null) this.complete = false;
    if (target.within.length === 0 && detector !== null && label !== null)
      this.everywhere.push({ label, detector, declaration, span: target.span });
    for (const pattern of target.within) {
      const api = this.#apiOf(pattern);
      if (api !== null) {
        const params = { construct: '`values matching`', source: api.name };
        this.#report(diagnostic('sql-on-api', pattern.span, params));
        this.complete = false;
        continue;
      }
      for (const { source, relation, column, span } of this.#columns(pattern)) {
        if (pattern.jsonPath !== null || !isSearched(column.type)) {
          const params = { column: columnText(source, relation, column.name), type: column.type.text };
          this.#report(diagnostic('values-without-text', span, params));
          this.complete = false;
        } else if (detector !== null && label !== null)
          this.parts.push({
            ...{ label, source, relation, column, declaration, span: target.span },
            part: { kind: 'matches', detector },
          });
      }
    }
  }

  #fields(
    api: ApiSource,
    declaration: ClassifyDeclaration,
    label: Label | null,
    pattern: ColumnPattern,
  ): void {
    const fields = resolveFieldPattern(api, pattern, this.#report);
    if (fields.length === 0 || label === null) this.complete = false;
    const { span } = pattern.steps.at(-1) ?? pattern;
    for (const field of fields)
      if (label !== null) this.classifications.push({ label, source: api, ...field, declaration, span });
  }

  /** The API that a pattern speaks of; null where it speaks of a database, or of nothing. */
  #apiOf({ source }: ColumnPattern): ApiSource | null {
    const named = this.#declared.sources.get(source.text);
    return named !== undefined && isApi(named) ? named : null;
  }

  #columns(pattern: ColumnPattern): readonly FoundColumn[] {
    const { columns, complete } = resolveColumnPattern(this.#declared.sources, pattern, this.#report);
    this.complete &&= complete;
    return columns;
  }
}
