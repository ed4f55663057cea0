/**
 * The functions of pg_catalog that anybody may call, by family. A name stands here only where every function of that
 * name, in PostgreSQL 13 to 18, is harmless.
 */
import type { HarmlessFamily } from '../family.ts';
import { aggregateFunctions } from './harmless/aggregate.ts';
import { arrayFunctions } from './harmless/array.ts';
import { binaryFunctions } from './harmless/binary.ts';
import { catalogDefinitionFunctions } from './harmless/catalog-definition.ts';
import { catalogNameFunctions } from './harmless/catalog-name.ts';
import { catalogPrivilegeFunctions } from './harmless/catalog-privilege.ts';
import { conversionFunctions } from './harmless/conversion.ts';
import { dateTimeFunctions } from './harmless/date-time.ts';
import { enumFunctions } from './harmless/enum.ts';
import { geometryFunctions } from './harmless/geometry.ts';
import { installationFunctions } from './harmless/installation.ts';
import { jsonFunctions } from './harmless/json.ts';
import { mathFunctions } from './harmless/math.ts';
import { networkFunctions } from './harmless/network.ts';
import { rangeFunctions } from './harmless/range.ts';
import { rowFunctions } from './harmless/row.ts';
import { sessionFunctions } from './harmless/session.ts';
import { systemIdentifierFunctions } from './harmless/system-identifier.ts';
import { textFunctions } from './harmless/text.ts';
import { textSearchFunctions } from './harmless/text-search.ts';
import { transactionFunctions } from './harmless/transaction.ts';
import { uuidFunctions } from './harmless/uuid.ts';
import { windowFunctions } from './harmless/window.ts';
import { xmlFunctions } from './harmless/xml.ts';

export const harmlessFamilies: readonly HarmlessFamily[] = [
  aggregateFunctions,
  arrayFunctions,
  binaryFunctions,
  catalogDefinitionFunctions,
  catalogNameFunctions,
  catalogPrivilegeFunctions,
  conversionFunctions,
  dateTimeFunctions,
  enumFunctions,
  geometryFunctions,
  installationFunctions,
  jsonFunctions,
  mathFunctions,
  networkFunctions,
  rangeFunctions,
  rowFunctions,
  sessionFunctions,
  systemIdentifierFunctions,
  textFunctions,
  textSearchFunctions,
  transactionFunctions,
  uuidFunctions,
  windowFunctions,
  xmlFunctions,
];
