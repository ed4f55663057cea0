/**
 * Detectors that come with the compiler: what `dlpc suggest` samples with, and good starting points for one's own. Each is a
 * declaration of the language that could stand in a policy as it is.
 */

export interface BuiltInDetector {
  readonly name: string;
  /** Without the slashes. */
  readonly expression: string;
  /** The name of a validator; null where the form says enough. */
  readonly validator: string | null;
  /** The label that its values should carry, if the policy has no better one. */
  readonly label: string;
}

export const BUILT_IN_DETECTORS: readonly BuiltInDetector[] = [
  {
    name: 'email_address',
    expression: '\\b[\\w.%+-]+@(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,24}\\b',
    validator: null,
    label: 'pii.contact',
  },
  {
    name: 'card_number',
    expression: '\\b\\d(?:[ -]?\\d){12,18}\\b',
    validator: 'luhn',
    label: 'pci.pan',
  },
  {
    name: 'iban_number',
    expression: '\\b[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]){11,30}\\b',
    validator: 'iban',
    label: 'pii.financial',
  },
  {
    name: 'us_ssn',
    expression: '\\b\\d{3}-\\d{2}-\\d{4}\\b',
    validator: 'ssn',
    label: 'pii.national_id',
  },
  {
    name: 'aba_routing_number',
    expression: '\\b\\d{9}\\b',
    validator: 'aba',
    label: 'pii.financial',
  },
  {
    name: 'phone_number',
    expression:
      '(?:\\+\\d{1,3}[ .-]?(?:\\(\\d{1,4}\\)[ .-]?)?(?:\\d[ .-]?){6,12}\\d|(?:\\(\\d{3}\\) ?|\\b\\d{3}[.-])\\d{3}[ .-]\\d{4})\\b',
    validator: null,
    label: 'pii.contact',
  },
  {
    name: 'ipv4_address',
    expression: '\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b',
    validator: 'ipv4',
    label: 'pii.network',
  },
];
