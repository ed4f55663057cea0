/** Every sentence with which a request is refused, in one place, with the status of the answer (RFC 9110, section 15.5). */

export interface RequestDenial {
  readonly status: 400 | 403;
  readonly message: string;
  readonly hint: string | null;
}

function denial(message: string, hint: string | null = null): RequestDenial {
  return { status: 403, message, hint };
}

/** A target is repeated by none of them: it may hold values. */
export const requestDenials = {
  target: (reason: string): RequestDenial => ({
    status: 400,
    message: `the proxy cannot judge the target of the request: ${reason}`,
    hint: null,
  }),
  noPolicy: (source: string): RequestDenial =>
    denial(`no policy of ${source} applies to you`, 'Ask the owners of the policy to name you in one.'),
  noRoute: (source: string, method: string): RequestDenial =>
    denial(
      `the document of ${source} has no operation for this path and the method ${method}`,
      'Write path and method as the document has them.',
    ),
  ambiguousRoute: (): RequestDenial =>
    denial(
      'servers disagree on which operation the path belongs to',
      'Write its letters in the case that the document has them in.',
    ),
  operation: (operation: string): RequestDenial => denial(`the policy does not allow ${operation}`),
  unknownParameter: (operation: string): RequestDenial =>
    denial(
      `the query has a parameter that the document does not describe for ${operation}`,
      'Leave it out, or ask the owners of the policy to describe it in the document.',
    ),
  maskedParameter: (operation: string, name: string): RequestDenial =>
    denial(
      `the parameter ${JSON.stringify(name)} of ${operation} cannot be sent, since you see its values masked`,
      'An answer would tell which values there are.',
    ),
  namedField: (operation: string, parameter: string, field: string): RequestDenial =>
    denial(
      `the parameter ${JSON.stringify(parameter)} of ${operation} names the field ${JSON.stringify(field)}, which you see masked`,
      'What is sorted or filtered by a field tells of its values. Whoever writes the policy can label the parameter and reveal the label, if it does neither.',
    ),
  foundParameter: (operation: string, name: string): RequestDenial =>
    denial(
      `the parameter ${JSON.stringify(name)} of ${operation} holds a value of a kind that you see masked`,
      'An answer would tell whether there is such a value.',
    ),
  needsApproval: (operation: string, approvals: readonly string[]): RequestDenial =>
    denial(`${operation} needs the approval of ${approvals.join(' and of ')}`),
} as const;
