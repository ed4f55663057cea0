/** Column and field names that tell of personal or secret values, in the words that schemas use in several languages. */
import type { TypeFamily } from '../schema/model.ts';

/** What kind of value a name tells of. */
export type TellingKind =
  | 'contact'
  | 'name'
  | 'national_id'
  | 'birth'
  | 'card'
  | 'account'
  | 'income'
  | 'health'
  | 'secret';

/** Words that tell by themselves, and pairs of words that tell together, without `of`. */
const WORDS: Readonly<Record<TellingKind, string>> = {
  contact:
    'email, mail, e mail, phone, telephone, mobile, msisdn, fax, cellphone, cell phone, home address, street address, postal address, ' +
    'telefon, telefonnummer, handy, handynummer, correo, correo electronico, telefono, telefone, celular, courriel, portable, ' +
    'indirizzo email, cellulare, telefoonnummer, mobiel, puhelin, epost, e post, telefonnr, numero telefono, adresse mail',
  name:
    'surname, firstname, lastname, fullname, first name, last name, full name, given name, family name, maiden name, forename, ' +
    'vorname, nachname, familienname, geburtsname, nombre completo, apellido, apellidos, nom famille, prenom, cognome, sobrenome, ' +
    'voornaam, achternaam, fname, lname',
  national_id:
    'ssn, sin, nino, passport, social security, national id, nationalid, tax id, taxid, tin, itin, driver license, drivers license, ' +
    'driving licence, license number, licence number, id card, identity card, steuer id, steuernummer, personalausweis, ausweisnummer, ' +
    'sozialversicherungsnummer, reisepass, dni, nif, nie, cpf, cnpj, curp, rfc, pesel, bsn, codice fiscale, numero securite, nir, aadhaar, ' +
    'personnummer, fodselsnummer, cpr, hetu',
  birth:
    'dob, birthday, birthdate, birth date, date birth, birth day, birth year, geburtsdatum, geburtstag, fecha nacimiento, ' +
    'date naissance, data nascita, data nascimento, geboortedatum, fodelsedatum',
  card: 'pan, cvv, cvc, cvv2, card number, card no, card num, cardnumber, credit card, creditcard, debit card, kartennummer, kreditkarte, tarjeta credito, numero tarjeta, carte bancaire',
  account:
    'iban, account number, account no, accountnumber, routing number, sort code, bank account, bankaccount, kontonummer, cuenta bancaria, conto corrente',
  income: 'salary, wage, income, gehalt, lohn, salario, sueldo, salaire, stipendio, salaris',
  health: 'diagnosis, diagnose, blood type, medication, icd10, icd, allergies, disability, diagnostico',
  secret:
    'password, passwd, passphrase, pwd, secret, api key, apikey, private key, access token, refresh token, client secret, passwort, ' +
    'kennwort, contrasena, mot passe, wachtwoord, senha, pin code, otp secret, totp secret, security answer',
};

const kinds: ReadonlyMap<string, TellingKind> = new Map(
  entriesOf(WORDS).flatMap(([kind, words]) => words.split(', ').map((word) => [word, kind] as const)),
);

/** Words that tell of something derived from the value, or of something beside it. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    'hash hashed hmac masked redacted token last4 verified confirmed valid count counts type types status template subject domain sent ' +
    'enabled disabled opt optin provider format length policy reset changed expires expiry attempts failed is has can mime server host ' +
    'queue job log event schedule settings preference preferences frequency consent bounce bounced open opened click clicked rate'
  ).split(' '),
);

/** Words between that say nothing, in the languages above. */
const SMALL: ReadonlySet<string> = new Set(
  'of the de da do del della di la el le du des et und y e'.split(' '),
);

/** Types that cannot hold such a value. */
const UNFIT: ReadonlySet<TypeFamily> = new Set<TypeFamily>(['boolean', 'enum', 'interval', 'time', 'uuid']);

/** What the name of something of a type tells of; null where it tells of nothing. */
export function tellingKind(name: string, family: TypeFamily): TellingKind | null {
  if (UNFIT.has(family)) return null;
  const words = wordsOf(name);
  if (words.some((word) => HARMLESS.has(word))) return null;
  const meaningful = words.filter((word) => !SMALL.has(word));
  const phrases = [...meaningful.slice(1).map((word, i) => `${meaningful[i]} ${word}`), ...meaningful];
  for (const phrase of phrases) {
    const kind = kinds.get(phrase) ?? kinds.get(phrase.replace(/s$/, ''));
    // `password_changed_at` tells when, not what; of a birth, when is what.
    if (kind !== undefined && fits(kind, family)) return kind;
  }
  return null;
}

function fits(kind: TellingKind, family: TypeFamily): boolean {
  const isTime = family === 'timestamp' || family === 'date';
  if (kind === 'birth') return family !== 'float';
  if (isTime) return false;
  return kind !== 'name' || family === 'text';
}

/** `emailAddress`, `email_address`, `EMAIL-ADDRESS`, `HTTPEmail`, `prénom`: the words of a name, without accents. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ø', 'o')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 0);
}

/** With the keys' own type, which `Object.entries` forgets. */
function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): readonly (readonly [K, V])[] {
  return Object.entries(record) as [K, V][];
}
