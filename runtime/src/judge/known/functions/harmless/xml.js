/** Harmless: documents and XPath. */
import { words } from '../../family.js';
export const xmlFunctions = {
  title: 'XML',
  class: 'compute',
  reason:
    'They compute on documents. PostgreSQL lets libxml load no external entity. What maps tables and queries to XML is refused.',
  names: words(`
    xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmlexists xmltext
    xmlvalidate xpath xpath_exists
  `),
};
//# sourceMappingURL=xml.js.map
