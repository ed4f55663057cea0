/** Refused: functions that run text as SQL or read a relation by its name. */
import { words } from '../../family.js';
export const sqlRunnerFunctions = {
  title: 'SQL from text',
  reason: 'it runs text as SQL, or reads a relation that is named by a value',
  acts: true,
  names: words(`
    cursor_to_xml cursor_to_xmlschema database_to_xml database_to_xml_and_xmlschema database_to_xmlschema
    query_to_xml query_to_xml_and_xmlschema query_to_xmlschema schema_to_xml schema_to_xml_and_xmlschema
    schema_to_xmlschema table_to_xml table_to_xml_and_xmlschema table_to_xmlschema ts_rewrite ts_stat
  `),
};
//# sourceMappingURL=sql-runner.js.map
