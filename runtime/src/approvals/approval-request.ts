/**
 * What people are asked about: something that is held until they agree. Data alone, so that it can be kept and sent; knows neither
 * statements nor requests over HTTP but as texts to show.
 */

/** One thing that must be agreed to. Of several, each must be. */
export interface Requirement {
  /** Groups; whoever is in one of them may agree. */
  readonly by: readonly string[];
  /** How many different people must, who asks not among them. */
  readonly people: number;
  /** Seconds after which nobody can any more. */
  readonly within: number;
  /** Policy, file, line and text of the rule. */
  readonly rule: string;
}

export interface Requester {
  /** `caller.sub`: who it is, and who cannot agree to it. */
  readonly subject: string;
  readonly kind: 'human' | 'service';
  /** Subjects of who acts for them and of those who did before, the current one first: none of these can agree to it either. */
  readonly actors: readonly string[];
  /** Name that the client connected with. */
  readonly user: string;
  readonly task: { readonly id: string; readonly name: string; readonly parent: string };
  /**
   * Names of the tasks that handed their token on, the nearest first, up to the one that the issuer vouched for: whoever hands a token on chooses the names
   * below. Absent in what earlier versions kept.
   */
  readonly onBehalfOf?: readonly string[] | undefined;
}

/** Names of the task and of those that it is a part of, as far as anybody said. */
export function taskNames({ task, onBehalfOf = [] }: Requester): readonly string[] {
  const above = onBehalfOf.length > 0 ? onBehalfOf : [task.parent];
  return [task.name, ...above].filter((name) => name !== '');
}

/** A value that goes along. */
export interface ShownParameter {
  /** Null for NULL, and where it is hidden. */
  readonly value: string | null;
  /** Why it is not shown; null where it is. */
  readonly hidden: string | null;
}

/** A relation or an operation that is touched. */
export interface TouchedThing {
  readonly name: string;
  /** `select`, `delete`, `POST`. */
  readonly actions: readonly string[];
  /** Labels in it, as dotted paths. */
  readonly labels: readonly string[];
}

/** What an approver is shown. */
export interface Shown {
  readonly kind: 'sql' | 'http';
  /** Whole, as the client sent it: whoever shows it escapes it. */
  readonly text: string;
  readonly parameters: readonly ShownParameter[];
  readonly touches: readonly TouchedThing[];
  /** How many rows the server expects; null where it cannot say. */
  readonly estimatedRows: number | null;
}

export interface ApprovalRequest {
  readonly source: string;
  readonly requester: Requester;
  /** At least one. */
  readonly requirements: readonly Requirement[];
  /** Revision of the policy that asks for it. */
  readonly revision: string;
  /** Whose tokens the policy trusts: an approver who comes by a token must come by one of these. Null where it says nothing. */
  readonly identity: { readonly issuer: string; readonly audience: string } | null;
  readonly shown: Shown;
}

/** When nobody can agree any more: where several must be agreed to, the first of them. In seconds. */
export function withinOf({ requirements }: Pick<ApprovalRequest, 'requirements'>): number {
  return Math.min(...requirements.map(({ within }) => within));
}
