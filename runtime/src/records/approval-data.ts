/** Who decided what, and why, as a journal has it. */
import type { SettledApproval } from '../pgwire/gate.ts';
import type { JsonObject } from './journal/format.ts';

export function approvalData({ approval, outcome, by, why }: SettledApproval): JsonObject {
  return { approval, outcome, by: by.map(({ subject, reason }) => ({ subject, reason })), why };
}
