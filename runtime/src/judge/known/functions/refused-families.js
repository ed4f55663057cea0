import { aggregateStepFunctions } from './refused/aggregate-step.js';
import { catalogChangeFunctions } from './refused/catalog-change.js';
import { encodingConversionFunctions } from './refused/encoding-conversion.js';
import { eventTriggerFunctions } from './refused/event-trigger.js';
import { fileFunctions } from './refused/file.js';
import { forwardedTextFunctions } from './refused/forwarded-text.js';
import { handlerFunctions } from './refused/handler.js';
import { indexSupportFunctions } from './refused/index-support.js';
import { inputOutputFunctions } from './refused/input-output.js';
import { largeObjectFunctions } from './refused/large-object.js';
import { otherSessionFunctions } from './refused/other-session.js';
import { plannerFunctions } from './refused/planner.js';
import { replicationFunctions } from './refused/replication.js';
import { sequenceFunctions } from './refused/sequence.js';
import { serverControlFunctions } from './refused/server-control.js';
import { serverInternalsFunctions } from './refused/server-internals.js';
import { settingFunctions } from './refused/setting.js';
import { signalFunctions } from './refused/signal.js';
import { sleepFunctions } from './refused/sleep.js';
import { sqlRunnerFunctions } from './refused/sql-runner.js';
import { statisticsFunctions } from './refused/statistics.js';
import { storageFunctions } from './refused/storage.js';
import { textSearchPartFunctions } from './refused/text-search-part.js';
import { typeByNameFunctions } from './refused/type-by-name.js';
import { validatorFunctions } from './refused/validator.js';
import { writeAheadLogFunctions } from './refused/write-ahead-log.js';
export const refusedFamilies = [
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
//# sourceMappingURL=refused-families.js.map
