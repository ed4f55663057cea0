/** How likely a column is meant by a label, by the words of both: only for the order of proposals. */
import { type Column, type TellingKind, tellingKind } from '@dlpc/compiler';

/** Words of labels beside the kinds of value that names of columns tell of. */
const LABEL_WORDS: Readonly<Record<TellingKind, readonly string[]>> = {
  contact: ['contact', 'email', 'phone'],
  name: ['name', 'person'],
  national_id: ['national', 'id', 'ssn', 'tax', 'passport'],
  birth: ['birth', 'age', 'dob'],
  card: ['pan', 'card', 'pci'],
  account: ['account', 'iban', 'bank', 'financial'],
  income: ['income', 'salary', 'financial'],
  health: ['health', 'medical', 'phi'],
  secret: ['secret', 'credential', 'password'],
};

/** Words of columns that belong to words of labels. */
const COLUMN_WORDS: Readonly<Record<string, readonly string[]>> = {
  address: ['street', 'postal', 'zip', 'city', 'country', 'house'],
  location: ['latitude', 'longitude', 'lat', 'lon', 'geo', 'city', 'country'],
  network: ['ip', 'host', 'mac'],
  text: ['subject', 'body', 'notes', 'note', 'comment', 'description', 'message'],
  name: ['holder', 'owner'],
};

/** Higher for what fits better; 0 where nothing speaks for it. */
export function labelAffinity(label: readonly string[], { name, type }: Column): number {
  const own = new Set(wordsOf(label.at(-1) ?? ''));
  const words = wordsOf(name);
  const shared = words.filter((word) => own.has(word)).length;
  const kind = tellingKind(name, type.family);
  const telling = kind !== null && LABEL_WORDS[kind].some((word) => own.has(word)) ? 2 : 0;
  const related = [...own].some((word) => COLUMN_WORDS[word]?.some((other) => words.includes(other))) ? 1 : 0;
  const address = type.family === 'inet' && own.has('network') ? 2 : 0;
  return shared * 2 + telling + related + address;
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
