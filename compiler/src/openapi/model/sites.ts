/** The sites of a document set: each place once, references led to the places that they name. */
import { type DocumentNode, stringOf, valueAt } from '../document/document-node.ts';
import type { DocumentSet } from '../document/document-set.ts';
import { nodeAt, pointerTo } from '../document/pointer.ts';
import { readReference } from '../document/reference.ts';
import type { ApiProblemKind, ApiProblems } from '../problem.ts';
import type { Site } from './api-model.ts';

export class Sites {
  readonly #documents: DocumentSet;
  readonly #problems: ApiProblems;
  readonly #byPlace = new Map<string, Site>();

  constructor(documents: DocumentSet, problems: ApiProblems) {
    this.#documents = documents;
    this.#problems = problems;
  }

  /** The root of the document itself; null where it could not be parsed. */
  root(): Site | null {
    const main = this.#documents.files.get(this.#documents.main);
    return main?.kind === 'parsed' ? this.#site(this.#documents.main, '', main.root) : null;
  }

  /** The value of a key; null where there is none. */
  child(site: Site, key: string): Site | null {
    const node = valueAt(site.node, key);
    return node === null ? null : this.#site(site.file, pointerTo(site.pointer, key), node);
  }

  /** The entries of a map, in the order of the text. */
  *entries(site: Site | null): Iterable<readonly [string, Site]> {
    if (site?.node.kind !== 'map') return;
    for (const [key, { value }] of site.node.entries)
      yield [key, this.#site(site.file, pointerTo(site.pointer, key), value)];
  }

  /** The items of a list. */
  *items(site: Site | null): Iterable<Site> {
    if (site?.node.kind !== 'list') return;
    for (const [index, node] of site.node.items.entries())
      yield this.#site(site.file, pointerTo(site.pointer, index), node);
  }

  /** What the `$ref` of a map leads to, in one step; null without one, and, reported, where it leads nowhere. */
  target(site: Site): Site | null {
    const value = valueAt(site.node, '$ref');
    const text = stringOf(value);
    return value === null || text === null ? null : this.follow(text, site, value);
  }

  /** What a reference that stands in the file of `site`, at `at`, leads to. */
  follow(text: string, site: Site, at: DocumentNode): Site | null {
    const shown = text.replaceAll('`', "'");
    const reference = readReference(text, site.file, this.#documents.roots);
    if (reference.kind === 'foreign') {
      this.report('foreign-reference', `\`${shown}\` is not followed: ${reference.reason}`, site, at);
      return null;
    }
    const fault = (reason: string): null => {
      this.report('broken-reference', `\`${shown}\` leads nowhere: ${reason}`, site, at);
      return null;
    };
    if (reference.kind === 'unreadable') return fault(reference.reason);
    const file = this.#documents.files.get(reference.file);
    if (file === undefined) return fault(`there are too many files`);
    if (file.kind === 'unreadable') return fault(file.reason);
    if (file.kind === 'unparsed') return fault(file.message);
    const node = nodeAt(file.root, reference.pointer);
    return node === null
      ? fault('there is nothing at this place')
      : this.#site(reference.file, reference.pointer, node);
  }

  /** Follows references until there is none; null where they lead nowhere or in a circle. */
  resolve(site: Site): Site | null {
    const seen = new Set<Site>();
    let here: Site | null = site;
    while (here !== null && valueAt(here.node, '$ref') !== null) {
      if (seen.has(here)) {
        this.report('broken-reference', 'this reference leads to itself', site, here.node);
        return null;
      }
      seen.add(here);
      here = this.target(here);
    }
    return here;
  }

  /** Reports a problem at a node of the file of `site`. */
  report(kind: ApiProblemKind, message: string, { file }: Site, { start, end }: DocumentNode): void {
    this.#problems.add({ kind, message, file, start, end });
  }

  #site(file: string, pointer: string, node: DocumentNode): Site {
    const key = `${file}\0${pointer}`;
    const known = this.#byPlace.get(key);
    if (known !== undefined) return known;
    const site = { id: this.#byPlace.size, file, pointer, node };
    this.#byPlace.set(key, site);
    return site;
  }
}
