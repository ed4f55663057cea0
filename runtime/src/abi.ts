/**
 * The ABI: everything that compiled policies and the proxy agree on, in one file.
 *
 * The compiler emits modules that satisfy {@link Matcher} and a {@link BundleManifest} beside them; the
 * runtime loads nothing that does not name {@link ABI_VERSION}. This file imports nothing, so that a
 * generated module can import its types from here alone, and is long because it is that one file.
 */

/** Version of the contract between a compiled matcher and the runtime. Any change to {@link Matcher} raises it. */
export const ABI_VERSION = 4;

/** Version of the layout of a bundle directory: its manifest and its file names. */
export const BUNDLE_FORMAT_VERSION = 2;

/** Name of the manifest inside a bundle directory. */
export const MANIFEST_FILE = 'manifest.json';

// ---------------------------------------------------------------------------------------------------------
// Who asks
// ---------------------------------------------------------------------------------------------------------

/** What kind of principal a verified identity stands for. */
export type CallerKind = 'human' | 'service';

/** Claims that a verified identity carries, by their type in the policy and by name. One that is absent has no entry. */
export interface Claims {
  readonly strings: ReadonlyMap<string, string>;
  /** Safe integers. */
  readonly ints: ReadonlyMap<string, number>;
  readonly bools: ReadonlyMap<string, boolean>;
  readonly sets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Who acts for a caller: the current actor of a delegation (RFC 8693, section 4.1), as the caller's own identity vouches for it. */
export interface Actor {
  /** Never empty. */
  readonly sub: string;
  readonly groups: ReadonlySet<string>;
}

/** A verified caller. */
export interface Caller {
  /** The verified subject: unique and stable for one principal. */
  readonly sub: string;
  readonly kind: CallerKind;
  /** Groups that the identity provider vouches for. */
  readonly groups: ReadonlySet<string>;
  readonly claims: Claims;
  /** Null where callers act for themselves. */
  readonly actor: Actor | null;
}

/** The task that a caller works on, as its identity vouches for it. Each is empty where there is none. */
export interface Task {
  readonly id: string;
  readonly name: string;
  /** Identifier of the task that this one was handed out by. */
  readonly parent: string;
}

/** What the client says of itself. Nothing vouches for it: policies that read it can only narrow. */
export interface Hint {
  /** `application_name` of the start-up message; empty where it has none. */
  readonly applicationName: string;
}

/** Who asks: all that conditions read but the time. */
export interface Asker {
  readonly caller: Caller;
  readonly task: Task;
  readonly hint: Hint;
}

/** Conditions of policies read this and nothing else. */
export interface AccessRequest extends Asker {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** For each of {@link Matcher.windows}, whether {@link now} lies in it. */
  readonly inWindow: readonly boolean[];
}

// ---------------------------------------------------------------------------------------------------------
// Times of day
// ---------------------------------------------------------------------------------------------------------

/**
 * Times of day, as clocks in a zone show them. Where clocks are set back, an hour shows twice, and is in the window twice;
 * where they are set forward, one is left out.
 */
export interface TimeWindow {
  /** Name of the IANA time zone database. */
  readonly zone: string;
  /** Minutes since midnight. */
  readonly start: number;
  /** The first minute outside; 1440 for the end of the day, and at most `start` for a window over midnight. */
  readonly end: number;
}

export const MINUTES_OF_A_DAY = 24 * 60;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock in `zone` shows at `now`, in minutes since midnight. Throws for a zone that is none, see {@link isTimeZone}. */
export function minuteOfDay(zone: string, now: number): number {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
    });
    clocks.set(zone, clock);
  }
  const [hours = 0, minutes = 0] = clock.format(now).split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether a clock that shows `minute` is within a window. */
export function isWithin({ start, end }: TimeWindow, minute: number): boolean {
  return start < end ? start <= minute && minute < end : start <= minute || minute < end;
}

/** Whether the time zone database of this very program knows a name. An offset such as `+01:00` is no name. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

// ---------------------------------------------------------------------------------------------------------
// What a matcher says
// ---------------------------------------------------------------------------------------------------------

/** Commands that a rule can speak of. */
export type Action = 'select' | 'insert' | 'update' | 'delete';

/** Effects in the order in which they win: the first one present decides. */
export type Effect = 'deny' | 'approve' | 'allow';

/** How much of a session is put on record, from the least to the most; of several that apply, the most. */
export type RecordLevel = 'none' | 'metadata' | 'everything';

/** Index into {@link Matcher.policies}. */
export type PolicyIndex = number;

/** Index into {@link Matcher.rules}. */
export type RuleIndex = number;

/** One policy of a source: its name, and the compiled condition of its `for`, `when` and `until`. */
export interface PolicyEntry {
  readonly name: string;
  /** Total: returns for every request, throws for none, has no side effect. */
  readonly applies: (request: AccessRequest) => boolean;
  /**
   * Whether a caller to whom it applies is let in at all. False where the condition reads {@link Hint}: what a client
   * says of itself opens nothing.
   */
  readonly admits: boolean;
  /** What the policy says of records; null where it says nothing. */
  readonly record: RecordLevel | null;
}

export type ClaimType = 'string' | 'int' | 'bool' | 'set of string';

/** Whose tokens the policies speak of. */
export interface IdentityEntry {
  readonly issuer: string;
  readonly audience: string;
}

/** A claim that conditions may read. */
export interface ClaimEntry {
  readonly name: string;
  readonly type: ClaimType;
  /** Whether an identity may lack it. */
  readonly optional: boolean;
}

/** Where a rule stands, for denials and explanations. */
export interface RuleEntry {
  readonly policy: PolicyIndex;
  /** The statement as the author wrote it, on one line. */
  readonly text: string;
  /** Path of the policy file as the manifest names it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Something that one policy says, and where it says it. */
export interface PolicyRule {
  readonly policy: PolicyIndex;
  readonly rule: RuleIndex;
}

/** Who must agree before a statement runs. Each approval that applies must be given. */
export interface Approval {
  /** Groups of the identity provider; whoever is in one of them may approve. At least one. */
  readonly by: readonly string[];
  /** How many different people must, the asker not among them. At least 1. */
  readonly people: number;
  /** Seconds after which nobody can any more. */
  readonly within: number;
}

/** An `allow`, `approve` or `deny` that covers one action on one relation. */
export interface CommandRule extends PolicyRule {
  readonly effect: Effect;
  /** Whether it covers only statements whose WHERE is missing, or holds for every row. Only of a `deny`. */
  readonly withoutWhere: boolean;
  /** Null for every effect but `approve`. */
  readonly approval: Approval | null;
}

/** Something of the asker that a row filter compares with. */
export interface CallerValue {
  readonly field:
    | 'caller.sub'
    | 'caller.kind'
    | 'caller.groups'
    | 'caller.actor.sub'
    | 'caller.actor.groups'
    | 'task.id'
    | 'task.name'
    | 'task.parent'
    | `caller.claims.${string}`;
  /** The type of the literal that takes its place; what is absent is a NULL of it. */
  readonly type: 'text' | 'bigint' | 'boolean' | 'text[]';
}

/** Rows for which the condition does not hold do not exist for whom it applies to; where several apply, all must hold. */
export interface FilterRule extends PolicyRule {
  /**
   * An SQL condition over the bare names of the relation's columns, and operators and functions of `pg_catalog` by their
   * qualified names, that raises no error for any row. Between the texts stand the holes for the asker's values.
   */
  readonly sql: readonly (string | CallerValue)[];
}

/** Labels whose values may be written to a relation that does not carry them. */
export interface Declassification extends PolicyRule {
  /** Dotted paths, each label below a named one included. */
  readonly labels: readonly string[];
}

export type BudgetUnit = 'rows' | 'bytes' | 'statements';
export type BudgetPeriod = 'statement' | 'session' | 'minute' | 'hour' | 'day';

/** How much may cross to one caller under one policy. */
export interface LimitRule extends PolicyRule {
  readonly amount: number;
  readonly unit: BudgetUnit;
  readonly per: BudgetPeriod;
  /** What happens beyond it: the statement is stopped, or somebody is told. */
  readonly beyond: 'stop' | 'alert';
}

/**
 * How much a treatment reveals; lower reveals less, and the lowest of the applicable ones wins.
 * The gaps leave room for masks to come.
 */
export const REVEAL_RANK = {
  /** `null`, `redact`: nothing. */
  nothing: 0,
  /** `constant`: nothing but that the policy says so. */
  constant: 10,
  /** `hash`, `tokenize`: equality. */
  equality: 20,
  /** `keep_first`, `keep_last` and the like: part of the value. */
  part: 30,
  /** `reveal`: the value. */
  value: 40,
} as const;

/** What a caller sees in place of a labelled column. */
export interface Treatment {
  /** As the policy writes it, for example `keep_last(4)` or `reveal`. */
  readonly text: string;
  /** One of {@link REVEAL_RANK}. */
  readonly rank: number;
  /**
   * The SQL expression that stands for the column, of the column's own type (for a domain: of its base type, which is
   * also what the wire reports), over the bare column name and schema-qualified built-ins only; `null` means the
   * column as it is.
   */
  readonly sql: string | null;
  /** Whether {@link sql} reads the session's mask key (see {@link MASK_KEY_SETTING}). */
  readonly keyed: boolean;
  /**
   * Whether a caller may find rows by a value that it knows: `lookup by equality`. It may where all applicable policies that speak of a label
   * of the column say so, or reveal it. Neither of `reveal`, nor of a part of values, nor of what applies where no policy speaks.
   */
  readonly lookup: boolean;
}

/** What one policy says about one label of a column. */
export interface TreatmentRule extends PolicyRule {
  readonly treatment: Treatment;
}

/** One label on a column, with what each policy says about it; a policy that says nothing has no entry. */
export interface LabelEntry {
  /** Dotted path, for example `pii.contact`. */
  readonly label: string;
  readonly rules: readonly TreatmentRule[];
}

/**
 * A part of each value of a column that carries labels of its own: what a JSON path leads to, or what a detector matches. The
 * {@link Treatment.sql} of a part stands for the whole value with that part masked, over a column named `"value"` of the
 * column's type in place of the bare column name. Parts are masked one after another, in their order, each on what the one
 * before it left; the column's own treatment sees what the last one left.
 *
 * Parts that are {@link framed} come last and are masked together, since each must be found in the text as it is stored: their
 * SQL is a SELECT, and the column's {@link PartFrame} around those that mask something is the expression.
 */
export interface PartEntry {
  /** As a policy writes it: `$.contact.email`, `values matching card_number`. */
  readonly part: string;
  readonly framed: boolean;
  /** At least one. */
  readonly labels: readonly LabelEntry[];
  readonly fallback: Treatment;
}

/** What stands around the SELECTs of framed parts, over a column named `"value"` as well. */
export interface PartFrame {
  readonly before: string;
  /** Between any two of them. */
  readonly between: string;
  readonly after: string;
}

/** A column of a relation in the order of the schema. */
export interface ColumnEntry {
  readonly name: string;
  /** As `pg_catalog.format_type` prints it with an empty search_path, for example `character varying(40)`. */
  readonly type: string;
  /** Empty for a column that anyone who may read the relation may see. */
  readonly labels: readonly LabelEntry[];
  /** What applies for a label that no applicable policy speaks of. Always present where `labels` is not empty. */
  readonly fallback: Treatment | null;
  readonly parts: readonly PartEntry[];
  /** Present where a part is framed, and only there. */
  readonly frame: PartFrame | null;
}

/** What kind of relation the schema says this is. Foreign tables cannot be read in this version of the data path. */
export type RelationKind = 'table' | 'partitioned table' | 'view' | 'materialized view' | 'foreign table';

/** A relation that policies may speak of. */
export interface RelationEntry {
  /** Unquoted, as the catalog stores them. */
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly columns: readonly ColumnEntry[];
  /** By action; an action without an entry is denied for everyone. */
  readonly commands: Readonly<Partial<Record<Action, readonly CommandRule[]>>>;
  readonly filters: readonly FilterRule[];
  readonly declassifications: readonly Declassification[];
  /** Who is told of what was let through, by action. */
  readonly alerts: Readonly<Partial<Record<Action, readonly PolicyRule[]>>>;
}

/** What a compiled matcher module exports: the policies of one source, indexed for deciding. */
export interface Matcher {
  readonly abi: number;
  /** Name of the source in the policy, for example `crm`. */
  readonly source: string;
  /** Null where the policy pins none: then no token opens a session. */
  readonly identity: IdentityEntry | null;
  /** Who lacks one, or has it with another type, is refused. In the order of their names. */
  readonly claims: readonly ClaimEntry[];
  /** Windows that conditions ask about. */
  readonly windows: readonly TimeWindow[];
  /** The first instants after policies have ended, in milliseconds since 1970, in order. */
  readonly ends: readonly number[];
  readonly policies: readonly PolicyEntry[];
  readonly rules: readonly RuleEntry[];
  readonly limits: readonly LimitRule[];
  /** Keyed by {@link relationKey}. Holds every relation of the schema, also those no rule speaks of. */
  readonly relations: ReadonlyMap<string, RelationEntry>;
}

/** Key of a relation in {@link Matcher.relations}. U+0000 cannot occur in a PostgreSQL identifier. */
export function relationKey(schema: string, name: string): string {
  return `${schema}\u0000${name}`;
}

/**
 * The PostgreSQL setting from which keyed masks read their key. The proxy sends it in the start-up packet, so
 * that it stands in no statement text and in no log, and survives RESET ALL and DISCARD ALL.
 *
 * Its value is `INNER:OUTER`: the two key blocks of HMAC-SHA-256 (RFC 2104) for a key of at least 32 random bytes, that is
 * the key, padded with zero bytes to 64, XOR 0x36 and XOR 0x5c, each as 128 lower-case hexadecimal digits. Whoever
 * could set it would hash under a key of their own and look the results up: the proxy lets no statement name it.
 */
export const MASK_KEY_SETTING = 'dlp.mask_key';

// ---------------------------------------------------------------------------------------------------------
// Canonical form
// ---------------------------------------------------------------------------------------------------------

/**
 * The one JSON text of a value: keys ordered by UTF-16 unit, no white space. Fingerprints are over this text. Throws for
 * what has no one text: numbers that are no safe integers, and what JSON does not hold.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no canonical form`);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

// ---------------------------------------------------------------------------------------------------------
// The bundle
// ---------------------------------------------------------------------------------------------------------

/** One file of a bundle, by its content. */
export interface BundleFile {
  /** Relative to the bundle directory, with forward slashes, without `.` or `..` segments. */
  readonly path: string;
  /** Length in bytes. */
  readonly bytes: number;
  /** Lower-case hexadecimal SHA-256 of the content. */
  readonly sha256: string;
}

/** One source of a bundle. */
export interface BundleSource {
  readonly name: string;
  /** What kind of matcher it has: a {@link Matcher}, or an {@link HttpMatcher}. */
  readonly kind: 'postgres' | 'http';
  /** Path of the matcher module among {@link BundleManifest.files}. A CommonJS script that assigns `exports.matcher`. */
  readonly matcher: string;
  /** SHA-256 over the canonical form of the schema that the policies were checked against. */
  readonly schemaFingerprint: string;
  /** What the matcher holds, for those who look at a bundle without running it. The proxy checks that it is so. */
  readonly contents: SourceContents;
}

/** What there is in a matcher, in names and numbers. */
export interface SourceContents {
  /** Names of the policies, in the order of {@link Matcher.policies}. */
  readonly policies: readonly string[];
  readonly rules: number;
  /** Relations of a database, operations of an API. */
  readonly relations: number;
  /** Columns, or fields, that carry a label. */
  readonly protectedColumns: number;
}

/** `manifest.json`: what a bundle is and what each of its files must be. */
export interface BundleManifest {
  readonly format: number;
  readonly abi: number;
  /** Version of the compiler, for people. */
  readonly compiler: string;
  /** SHA-256 over all other fields in canonical form: names this very policy set in logs and denials. */
  readonly revision: string;
  /**
   * Which of two bundles by one signer is the newer: a proxy that took a signed one takes no lower one after it. 0 says
   * nothing of order. Means nothing in a bundle whose signature was not verified.
   */
  readonly sequence: number;
  readonly sources: readonly BundleSource[];
  /** Every file but the manifest and its signature, ordered by path: matchers under `matchers/`, policy sources under `policies/`. */
  readonly files: readonly BundleFile[];
}

/** The text of `manifest.json`: the canonical form, laid out for people. No other text of a manifest is accepted. */
export function manifestText(manifest: BundleManifest): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(manifest)), null, 2)}\n`;
}

// ---------------------------------------------------------------------------------------------------------
// Who sees what, for people
// ---------------------------------------------------------------------------------------------------------

/** What stands behind the matcher's name in the path of its {@link WhoSummary}, in place of `.js`. */
export const WHO_SUFFIX = '.who.json';

/** `matchers/NAME.who.json`: who sees what of a source, as the compiler found it, for people to look at. Nothing is decided by it. */
export interface WhoSummary {
  readonly source: string;
  readonly tables: readonly WhoTable[];
  /** Relations that are left out, since there are too many. */
  readonly omitted: number;
}

/** A relation; the operations of an API, or its labelled fields. */
export interface WhoTable {
  readonly name: string;
  readonly kind: string;
  /** Callers whom all rows treat alike; who is in none gets nothing. Null where there are too many for a table. */
  readonly classes: readonly WhoClass[] | null;
  readonly groups: readonly WhoGroup[];
}

export interface WhoClass {
  /** Conditions, one of which holds. */
  readonly ways: readonly string[];
  /** Somebody of the class; null where none is known. */
  readonly witness: string | null;
  readonly rules: readonly string[];
}

/** Rows under one heading. */
export interface WhoGroup {
  readonly name: string;
  readonly rows: readonly {
    readonly name: string;
    readonly about: string;
    readonly cells: readonly WhoCell[];
  }[];
}

/** For one class: what it says, and how much is told, from `none` (denied) to `open` (nothing to hide). */
export interface WhoCell {
  readonly style: 'value' | 'part' | 'equality' | 'nothing' | 'none' | 'open';
  readonly words: string;
}

// ---------------------------------------------------------------------------------------------------------
// The signature
// ---------------------------------------------------------------------------------------------------------

/** Name of the signature beside the manifest; a bundle that nobody signed has none. */
export const SIGNATURE_FILE = 'manifest.sig';

/** What stands before the manifest in the bytes that are signed, so that no signature made for anything else fits. */
export const SIGNATURE_CONTEXT = 'dlp-bundle-manifest-v1\n';

/** How many hexadecimal digits of the SHA-256 of a public key (as SubjectPublicKeyInfo, DER) name the key. */
export const KEY_ID_DIGITS = 32;

/** `manifest.sig`: who vouches for a manifest, and thereby for every file that it names. */
export interface BundleSignature {
  /** Ed25519 without pre-hashing or context (RFC 8032, section 5.1). */
  readonly algorithm: 'ed25519';
  /** Names the key, see {@link KEY_ID_DIGITS}. Only tells which key to try. */
  readonly key: string;
  /** The 64 bytes in base64. */
  readonly signature: string;
}

/** The bytes that are signed: the context, then the bytes of `manifest.json` as they are. */
export function signedBytes(manifest: Uint8Array): Uint8Array {
  const context = new TextEncoder().encode(SIGNATURE_CONTEXT);
  const bytes = new Uint8Array(context.length + manifest.length);
  bytes.set(context);
  bytes.set(manifest, context.length);
  return bytes;
}

/** The text of `manifest.sig`, laid out like the manifest. No other text of a signature is accepted. */
export function signatureText({ algorithm, key, signature }: BundleSignature): string {
  return `${JSON.stringify({ algorithm, key, signature }, null, 2)}\n`;
}

// ---------------------------------------------------------------------------------------------------------
// What a matcher of an API says
// ---------------------------------------------------------------------------------------------------------

/** Index into {@link HttpMatcher.operations}. */
export type OperationIndex = number;

/** Index into {@link HttpMatcher.shapes}. */
export type ShapeIndex = number;

/** Index into {@link HttpMatcher.fields}. */
export type FieldIndex = number;

/** Index into {@link HttpMatcher.detectors}. */
export type DetectorIndex = number;

/**
 * Requests of one method and path template. The first route that a request matches is its own; where that has no operation,
 * or none matches, nothing covers the request. (OpenAPI: a path without parameters goes before one with them.)
 */
export interface RouteEntry {
  /** In capitals. */
  readonly method: string;
  /**
   * What stands between the slashes of the path, without the first, empty one: the texts around the parameters, so `["me"]`
   * without one and `["", ".json"]` for `{name}.json`. A parameter is at least one character, and no slash.
   */
  readonly segments: readonly (readonly string[])[];
  /** Null for a path of the document that has not this method, where a wider one has. */
  readonly operation: OperationIndex | null;
}

/** An `allow`, `approve` or `deny` that covers an operation. */
export interface RequestRule extends PolicyRule {
  readonly effect: Effect;
  /** Null for every effect but `approve`. */
  readonly approval: Approval | null;
}

export interface ParameterEntry {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  /** Null where the document does not describe it. */
  readonly shape: ShapeIndex | null;
}

/** A body of one media type. */
export interface BodyEntry {
  /** In lower case, without parameters; may be a range: `application/json`, `text/*`. */
  readonly mediaType: string;
  /** Null where the document does not describe it. */
  readonly shape: ShapeIndex | null;
}

export interface ResponseEntry {
  /** `200`, `2XX` or `default`; the more specific one is that of a response. */
  readonly status: string;
  readonly bodies: readonly BodyEntry[];
  /** Names in lower case. */
  readonly headers: readonly { readonly name: string; readonly shape: ShapeIndex | null }[];
}

/** A method on a path, as the document has it. */
export interface OperationEntry {
  readonly method: string;
  /** As the document writes it. */
  readonly path: string;
  readonly operationId: string | null;
  /** Without one that applies, the operation is denied. */
  readonly rules: readonly RequestRule[];
  /** Who is told of what was let through. */
  readonly alerts: readonly PolicyRule[];
  readonly parameters: readonly ParameterEntry[];
  readonly request: readonly BodyEntry[];
  readonly responses: readonly ResponseEntry[];
}

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/**
 * What may stand at one place of a body: a union of all that the document's schemas let stand there, so that no value needs to
 * be read twice to find out which of them it follows. Shapes refer to each other in circles where schemas do.
 */
export interface ShapeEntry {
  /** Types that the schemas name; empty where they name none. */
  readonly types: readonly JsonType[];
  /**
   * Labelled fields whose value this is. Each has a treatment, and the one that reveals least is that of the whole value; of two
   * that reveal equally little and differ, none: the value becomes null. A mask takes all that is inside with it; where the
   * value is revealed, what is inside keeps the treatments of its own.
   */
  readonly fields: readonly FieldIndex[];
  readonly properties: ReadonlyMap<string, ShapeIndex>;
  /** Properties that are not named; null where the schemas do not describe them, see {@link undeclared}. */
  readonly additional: ShapeIndex | null;
  /** What becomes of properties, and of items, that no schema describes. */
  readonly undeclared: 'hide' | 'show';
  readonly items: ShapeIndex | null;
  /** Parts that are looked for in a text or a number that stands here, see {@link FieldEntry.found}. */
  readonly searches: readonly FieldIndex[];
  /** Whether anything here or further inside is labelled or hidden. Where not, a value passes as it came. */
  readonly isProtected: boolean;
}

/** What a caller sees in place of a labelled field. */
export interface FieldTreatment {
  /** As the policy writes it. */
  readonly text: string;
  /** One of {@link REVEAL_RANK}. */
  readonly rank: number;
  /** Null for `reveal` alone. */
  readonly mask: FieldMask | null;
  /** Whether it needs the mask key. */
  readonly keyed: boolean;
}

/**
 * A mask, for whoever computes it outside of the database: the same value has the same mask in a column and in a field. What
 * the mask makes of a value is what its SQL makes of a column of {@link type}, of which the value's JSON text is the
 * literal; a value that is none of that type becomes null.
 */
export interface FieldMask {
  /** Name of the mask in the language, for example `keep_last`. */
  readonly name: string;
  /** As the policy gives them; for what a mask looks for, a {@link DetectorIndex}. */
  readonly args: readonly (string | number)[];
  /**
   * A PostgreSQL type, as {@link ColumnEntry.type}: `text`, `character varying(19)`, `bigint`, `numeric`, `boolean`, `date`,
   * `timestamp with time zone`, `uuid`, `inet`, `enum` for texts that the document lists, one of these with `[]`, or `jsonb` for
   * what has no one type.
   */
  readonly type: string;
}

/** What stands beside a match: an edge of the text, a character of a word (`[A-Za-z0-9_]`), or another one. */
export type Neighbour = 'edge' | 'word' | 'other';

/** States that are met with one thing beside them. */
export type ByNeighbour = Readonly<Record<Neighbour, readonly number[]>>;

/**
 * An expression as data: a nondeterministic automaton without empty moves, for whoever looks for it outside of a database. Its states are
 * the places of the expression at which a character is read (Glushkov's construction). Whatever the expression asks about word
 * boundaries within a match is settled in which state follows which; what it asks about the characters around a match is left to
 * three variants of where a match starts and ends.
 */
export interface Automaton {
  /** First code points of the stretches that all states treat alike, in order; the first is 0. */
  readonly stretches: readonly number[];
  /** The class of each stretch, as long as {@link stretches}. */
  readonly classes: readonly number[];
  /** Whether the characters of a class are characters of words, by class. */
  readonly words: readonly boolean[];
  /** The states that read a character of a class, by class, each in order. */
  readonly readers: readonly (readonly number[])[];
  /** What may be read after a state, each in order. Its length is the number of states. */
  readonly follow: readonly (readonly number[])[];
  /** The states in which a match can start, by what stands before it. */
  readonly starts: ByNeighbour;
  /** The states after which a match can end, by what stands behind it. */
  readonly ends: ByNeighbour;
}

/** What tells a genuine value from other characters of the same form. */
export const VALIDATORS = ['luhn', 'iban', 'ssn', 'aba', 'ipv4'] as const;

/** What is looked for in texts: a detector of the policy, or an expression in a mask. */
export interface DetectorEntry {
  /** As a policy writes it: `card_number`, `/\\d{4,}/`. */
  readonly text: string;
  readonly automaton: Automaton;
  /** Of a match, in characters; `most` is null where there is no bound. */
  readonly lengths: { readonly least: number; readonly most: number | null };
  /** With one, matches are bounded in length. */
  readonly validator: (typeof VALIDATORS)[number] | null;
}

/** What one policy says about one label of a field. */
export interface FieldRule extends PolicyRule {
  readonly treatment: FieldTreatment;
}

/** A place in the schemas that carries labels, or a part of the texts that stand there. */
export interface FieldEntry {
  /** As a policy names it: `Customer.address.street`. A part has the name of the field whose part it is, or `*` for texts that no schema describes. */
  readonly name: string;
  /**
   * What is looked for; null for the whole of a value. Whatever parts of a text are found are masked together, each as a `text` of its own;
   * where they overlap, the stretch is redacted. A number in which something is found becomes null, and a property whose name holds
   * something is left out; names that a schema describes are not looked at. The whole of a value is masked after its parts.
   */
  readonly found: DetectorIndex | null;
  /** At least one. */
  readonly labels: readonly { readonly label: string; readonly rules: readonly FieldRule[] }[];
  /** What applies for a label that no applicable policy speaks of. */
  readonly fallback: FieldTreatment;
}

/** What the matcher module of an API exports. */
export interface HttpMatcher {
  readonly abi: number;
  /** Name of the source in the policy, for example `billing`. */
  readonly source: string;
  readonly identity: IdentityEntry | null;
  readonly claims: readonly ClaimEntry[];
  readonly windows: readonly TimeWindow[];
  readonly ends: readonly number[];
  readonly policies: readonly PolicyEntry[];
  readonly rules: readonly RuleEntry[];
  readonly limits: readonly LimitRule[];
  /** The more specific one first. */
  readonly routes: readonly RouteEntry[];
  readonly operations: readonly OperationEntry[];
  readonly shapes: readonly ShapeEntry[];
  readonly fields: readonly FieldEntry[];
  readonly detectors: readonly DetectorEntry[];
  /** Parts that are looked for wherever no schema describes what stands there. */
  readonly searches: readonly FieldIndex[];
  /**
   * Whether what no schema describes is hidden everywhere: bodies of a status or a media type that the document has not, headers
   * of answers that it does not name for the operation, and what a `shape` of null stands for.
   */
  readonly closed: boolean;
}
