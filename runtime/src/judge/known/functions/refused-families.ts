/**
 * The functions of pg_catalog that are refused, by family. Together with the harmless ones these are all of PostgreSQL
 * 13 to 18; a test compares them with real servers.
 */
import type { RefusedFamily } from '../family.ts';
import { advisoryLockFunctions } from './refused/advisory-lock.ts';
import { aggregateStepFunctions } from './refused/aggregate-step.ts';
import { catalogChangeFunctions } from './refused/catalog-change.ts';
import { encodingConversionFunctions } from './refused/encoding-conversion.ts';
import { eventTriggerFunctions } from './refused/event-trigger.ts';
import { fileFunctions } from './refused/file.ts';
import { forwardedTextFunctions } from './refused/forwarded-text.ts';
import { handlerFunctions } from './refused/handler.ts';
import { indexSupportFunctions } from './refused/index-support.ts';
import { inputOutputFunctions } from './refused/input-output.ts';
import { largeObjectFunctions } from './refused/large-object.ts';
import { otherSessionFunctions } from './refused/other-session.ts';
import { plannerFunctions } from './refused/planner.ts';
import { replicationFunctions } from './refused/replication.ts';
import { sequenceFunctions } from './refused/sequence.ts';
import { serverControlFunctions } from './refused/server-control.ts';
import { serverInternalsFunctions } from './refused/server-internals.ts';
import { settingFunctions } from './refused/setting.ts';
import { signalFunctions } from './refused/signal.ts';
import { sleepFunctions } from './refused/sleep.ts';
import { sqlRunnerFunctions } from './refused/sql-runner.ts';
import { statisticsFunctions } from './refused/statistics.ts';
import { storageFunctions } from './refused/storage.ts';
import { textSearchPartFunctions } from './refused/text-search-part.ts';
import { typeByNameFunctions } from './refused/type-by-name.ts';
import { validatorFunctions } from './refused/validator.ts';
import { writeAheadLogFunctions } from './refused/write-ahead-log.ts';

export const refusedFamilies: readonly RefusedFamily[] = [
  advisoryLockFunctions,
  aggregateStepFunctions,
  catalogChangeFunctions,
  encodingConversionFunctions,
  eventTriggerFunctions,
  fileFunctions,
  forwardedTextFunctions,
  handlerFunctions,
  indexSupportFunctions,
  inputOutputFunctions,
  largeObjectFunctions,
  otherSessionFunctions,
  plannerFunctions,
  replicationFunctions,
  sequenceFunctions,
  serverControlFunctions,
  serverInternalsFunctions,
  settingFunctions,
  signalFunctions,
  sleepFunctions,
  sqlRunnerFunctions,
  statisticsFunctions,
  storageFunctions,
  textSearchPartFunctions,
  typeByNameFunctions,
  validatorFunctions,
  writeAheadLogFunctions,
];
