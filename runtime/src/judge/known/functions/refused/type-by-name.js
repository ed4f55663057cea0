/** Refused: functions that convert to a type named by a value. A domain may call anything in its CHECK. */
import { words } from '../../family.js';
export const typeByNameFunctions = {
  title: 'Types named by a value',
  reason: 'it converts text to a type that is named by a value',
  acts: true,
  names: words(`
    pg_input_error_info pg_input_is_valid
  `),
};
//# sourceMappingURL=type-by-name.js.map
