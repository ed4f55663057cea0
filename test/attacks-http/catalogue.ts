/** All attacks on an API, by family. */
import type { Family } from './attack.ts';
import { answerForms } from './catalogue/answer-forms.ts';
import { answerFraming } from './catalogue/answer-framing.ts';
import { heads } from './catalogue/answer-heads.ts';
import { codings, contents, streams, types } from './catalogue/answers.ts';
import { parts } from './catalogue/forms-in-parts.ts';
import { brought, found } from './catalogue/found-values.ts';
import { framing } from './catalogue/framing.ts';
import { nested, orders, versions } from './catalogue/oracles.ts';
import { patches } from './catalogue/patches.ts';
import { bodies, fields, methods, proofs } from './catalogue/requests.ts';
import { tables } from './catalogue/tables.ts';
import { paths, queries } from './catalogue/targets.ts';

export const catalogue: readonly Family[] = [
  ...[framing, paths, queries, methods, fields, proofs, bodies, parts],
  ...[patches, versions, orders, nested],
  ...[contents, types, codings, streams, tables, heads, answerFraming, answerForms, found, brought],
];
