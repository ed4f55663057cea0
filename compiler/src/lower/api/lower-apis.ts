/** From the checked program to the intermediate form of each API. Decides nothing, as for databases. */
import type { BodyEntry, OperationEntry, PolicyRule, RequestRule } from '@dlpc/runtime/abi';
import type { ApiSource } from '../../bind/api/api-source.ts';
import { fieldsOf } from '../../bind/api/api-source.ts';
import { closedPlaces } from '../../bind/api/closed-places.ts';
import type { CheckedProgram } from '../../check/checked-program.ts';
import type { IrApi } from '../../ir/ir.ts';
import type { ApiBody, ApiOperation, Shape } from '../../openapi/model/api-model.ts';
import { lowerPolicies } from '../lower-policies.ts';
import { compare, type Lowering, uncheckedError } from '../lowering.ts';
import type { RuleFile } from '../rule-table.ts';
import { DetectorTable } from './detector-table.ts';
import { lowerFields } from './lower-fields.ts';
import { lowerRoutes } from './lower-routes.ts';
import { ShapeTable } from './lower-shapes.ts';

/** Lowers the APIs of a program that was checked without an error. `files` are by path, as spans name them. */
export function lowerApis(checked: CheckedProgram, files: ReadonlyMap<string, RuleFile>): readonly IrApi[] {
  const apis = [...checked.program.apis.values()].sort((a, b) => compare(a.name, b.name));
  return apis.map((source) => lowerApi(checked, source, files));
}

function lowerApi(checked: CheckedProgram, source: ApiSource, files: ReadonlyMap<string, RuleFile>): IrApi {
  const { api } = source;
  if (api === null) throw uncheckedError(`the document of ${source.name}`);
  const { common, lowering } = lowerPolicies(checked, source, files);
  const operations = [...api.operations].sort(
    (a, b) => compare(a.template.text, b.template.text) || compare(a.method, b.method),
  );
  const detectors = new DetectorTable();
  const fields = lowerFields(checked, source, lowering, detectors);
  const fieldNumbers = new Map(fields.columns.map((column, index) => [column, index]));
  // A shape's value is each field at which one of its sites is written.
  const fieldsIn = ({ sites }: Shape): readonly number[] =>
    fieldsOf(source, sites)
      .map(({ column }) => fieldNumbers.get(column))
      .filter((index) => index !== undefined)
      .sort((a, b) => a - b);
  const searches = fields.entries.flatMap(({ found }, index) => (found === null ? [] : [index]));
  const shapes = new ShapeTable(
    fieldsIn,
    closedShapes(checked, source),
    // Who put a label there has looked at it.
    (shape) => (isClassified(checked, source, shape) ? [] : searches),
  );
  const rules = requestRules(checked, source, lowering);
  const alertsOf = alertRules(checked, source, lowering);
  const entries = operations.map((operation) =>
    lowerOperation(operation, { rules: rules.get(operation) ?? [], alerts: alertsOf(operation) }, shapes),
  );
  return {
    ...common,
    schemaFingerprint: api.fingerprint,
    routes: lowerRoutes(operations),
    operations: entries,
    shapes: shapes.entries(),
    fields: fields.entries,
    detectors: detectors.entries(),
    searches,
    closed: source.declaration.closed,
  };
}

/** Whether somebody put a label on a value of the shape. */
function isClassified({ settled }: CheckedProgram, source: ApiSource, { sites }: Shape): boolean {
  const carried = settled.get(source)?.carried;
  return fieldsOf(source, sites).some(
    ({ relation, column }) => carried?.of(relation, column.name).some(({ from }) => from !== null) === true,
  );
}

/** What may stand outside of all that is classified, where the API is closed. */
function closedShapes({ settled }: CheckedProgram, source: ApiSource): ReadonlySet<Shape> {
  const carried = settled.get(source)?.carried;
  if (!source.declaration.closed || carried === undefined) return new Set();
  return closedPlaces(source, ({ relation, column }) =>
    carried.of(relation, column.name).some(({ from }) => from !== null),
  ).shapes;
}

/** What is said of each operation, in the order of the rules. */
function requestRules(
  { program }: CheckedProgram,
  source: ApiSource,
  { table, indexOf }: Lowering,
): ReadonlyMap<ApiOperation, readonly RequestRule[]> {
  const rules = new Map<ApiOperation, RequestRule[]>();
  for (const policy of program.policies)
    for (const block of policy.apiBlocks) {
      if (block.source !== source) continue;
      for (const statement of block.requests)
        for (const operation of statement.operations) {
          const { effect, approval } = statement;
          if (effect === 'approve' && approval === null) throw uncheckedError('an approval');
          const rule = { policy: indexOf(policy), rule: table.indexOf(statement), effect, approval };
          const known = rules.get(operation);
          if (known === undefined) rules.set(operation, [rule]);
          else known.push(rule);
        }
    }
  for (const list of rules.values()) list.sort((a, b) => a.rule - b.rule);
  return rules;
}

/** Who is told of which operation, in the order of the rules. */
function alertRules(
  { program }: CheckedProgram,
  source: ApiSource,
  { table, indexOf }: Lowering,
): (operation: ApiOperation) => readonly PolicyRule[] {
  const alerts = program.policies.flatMap((policy) =>
    policy.apiBlocks
      .filter((block) => block.source === source)
      .flatMap((block) => block.alerts)
      .map((alert) => ({ alert, rule: { policy: indexOf(policy), rule: table.indexOf(alert) } })),
  );
  return (operation) =>
    alerts
      .filter(({ alert }) => alert.operations.includes(operation))
      .map(({ rule }) => rule)
      .sort((a, b) => a.rule - b.rule);
}

function lowerOperation(
  { method, template, operationId, parameters, request, responses }: ApiOperation,
  said: Pick<OperationEntry, 'rules' | 'alerts'>,
  shapes: ShapeTable,
): OperationEntry {
  const bodies = (list: readonly ApiBody[]): readonly BodyEntry[] =>
    list.map(({ mediaType, part }) => ({ mediaType, shape: shapes.indexOf(part.shape) }));
  return {
    method,
    path: template.text,
    operationId,
    ...said,
    parameters: parameters.map(({ name, in: place, part }) => ({
      name,
      in: place,
      shape: shapes.indexOf(part.shape),
    })),
    request: bodies(request),
    responses: responses.map((response) => ({
      status: response.status,
      bodies: bodies(response.bodies),
      headers: response.headers.map(({ name, part }) => ({
        name,
        shape: shapes.indexOf(part.shape),
      })),
    })),
  };
}
