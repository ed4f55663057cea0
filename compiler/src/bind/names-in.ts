/** The plain names that a condition mentions. */
import type { Expression } from '@dlpc/language';

/** Each name that stands for a whole operand, in no particular order. Walks without recursion: conditions can be long. */
export function namesIn(condition: Expression): readonly string[] {
  const names: string[] = [];
  const left: Expression[] = [condition];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    switch (next.kind) {
      case 'NameExpression':
        names.push(next.name.text);
        break;
      case 'BinaryExpression':
        left.push(next.left, next.right);
        break;
      case 'NotExpression':
        left.push(next.operand);
        break;
      case 'MemberExpression':
        left.push(next.object);
        break;
      case 'ListLiteral':
        for (const item of next.items) left.push(item);
        break;
      case 'StringLiteral':
      case 'IntegerLiteral':
      case 'BooleanLiteral':
        break;
    }
  }
  return names;
}
