import { aggregateFunctions } from './harmless/aggregate.js';
import { arrayFunctions } from './harmless/array.js';
import { binaryFunctions } from './harmless/binary.js';
import { catalogDefinitionFunctions } from './harmless/catalog-definition.js';
import { catalogNameFunctions } from './harmless/catalog-name.js';
import { catalogPrivilegeFunctions } from './harmless/catalog-privilege.js';
import { conversionFunctions } from './harmless/conversion.js';
import { dateTimeFunctions } from './harmless/date-time.js';
import { enumFunctions } from './harmless/enum.js';
import { geometryFunctions } from './harmless/geometry.js';
import { installationFunctions } from './harmless/installation.js';
import { jsonFunctions } from './harmless/json.js';
import { mathFunctions } from './harmless/math.js';
import { networkFunctions } from './harmless/network.js';
import { rangeFunctions } from './harmless/range.js';
import { rowFunctions } from './harmless/row.js';
import { sessionFunctions } from './harmless/session.js';
import { systemIdentifierFunctions } from './harmless/system-identifier.js';
import { textFunctions } from './harmless/text.js';
import { textSearchFunctions } from './harmless/text-search.js';
import { transactionFunctions } from './harmless/transaction.js';
import { uuidFunctions } from './harmless/uuid.js';
import { windowFunctions } from './harmless/window.js';
import { xmlFunctions } from './harmless/xml.js';
export const harmlessFamilies = [
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
//# sourceMappingURL=harmless-families.js.map
