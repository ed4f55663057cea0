/** Refused: functions that show statements as the proxy passed them on, with the masks in them. */
import { words } from '../../family.js';
export const forwardedTextFunctions = {
  title: 'Forwarded text',
  reason: 'it shows statements as the proxy passed them on',
  acts: true,
  names: words(`
    current_query pg_cursor pg_prepared_statement
  `),
};
//# sourceMappingURL=forwarded-text.js.map
