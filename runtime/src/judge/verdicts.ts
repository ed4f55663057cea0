/**
 * The verdicts that one class of callers got on texts of one protocol: by the whole text where it has no constants, or none that can be
 * told beyond doubt, and by its template where it has.
 */
import type { Verdict } from '../pgwire/gate.ts';
import { BoundedCache, type CacheBounds } from './bounded-cache.ts';
import type { Judgement } from './judge-facts.ts';
import type { SqlParser } from './parse/sql-parser.ts';
import { keptWhole } from './templates/kept-shape.ts';
import { recordedStatement } from './templates/recorded-statement.ts';
import { type SharedVerdict, shareVerdict, verdictFor } from './templates/shared-verdict.ts';
import { type Template, templateOf } from './templates/template.ts';

/** A longer text is judged each time: statements that programs repeat are short. */
const MAX_KEY_LENGTH = 8 * 1024;
const BOUNDS = { maxEntries: 4_000, maxKeyLength: MAX_KEY_LENGTH, maxBytes: 16 * 1024 * 1024 };

export type VerdictBounds = Pick<CacheBounds<never>, 'maxEntries' | 'maxKeyLength' | 'maxBytes'>;

interface Remembered {
  readonly shared: SharedVerdict;
  /** The last text that had this template. */
  lastText: string;
}

export class Verdicts {
  readonly #byText: BoundedCache<Verdict>;
  readonly #byTemplate: BoundedCache<Remembered>;

  readonly #scan: SqlParser['scan'];

  /** `scan`: what records are made with. */
  constructor(scan: SqlParser['scan'], bounds: VerdictBounds = BOUNDS) {
    this.#scan = scan;
    this.#byText = new BoundedCache<Verdict>({ ...bounds, bytesOf: bytesOfVerdict });
    this.#byTemplate = new BoundedCache<Remembered>({ ...bounds, bytesOf: bytesOfRemembered });
  }

  /** The verdict on `text`; `judgeAnew` is asked where none is remembered. */
  judge(text: string, judgeAnew: () => Judgement): Verdict {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const template = text.length <= MAX_KEY_LENGTH ? templateOf(text) : null;
    const remembered = template === null ? undefined : this.#byTemplate.get(template.key);
    if (template === null || remembered === undefined) return this.#remember(text, template, judgeAnew());
    const verdict = verdictFor(remembered.shared, text, template);
    // A text that comes again at once is worth a place of its own; one that never comes again is not.
    if (text === remembered.lastText) this.#byText.set(text, keptWhole(verdict));
    remembered.lastText = text;
    return verdict;
  }

  /** A denial is not kept: facts are, so that it costs little, and a parser that failed may be back. */
  #remember(text: string, template: Template | null, judgement: Judgement): Verdict {
    const { splices, shareable } = judgement;
    const recorded = recordedStatement(text, template, judgement, this.#scan);
    const verdict = recorded === null ? judgement.verdict : { ...judgement.verdict, recorded };
    if (verdict.kind === 'forward') {
      const shared = template !== null && shareable ? shareVerdict(verdict, splices, template) : null;
      if (template !== null && shared !== null)
        this.#byTemplate.set(template.key, { shared, lastText: text });
      else this.#byText.set(text, keptWhole(verdict));
    }
    return verdict;
  }
}

/** Texts: the client's is the key, and what leads positions back holds no more than the forwarded one. */
function bytesOfVerdict(verdict: Verdict): number {
  if (verdict.kind !== 'forward') return 0;
  const { text, recorded } = verdict;
  return (recorded === undefined ? 2 : 6) * text.length;
}

function bytesOfRemembered({ shared, lastText }: Remembered): number {
  const bytes = shared.pieces.reduce((sum, piece) => sum + 2 * piece.length, lastText.length);
  return shared.evidence === undefined ? bytes : 3 * bytes;
}
