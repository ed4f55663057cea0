/** How it ends. Exactly one of these, and only `approved` lets anything through, once. */

export type WithdrawalReason =
  /** The client asked to cancel. */
  | 'cancelled'
  | 'client-gone'
  /** The identity ended or was revoked, the server was gone, or the like. */
  | 'session-ended'
  | 'policy-changed'
  /** The proxy, or the worker process that held it, ended. */
  | 'stopped';

export type Outcome =
  /** Subjects of those who agreed, and what each of them gave as a reason; absent in what earlier versions kept. */
  | {
      readonly kind: 'approved';
      readonly by: readonly string[];
      readonly reasons?: readonly (string | null)[] | undefined;
    }
  | { readonly kind: 'rejected'; readonly by: string; readonly reason: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'withdrawn'; readonly why: WithdrawalReason }
  /** Nobody was asked. The problem is a clause for whoever asks. */
  | { readonly kind: 'refused'; readonly problem: string };
