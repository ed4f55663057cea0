/** Why something failed, for the log and for operators. */

/** What the wire keeps from clients (`reason` of its refusals), else the error's own sentence. Neither holds a secret. */
export function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return 'for an unknown reason';
  return 'reason' in error && typeof error.reason === 'string'
    ? `${error.message}: ${error.reason}`
    : error.message;
}
