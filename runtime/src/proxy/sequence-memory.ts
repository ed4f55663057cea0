/**
 * Remembers the newest signed bundle that was taken, so that an older one, whose signature is as good as ever, does not
 * come back. A signature says who wrote a bundle; only this says that it was not replaced since.
 *
 * Bundles without a verified signature are neither held against it nor remembered: their sequence is whatever its
 * writer likes.
 */
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { TrustConfig } from '../config/config.ts';
import { checkShape } from '../json-file/check-shape.ts';
import { readJson } from '../json-file/json-text.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import { line, shape, whole } from '../json-file/shape.ts';
import type { ReplaceFile } from './replace-file.ts';

/** The newest bundle that was taken. */
interface Taken {
  readonly sequence: number;
  readonly revision: string;
}

const NOTHING: Taken = { sequence: 0, revision: '' };

const StateShape = shape({
  sequence: whole(1, Number.MAX_SAFE_INTEGER, 'a sequence'),
  revision: line('a revision'),
});

const MAX_STATE_BYTES = 1024;

const AGAIN = 'compile the policies with a higher `--sequence`';

export class SequenceMemory {
  readonly #trust: TrustConfig | null;
  readonly #readFile: ReadFile;
  readonly #replaceFile: ReplaceFile;
  #taken = NOTHING;

  constructor(trust: TrustConfig | null, files: { readFile: ReadFile; replaceFile: ReplaceFile }) {
    this.#trust = trust;
    this.#readFile = files.readFile;
    this.#replaceFile = files.replaceFile;
  }

  /** Why the bundle must not be taken, a clause; null where it may be. Changes nothing. */
  async objection(bundle: LoadedBundle): Promise<string | null> {
    if (this.#trust === null || bundle.signer === null) return null;
    const { sequence } = bundle.manifest;
    const { minSequence } = this.#trust;
    if (sequence < minSequence)
      return `the bundle has sequence ${sequence}, and \`trust.minSequence\` is ${minSequence}`;
    const known = await this.#newest();
    if (typeof known === 'string') return known;
    if (sequence < known.sequence)
      return `the bundle has sequence ${sequence}, and one with ${known.sequence} was taken before it: to go back, ${AGAIN}`;
    if (sequence === known.sequence && sequence > 0 && bundle.revision !== known.revision)
      return `the bundle has sequence ${sequence}, as another one that was taken before it: ${AGAIN}`;
    return null;
  }

  /** Remembers the bundle before it is taken. Resolves to why it must not be, as {@link objection} does. */
  async take(bundle: LoadedBundle): Promise<string | null> {
    const objection = await this.objection(bundle);
    if (objection !== null || this.#trust === null || bundle.signer === null) return objection;
    const taken: Taken = { sequence: bundle.manifest.sequence, revision: bundle.revision };
    const known = await this.#newest();
    if (typeof known === 'string') return known;
    if (taken.sequence <= known.sequence) return null;
    const { state } = this.#trust;
    // First, so that there is no moment at which it is in force and could be forgotten.
    const failure =
      state === null ? null : await this.#replaceFile(state, `${JSON.stringify(taken, null, 2)}\n`);
    if (failure !== null) return `the sequence of the bundle cannot be written to \`${state}\`: ${failure}`;
    this.#taken = taken;
    return null;
  }

  /** A clause where the file cannot be used: what is not known must not be guessed. */
  async #newest(): Promise<Taken | string> {
    const { state = null } = this.#trust ?? {};
    if (state === null) return this.#taken;
    const stored = await this.#readState(state);
    if (typeof stored === 'string') return stored;
    return stored.sequence > this.#taken.sequence ? stored : this.#taken;
  }

  async #readState(file: string): Promise<Taken | string> {
    const reading = await this.#readFile(file, MAX_STATE_BYTES);
    if (!reading.ok) {
      return reading.reason === 'does not exist' ? NOTHING : `the file \`${file}\` ${reading.reason}`;
    }
    if (reading.exposure.writable) return `the file \`${file}\` can be changed by others than its owner`;
    const document = readJson(reading.text);
    const checked = document.ok ? checkShape(StateShape, document.value, document.locate) : document;
    return checked.ok ? checked.value : `the file \`${file}\` does not say which bundle was taken last`;
  }
}
