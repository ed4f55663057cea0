/**
 * A statement as a record tells of it: its text cut at its constants, so that values can be stored as digests where they may be those of
 * labelled columns. Comments are left out: nobody can say what stands in them.
 */
import type { RecordedStatement } from '../../pgwire/gate.ts';
import type { Judgement } from '../judge-facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { applySplices, type Splice } from '../rewrite/splice.ts';
import { offsetInKey, piecesOf, type Template } from './template.ts';

/** Numbers, and strings of every kind; the scanner has names for some of them alone. */
const CONSTANT = /^(?:[EeXxBbNn]?'|[Uu]&'|\.?[0-9]|\$[^0-9])/;
const COMMENTS: ReadonlySet<string> = new Set(['SQL_COMMENT', 'C_COMMENT']);

/** Stands for a constant while splices are applied. No text that PostgreSQL takes holds it in a place where it would be kept. */
const HOLE = '\u0001';

/** Null where nothing of it goes on record. */
export function recordedStatement(
  text: string,
  template: Template | null,
  { verdict, splices, evidence }: Judgement,
  scan: SqlParser['scan'],
): RecordedStatement | null {
  if (evidence === null) return null;
  const runsOther = verdict.kind === 'forward' && verdict.text !== text;
  const cut = template === null ? cutByTokens(text, splices, scan) : cutByTemplate(template, splices);
  if (cut === null) return { evidence: { ...evidence, asked: null, runs: null }, constants: [] };
  const { asked, runs, constants } = cut;
  return { evidence: { ...evidence, asked, runs: runsOther ? runs : null }, constants };
}

interface Cut {
  readonly asked: readonly string[];
  /** Null where constants of the one cannot be told in the other. */
  readonly runs: readonly string[] | null;
  readonly constants: readonly string[];
}

function cutByTemplate(template: Template, splices: readonly Splice[]): Cut {
  const { key, constants } = template;
  const inKey = splices.map(({ start, end, text }) => ({
    start: offsetInKey(start, template),
    end: offsetInKey(end, template),
    text,
  }));
  return {
    asked: piecesOf(key),
    runs: fitting(piecesOf(applySplices(Buffer.from(key), inKey)), constants),
    constants,
  };
}

function cutByTokens(text: string, splices: readonly Splice[], scan: SqlParser['scan']): Cut | null {
  const tokens = text.includes(HOLE) ? null : scan(text);
  if (tokens === null) return null;
  const bytes = Buffer.from(text);
  const constants: string[] = [];
  const holes: Splice[] = [];
  for (const token of tokens) {
    const isConstant = CONSTANT.test(token.text);
    if (isConstant) constants.push(token.text);
    else if (!COMMENTS.has(token.tokenName)) continue;
    holes.push({ start: token.start, end: token.end, text: isConstant ? HOLE : ' ' });
  }
  const apart = splices.every((splice) =>
    holes.every((hole) => splice.end <= hole.start || hole.end <= splice.start),
  );
  return {
    asked: applySplices(bytes, holes).split(HOLE),
    runs: apart ? fitting(applySplices(bytes, [...splices, ...holes]).split(HOLE), constants) : null,
    constants,
  };
}

/** What was spliced in may hold the very character; then nothing can be told apart. */
function fitting(pieces: readonly string[], constants: readonly string[]): readonly string[] | null {
  return pieces.length === constants.length + 1 ? pieces : null;
}
