/**
 * From a caller as a test writes one, `{ kind: service, sub: "ci", groups: ["etl"] }`, to who asks. Every field is checked against
 * what a verified identity has, and the claims against those that policies declare.
 */
import {
  type Diagnostic,
  diagnostic,
  nearest,
  type ObjectEntry,
  type ObjectLiteral,
  type ObjectValue,
} from '@dlpc/language';
import type { Actor, Asker, CallerKind, Hint, Task } from '@dlpc/runtime/abi';
import type { Identity } from '../bind/program.ts';
import { claimsOf } from './read-claims.ts';
import { sayValue, textsOf, wordOf } from './values.ts';

export interface CallerRead {
  readonly asker: Asker;
  /** Where there is an error, the asker lacks what it is about. */
  readonly diagnostics: readonly Diagnostic[];
}

const FIELDS = ['kind', 'sub', 'groups', 'claims', 'actor', 'task', 'hint'] as const;
const KINDS: readonly CallerKind[] = ['human', 'service'];

/** Whose name nobody cares about. */
const ANYBODY = 'someone';

export function readCaller(caller: ObjectLiteral, identity: Identity | null): CallerRead {
  const diagnostics: Diagnostic[] = [];
  const report = (found: Diagnostic) => void diagnostics.push(found);
  const fields = fieldsOf(caller, FIELDS, report);
  const kind = kindOf(fields.get('kind'), report);
  if (!fields.has('kind')) report(diagnostic('caller-without-kind', caller.span, {}));
  const claims = fields.get('claims');
  const text = (name: (typeof FIELDS)[number]) => readText(fields.get(name), report);
  const asker: Asker = {
    caller: {
      kind: kind ?? 'human',
      sub: text('sub') ?? ANYBODY,
      groups: new Set(readTexts(fields.get('groups'), report)),
      claims: claimsOf(claims === undefined ? null : readObject(claims, report), caller, identity, report),
      actor: readActor(fields.get('actor'), report),
    },
    task: readTask(fields.get('task'), report),
    hint: readHint(fields.get('hint'), report),
  };
  return { asker, diagnostics };
}

type Report = (diagnostic: Diagnostic) => void;

/** The entries of an object by their keys, each once and known. */
function fieldsOf(
  { entries }: ObjectLiteral,
  known: readonly string[],
  report: Report,
): ReadonlyMap<string, ObjectEntry> {
  const fields = new Map<string, ObjectEntry>();
  for (const entry of entries) {
    const { key } = entry;
    const first = fields.get(key.text);
    if (!known.includes(key.text))
      report(
        diagnostic('unknown-caller-field', key.span, {
          name: key.text,
          nearest: nearest(key.text, known),
          known,
        }),
      );
    else if (first !== undefined)
      report(
        diagnostic(
          'caller-field-twice',
          key.span,
          { name: key.text },
          {
            related: [{ message: 'it is given here first', span: first.key.span }],
          },
        ),
      );
    else fields.set(key.text, entry);
  }
  return fields;
}

function kindOf(entry: ObjectEntry | undefined, report: Report): CallerKind | null {
  if (entry === undefined) return null;
  const word = wordOf(entry.value);
  const kind = KINDS.find((candidate) => candidate === word);
  if (kind === undefined && word !== null)
    report(
      diagnostic('unknown-kind', entry.value.span, {
        name: word,
        nearest: nearest(word, KINDS),
        known: KINDS,
      }),
    );
  else if (kind === undefined) wrongType(entry, '`human` or `service`', report);
  return kind ?? null;
}

function readText(entry: ObjectEntry | undefined, report: Report): string | null {
  if (entry === undefined) return null;
  if (entry.value.kind === 'StringLiteral') return entry.value.value;
  wrongType(entry, 'a text', report);
  return null;
}

function readTexts(entry: ObjectEntry | undefined, report: Report): readonly string[] {
  if (entry === undefined) return [];
  const texts = textsOf(entry.value);
  if (texts === null) wrongType(entry, 'a list of texts', report);
  return texts ?? [];
}

function readObject(entry: ObjectEntry, report: Report): ObjectLiteral | null {
  if (entry.value.kind === 'ObjectLiteral') return entry.value;
  wrongType(entry, 'an object', report);
  return null;
}

/** Who acts for the caller; null where nobody does. */
function readActor(entry: ObjectEntry | undefined, report: Report): Actor | null {
  const object = entry === undefined ? null : readObject(entry, report);
  if (object === null) return null;
  const fields = fieldsOf(object, ['sub', 'groups'], report);
  const sub = fields.get('sub');
  const subject = readText(sub, report);
  if (sub === undefined || subject === '')
    report(diagnostic('actor-without-subject', (sub?.value ?? object).span, {}));
  return subject === null ? null : { sub: subject, groups: new Set(readTexts(fields.get('groups'), report)) };
}

function readTask(entry: ObjectEntry | undefined, report: Report): Task {
  const object = entry === undefined ? null : readObject(entry, report);
  const fields =
    object === null ? new Map<string, ObjectEntry>() : fieldsOf(object, ['id', 'name', 'parent'], report);
  const text = (name: string) => readText(fields.get(name), report) ?? '';
  return { id: text('id'), name: text('name'), parent: text('parent') };
}

function readHint(entry: ObjectEntry | undefined, report: Report): Hint {
  const object = entry === undefined ? null : readObject(entry, report);
  const fields =
    object === null ? new Map<string, ObjectEntry>() : fieldsOf(object, ['application_name'], report);
  return { applicationName: readText(fields.get('application_name'), report) ?? '' };
}

function wrongType(
  { key, value }: { readonly key: ObjectEntry['key']; readonly value: ObjectValue },
  wanted: string,
  report: Report,
): void {
  report(diagnostic('caller-value-type', value.span, { name: key.text, wanted, given: sayValue(value) }));
}
