/** Column names that tell of personal or secret values, in the words that schemas use. */
import type { Column, TypeFamily } from '../../schema/model.ts';

/** Words that tell by themselves, and pairs of words that tell together. */
const telling: ReadonlySet<string> = new Set([
  ...[
    'ssn',
    'sin',
    'nino',
    'email',
    'mail',
    'phone',
    'telephone',
    'mobile',
    'msisdn',
    'iban',
    'bic',
    'pan',
    'cvv',
    'cvc',
  ],
  ...['passport', 'dob', 'birthday', 'birthdate', 'password', 'passwd', 'passphrase', 'secret', 'salary'],
  ...['surname', 'firstname', 'lastname', 'fullname'],
  ...[
    'social security',
    'national id',
    'tax id',
    'card number',
    'card no',
    'account number',
    'routing number',
  ],
  ...['e mail', 'birth date', 'date birth', 'first name', 'last name', 'full name', 'api key', 'private key'],
  ...['driver license', 'license number', 'credit card'],
]);

/** Words that tell of something derived from the value, or of something beside it. */
const harmless: ReadonlySet<string> = new Set([
  ...['hash', 'hashed', 'hmac', 'masked', 'redacted', 'token', 'last4', 'verified', 'confirmed', 'valid'],
  ...['count', 'type', 'status', 'template', 'subject', 'domain', 'sent', 'enabled', 'opt'],
]);

/** Types that cannot hold such a value. */
const unfit: ReadonlySet<TypeFamily> = new Set<TypeFamily>(['boolean', 'enum', 'interval', 'time', 'uuid']);

/** Whether a column's name and type say that its values are nobody's business. */
export function hasTellingName({ name, type }: Column): boolean {
  if (unfit.has(type.family)) return false;
  const words = wordsOf(name);
  if (words.some((word) => harmless.has(word))) return false;
  const [meaningful, isTime] = [words.filter((word) => word !== 'of'), type.family === 'timestamp'];
  const phrases = [...meaningful, ...meaningful.slice(1).map((word, i) => `${meaningful[i]} ${word}`)];
  // `password_changed_at` tells when, not what.
  return !isTime && phrases.some((phrase) => telling.has(phrase));
}

/** `emailAddress`, `email_address`, `EMAIL-ADDRESS`: the words of a name. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 0);
}
