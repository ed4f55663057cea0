/** All families of attacks, in the order in which docs/attacks.md shows them. */
import type { Family } from './attack.ts';
import { addedObjects } from './catalogue/added-objects.ts';
import { copy } from './catalogue/copy.ts';
import { definitions } from './catalogue/definitions.ts';
import { errors } from './catalogue/errors.ts';
import { expressions } from './catalogue/expressions.ts';
import { functions } from './catalogue/functions.ts';
import { jsonAndXml } from './catalogue/json-and-xml.ts';
import { keptBackRows } from './catalogue/kept-back-rows.ts';
import { labelledWrites } from './catalogue/labelled-writes.ts';
import { lookups } from './catalogue/lookups.ts';
import { merges } from './catalogue/merges.ts';
import { messages } from './catalogue/messages.ts';
import { names } from './catalogue/names.ts';
import { orderAndGroups } from './catalogue/order-and-groups.ts';
import { partsOfValues } from './catalogue/parts-of-values.ts';
import { portals } from './catalogue/portals.ts';
import { predicates } from './catalogue/predicates.ts';
import { preparedStatements } from './catalogue/prepared-statements.ts';
import { resources } from './catalogue/resources.ts';
import { samplesAndLocks } from './catalogue/samples-and-locks.ts';
import { scanner } from './catalogue/scanner.ts';
import { sequencesAndSignals } from './catalogue/sequences-and-signals.ts';
import { sessions } from './catalogue/sessions.ts';
import { sets } from './catalogue/sets.ts';
import { sharedJudgements } from './catalogue/shared-judgements.ts';
import { statistics } from './catalogue/statistics.ts';
import { timeOfCheck } from './catalogue/time-of-check.ts';
import { valuesInDocuments } from './catalogue/values-in-documents.ts';
import { wholeRows } from './catalogue/whole-rows.ts';
import { withQueries } from './catalogue/with-queries.ts';
import { writes } from './catalogue/writes.ts';
import { writesInWith } from './catalogue/writes-in-with.ts';

export const catalogue: readonly Family[] = [
  expressions,
  predicates,
  orderAndGroups,
  wholeRows,
  jsonAndXml,
  partsOfValues,
  valuesInDocuments,
  sets,
  withQueries,
  names,
  scanner,
  errors,
  copy,
  portals,
  preparedStatements,
  messages,
  definitions,
  writes,
  labelledWrites,
  writesInWith,
  merges,
  keptBackRows,
  lookups,
  samplesAndLocks,
  statistics,
  functions,
  sequencesAndSignals,
  sessions,
  addedObjects,
  sharedJudgements,
  resources,
  timeOfCheck,
];
