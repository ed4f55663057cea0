import { maskedSubquery } from './decide/policy-view.js';
import { at, denials } from './denials.js';
import { rewrite } from './rewrite/rewrite.js';
export function judgeFacts(text, facts, view, parser) {
  if (facts.kind === 'refused') return deny(facts.denial);
  const plans = [];
  let touchesProtected = false;
  let masks = false;
  for (const statement of facts.statements) {
    const substitutions = [];
    for (const use of statement.reads) {
      const relation = view.relation(use.schema, use.name);
      const refusal = refuseRead(statement, use, relation);
      if (refusal !== null) return deny(at(refusal, text, use.location));
      // A `*` must not show what was added for a system column: then there is none, and the server says so.
      const systemColumns = statement.usesStar ? [] : statement.systemColumns;
      const subquery = relation.kind === 'masked' ? maskedSubquery(relation, systemColumns) : null;
      touchesProtected ||= relation.kind !== 'denied' && relation.isProtected;
      masks ||= subquery !== null;
      substitutions.push({ use, subquery });
    }
    plans.push({ facts: statement, substitutions });
  }
  if (!masks) return { kind: 'forward', text, positions: null, touchesProtected };
  const rewritten = rewrite(text, facts.tree, plans, parser);
  if (rewritten === null) return deny(denials.notRewritable());
  return { kind: 'forward', text: rewritten.text, positions: rewritten.positions, touchesProtected };
}
function refuseRead(statement, use, relation) {
  if (relation.kind === 'denied') return relation.denial;
  if (statement.showsPlan && relation.isProtected) return denials.planOfProtected();
  if (use.only && relation.kind === 'masked') return denials.onlyOfProtected(use.name);
  return null;
}
function deny(denial) {
  return { kind: 'deny', denial };
}
//# sourceMappingURL=judge-facts.js.map
