/** The declarations of a file. */
import type { Name, NodeBase } from './base.ts';
import type { Expression } from './expressions.ts';
import type { DateLiteral, RegexLiteral, StringLiteral } from './literals.ts';
import type { ColumnPattern, LabelPath } from './paths.ts';
import type { MaskCall, Statement } from './statements.ts';
import type { TestDeclaration } from './tests.ts';

export type Declaration =
  | ImportDeclaration
  | IdentityDeclaration
  | DatabaseDeclaration
  | ApiDeclaration
  | LabelDeclaration
  | ClassifyDeclaration
  | DetectorDeclaration
  | DefaultMaskDeclaration
  | GroupDeclaration
  | PolicyDeclaration
  | TestDeclaration;

/** What the comment lines with three slashes right above say, without these; null where there are none. */
export interface Documented {
  readonly documentation: string | null;
}

/** `import "shared/labels.dlp"` */
export interface ImportDeclaration extends NodeBase {
  readonly kind: 'ImportDeclaration';
  /** Relative to the file that it stands in. */
  readonly path: StringLiteral;
}

/** `identity corp { issuer "https://…" audience "dlp-proxy" claim department: string }` */
export interface IdentityDeclaration extends NodeBase, Documented {
  readonly kind: 'IdentityDeclaration';
  readonly name: Name;
  readonly members: readonly IdentityMember[];
}

export type IdentityMember = IdentitySetting | ClaimDeclaration;

/** `issuer "https://login.corp.example"`, `audience "dlp-proxy"` */
export interface IdentitySetting extends NodeBase {
  readonly kind: 'IdentitySetting';
  readonly key: 'issuer' | 'audience';
  readonly value: StringLiteral;
}

/** `claim clearance: int`, `claim cost_center?: string` */
export interface ClaimDeclaration extends NodeBase {
  readonly kind: 'ClaimDeclaration';
  readonly name: Name;
  /** Whether a question mark says that an identity may lack it. */
  readonly optional: boolean;
  readonly type: ClaimType;
}

/** `string`, `set of string`; which words are types is checked later. */
export interface ClaimType extends NodeBase {
  readonly kind: 'ClaimType';
  /** As it is written, with single spaces. */
  readonly text: string;
}

/** `database crm from "schema/crm.sql" closed` */
export interface DatabaseDeclaration extends NodeBase, Documented {
  readonly kind: 'DatabaseDeclaration';
  readonly name: Name;
  readonly from: StringLiteral;
  /** Whether what carries no label counts as labelled too. */
  readonly closed: boolean;
}

/** `api billing from "schema/billing.openapi.yaml" closed` */
export interface ApiDeclaration extends NodeBase, Documented {
  readonly kind: 'ApiDeclaration';
  readonly name: Name;
  readonly from: StringLiteral;
  /** Whether what carries no label counts as labelled too. */
  readonly closed: boolean;
}

/** `label pii { contact  national_id }` — a tree; a label without children stands for itself. */
export interface LabelDeclaration extends NodeBase {
  readonly kind: 'LabelDeclaration';
  readonly label: LabelNode;
}

export interface LabelNode extends NodeBase, Documented {
  readonly kind: 'LabelNode';
  readonly name: Name;
  readonly children: readonly LabelNode[];
}

/** `classify pii.contact crm.customers.{email, phone}, crm.leads.email`, `classify pci values matching card_number` */
export interface ClassifyDeclaration extends NodeBase {
  readonly kind: 'ClassifyDeclaration';
  readonly label: LabelPath;
  /** At least one; values stand alone. */
  readonly targets: readonly (ColumnPattern | ValuesTarget)[];
}

/** `values matching card_number in crm.tickets.{subject, body}`: what a detector finds in texts. */
export interface ValuesTarget extends NodeBase {
  readonly kind: 'ValuesTarget';
  readonly detector: Name;
  /** Where to look; none for all text of all sources. */
  readonly within: readonly ColumnPattern[];
}

/** `detector card_number = /(?:\d[ -]?){13,19}/ where luhn` */
export interface DetectorDeclaration extends NodeBase, Documented {
  readonly kind: 'DetectorDeclaration';
  readonly name: Name;
  readonly pattern: RegexLiteral;
  /** What a match must pass too; which names are known is checked later. */
  readonly validator: Name | null;
}

/** `mask default with null` — for labelled columns that no applicable policy speaks of. */
export interface DefaultMaskDeclaration extends NodeBase {
  readonly kind: 'DefaultMaskDeclaration';
  readonly mask: MaskCall;
}

/** `group etl = caller.kind == service and "etl" in caller.groups` */
export interface GroupDeclaration extends NodeBase, Documented {
  readonly kind: 'GroupDeclaration';
  readonly name: Name;
  readonly condition: Expression;
}

/** `policy nightly for etl when now in 01:00..05:00 "UTC" until 2027-03-31 { on crm { … } }` */
export interface PolicyDeclaration extends NodeBase, Documented {
  readonly kind: 'PolicyDeclaration';
  readonly name: Name;
  readonly condition: Expression;
  /** One more condition, which must hold too; null where there is none. */
  readonly when: Expression | null;
  /** The last day; null where the policy does not end. */
  readonly until: DateLiteral | null;
  /** In the order of the text. */
  readonly members: readonly PolicyMember[];
}

export type PolicyMember = SourceBlock | RecordStatement;

/** `on crm { … }` */
export interface SourceBlock extends NodeBase {
  readonly kind: 'SourceBlock';
  readonly source: Name;
  readonly statements: readonly Statement[];
}

/** `record everything`; which words are levels is checked later. */
export interface RecordStatement extends NodeBase {
  readonly kind: 'RecordStatement';
  readonly level: Name;
}
