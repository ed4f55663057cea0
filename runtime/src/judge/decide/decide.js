/** `deny` over `allow` over nothing, whatever the order of policies and rules. */
export function decideCommand(relation, action, applicable) {
  let allowed = null;
  for (const rule of relation.commands[action] ?? []) {
    if (!applicable.has(rule.policy)) continue;
    if (rule.effect === 'deny') return { effect: 'deny', rule: rule.rule };
    allowed ??= rule;
  }
  return allowed === null ? { effect: 'deny', rule: null } : { effect: 'allow', rule: allowed.rule };
}
//# sourceMappingURL=decide.js.map
