/**
 * From a text to its tree, by the events of a YAML parser; every JSON text is one of YAML. What could make a small text
 * large (aliases of aliases), or mean something else to another reader (keys that stand twice, tags, several documents),
 * is refused.
 */
import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import type { DocumentNode, MapEntry, ScalarNode } from './document-node.ts';
import { MOST_DEPTH, MOST_NODES } from './limits.ts';
import { scalarValue } from './scalar-value.ts';

/** Why a text gives no tree: one sentence without a full stop, and where. */
export interface DocumentProblem {
  readonly message: string;
  /** UTF-16 offset. */
  readonly offset: number;
}

export type DocumentResult =
  | { readonly ok: true; readonly root: DocumentNode }
  | { readonly ok: false; readonly problem: DocumentProblem };

/** Parses one document. Never throws for any text. */
export function parseDocument(text: string): DocumentResult {
  try {
    return { ok: true, root: new TreeBuilder(text).build(parseEvents(text, { maxDepth: MOST_DEPTH })) };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message, error.offset);
    if (error instanceof YAMLException)
      return refused(`this is no YAML: ${error.reason}`, error.mark?.position ?? 0);
    throw error;
  }
}

function refused(message: string, offset: number): DocumentResult {
  return { ok: false, problem: { message, offset } };
}

/** Ends the parse; never leaves this file. */
class Refusal extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A map or list that is not closed yet. */
interface Open {
  readonly start: number;
  readonly anchor: string | null;
  readonly entries: Map<string, MapEntry> | null;
  readonly items: DocumentNode[];
  key: ScalarNode | null;
  size: number;
  depth: number;
}

/** A node, how many values it holds, and how deep they stand in it; itself counts in both. */
interface Measured {
  readonly node: DocumentNode;
  readonly size: number;
  readonly depth: number;
}

type Anchored = Extract<Event, { readonly anchorStart: number }>;

class TreeBuilder {
  readonly #text: string;
  readonly #open: Open[] = [];
  readonly #anchors = new Map<string, Measured>();
  #root: DocumentNode | null = null;
  #documents = 0;

  constructor(text: string) {
    this.#text = text;
  }

  build(events: readonly Event[]): DocumentNode {
    for (const event of events) this.#take(event);
    if (this.#root === null) throw new Refusal('this is an empty text', 0);
    return this.#root;
  }

  #take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#documents += 1;
        if (this.#documents > 1) throw new Refusal('this text holds more than one document', 0);
        return;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        this.#refuseTag(event);
        this.#open.push({
          start: event.start,
          anchor: this.#anchorOf(event),
          entries: event.type === EVENT_ID.MAPPING ? new Map() : null,
          items: [],
          key: null,
          size: 1,
          depth: 1,
        });
        return;
      case EVENT_ID.SCALAR: {
        this.#refuseTag(event);
        const text = getScalarValue(this.#text, event);
        const start = Math.max(event.valueStart, 0);
        const value = scalarValue(text, event.style);
        const node: ScalarNode = { kind: 'scalar', text, value, start, end: Math.max(event.valueEnd, start) };
        this.#place({ node, size: 1, depth: 0 }, this.#anchorOf(event));
        return;
      }
      case EVENT_ID.ALIAS: {
        const found = this.#anchors.get(this.#anchorOf(event) ?? '');
        if (found === undefined)
          throw new Refusal('this alias names no anchor that is complete', event.anchorStart);
        this.#place(found, null);
        return;
      }
      case EVENT_ID.POP:
        this.#close();
    }
  }

  #close(): void {
    const closed = this.#open.pop();
    // The document itself ends in the same way.
    if (closed === undefined) return;
    const { start, entries, items, anchor, size, depth } = closed;
    const place = { start, end: Math.min(start + 1, this.#text.length) };
    const node: DocumentNode =
      entries === null ? { kind: 'list', items, ...place } : { kind: 'map', entries, ...place };
    this.#place({ node, size, depth }, anchor);
  }

  #place(measured: Measured, anchor: string | null): void {
    const { node, size, depth } = measured;
    if (anchor !== null) this.#anchors.set(anchor, measured);
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      this.#root = node;
      return;
    }
    parent.size += size;
    parent.depth = Math.max(parent.depth, depth + 1);
    if (parent.size > MOST_NODES)
      throw new Refusal(`this holds more than ${MOST_NODES} values, aliases counted`, parent.start);
    if (parent.depth > MOST_DEPTH)
      throw new Refusal(`this is deeper than ${MOST_DEPTH} levels, aliases counted`, parent.start);
    if (parent.entries === null) parent.items.push(node);
    else if (parent.key === null) parent.key = this.#keyOf(node, parent);
    else {
      parent.entries.set(parent.key.text, { key: parent.key, value: node });
      parent.key = null;
    }
  }

  #keyOf(node: DocumentNode, { entries }: Open): ScalarNode {
    if (node.kind !== 'scalar') throw new Refusal('a key is a single word or string', node.start);
    if (entries?.has(node.text)) throw new Refusal(`the key \`${node.text}\` stands twice`, node.start);
    if (node.text === '<<')
      throw new Refusal('the merge key `<<` is not read: write the entries out, or use `$ref`', node.start);
    return node;
  }

  #anchorOf({ anchorStart, anchorEnd }: Anchored): string | null {
    return anchorStart < 0 ? null : this.#text.slice(anchorStart, anchorEnd);
  }

  #refuseTag({ tagStart, tagEnd }: { readonly tagStart: number; readonly tagEnd: number }): void {
    if (tagStart >= 0)
      throw new Refusal(`the tag \`${this.#text.slice(tagStart, tagEnd)}\` is not read`, tagStart);
  }
}
