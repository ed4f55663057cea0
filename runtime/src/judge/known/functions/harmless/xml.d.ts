/** Harmless: documents and XPath. */
import { type HarmlessFamily } from '../../family.ts';
export declare const xmlFunctions: HarmlessFamily;
//# sourceMappingURL=xml.d.ts.map
