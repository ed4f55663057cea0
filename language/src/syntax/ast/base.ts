/** What every node of the tree has, and names: the leaves that everything else is made of. */
import type { Span } from '../../source/source-text.ts';

export interface NodeBase {
  readonly span: Span;
}

/** A name as written (unquoted): an identifier, or the content of a quoted one. */
export interface Name extends NodeBase {
  readonly kind: 'Name';
  readonly text: string;
  /** Whether it stood in double quotes, which a name that is no identifier needs. */
  readonly quoted: boolean;
}

/** A name with wildcards: `*`, `*_email`; each `*` stands for any characters, or none. */
export interface NamePattern extends NodeBase {
  readonly kind: 'NamePattern';
  /** As written, with at least one `*` and no two beside each other. */
  readonly text: string;
}
