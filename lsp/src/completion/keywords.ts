/** Words of the language, in the order in which they are likely to be meant, with what follows them as a snippet. */
import type { Declaration } from '@dlpc/language';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { keywordHelp } from '../features/keyword-help.ts';
import type { Candidate } from './candidate.ts';
import { statementsBeside } from './names/statements-beside.ts';
import type { CompletionRequest } from './request.ts';

/** Declarations in the order in which files are commonly written. */
const DECLARATIONS: Readonly<Record<string, readonly [kind: Declaration['kind'], snippet: string]>> = {
  import: ['ImportDeclaration', 'import "«»"'],
  identity: ['IdentityDeclaration', 'identity «corp» {\n\tissuer "«»"\n\taudience "«»"\n}'],
  database: ['DatabaseDeclaration', 'database «name» from "«»"'],
  api: ['ApiDeclaration', 'api «name» from "«»"'],
  label: ['LabelDeclaration', 'label «pii» { «» }'],
  detector: ['DetectorDeclaration', 'detector «name» = /«»/'],
  classify: ['ClassifyDeclaration', 'classify «» «»'],
  mask: ['DefaultMaskDeclaration', 'mask default with «redact»'],
  group: ['GroupDeclaration', 'group «name» = «»'],
  policy: ['PolicyDeclaration', 'policy «name» for «» {\n\ton «» {\n\t\t«»\n\t}\n}'],
  test: ['TestDeclaration', 'test "«»" {\n\tas { kind: «human», sub: "«»" }\n\t«»\n}'],
};

/** Members, statements and cases in the same way. */
const SNIPPETS: Readonly<Record<string, string>> = {
  on: 'on «source» {\n\t«»\n}',
  record: 'record «everything»',
  allow: 'allow «select» on «»',
  mask: 'mask «» with «»',
  reveal: 'reveal «»',
  filter: 'filter «» where «»',
  deny: 'deny «delete» on «»',
  approve: 'approve «delete» on «» by "«»" within «15m»',
  limit: 'limit «10_000» rows per «hour»',
  alert: 'alert above «10_000» rows per «hour»',
  declassify: 'declassify «» into «»',
  sql: 'sql «» "«»" => «»',
  http: 'http «» «GET» "«»" => «»',
  issuer: 'issuer "https://«»"',
  audience: 'audience "«»"',
  claim: 'claim «name»: «string»',
};

/** Members of an identity and of policies, statements, cases and expectations, in the order of their use. */
const ORDER = [
  ...['issuer', 'audience', 'claim', 'on', 'record'],
  ...[
    'allow',
    'mask',
    'reveal',
    'filter',
    'deny',
    'approve',
    'limit',
    'alert',
    'declassify',
    'sql',
    'http',
    'at',
  ],
  ...['for', 'when', 'until', 'and', 'in', 'or', 'not', 'from', 'with', 'where', 'by', 'within', 'of'],
];

const STATEMENTS: Readonly<Record<string, string>> = {
  allow: 'AllowStatement',
  mask: 'MaskStatement',
  reveal: 'RevealStatement',
  filter: 'FilterStatement',
  deny: 'DenyStatement',
};

export function keywordCandidates(
  request: CompletionRequest,
  words: readonly string[],
): readonly Candidate[] {
  const { place } = request;
  const isDeclaration = words.includes('policy');
  const isStatement = words.includes('allow') && words.includes('declassify');
  const isExpectation = words.includes('allow') && !words.includes('reveal');
  return words.map((word): Candidate => {
    const known = DECLARATIONS[word];
    const begins = isDeclaration && known !== undefined && !(isStatement && word === 'mask');
    const snippet = begins ? known[1] : isExpectation ? undefined : SNIPPETS[word];
    const tier = begins
      ? declarationTier(request, word)
      : isStatement
        ? statementTier(request, word)
        : isExpectation
          ? EXPECTATIONS.indexOf(word) / 100
          : connectiveTier(request, word);
    // Only a word that begins something brings the rest of it along.
    const withSnippet = snippet !== undefined && (place.beginsLine || place.statement.length === 0);
    return {
      name: word,
      kind: CompletionItemKind.Keyword,
      ...(withSnippet ? { snippet } : {}),
      documentation: () => keywordHelp[word] ?? '',
      tier,
    };
  });
}

/** A text in a condition is there to be looked for in a set. */
function connectiveTier({ place }: CompletionRequest, word: string): number {
  // Beside its declaration it ends it; on a line of its own hardly anybody means it.
  if (word === 'closed' && place.beginsLine) return 100;
  if (word === 'in' && place.statement.at(-1)?.text.startsWith('"') === true) return -1;
  return ORDER.indexOf(word) / 100;
}

const EXPECTATIONS = ['mask', 'deny', 'allow', 'approve'];

/** What the file goes on with comes first: the same again, then what is commonly written next. */
function declarationTier({ context, place, program }: CompletionRequest, word: string): number {
  const order = Object.keys(DECLARATIONS);
  const before = context.ast.declarations.filter(({ span }) => span.start < place.replace.start);
  const kind = before.at(-1)?.kind;
  const last = order.findIndex((each) => DECLARATIONS[each]?.[0] === kind);
  const isOnce = word === 'mask' && program.defaultMask !== null;
  const own = order.indexOf(word);
  const start = last >= 0 ? last : program.sources.size > 0 ? order.indexOf('policy') : 0;
  const distance = (own - start + order.length) % order.length;
  return distance / 10 + (isOnce ? 5 : 0);
}

/** `allow` again after `allow`, and then what the block lacks. What would go on with the statement before comes after what begins one. */
function statementTier(request: CompletionRequest, word: string): number {
  if (request.place.beginsLine && !ORDER.includes(word)) return 50;
  const beside = statementsBeside(request);
  const last = beside.at(-1)?.kind;
  const own = STATEMENTS[word];
  const isLast = own !== undefined && own === last;
  return (isLast ? 0 : 1) + ORDER.indexOf(word) / 100;
}
