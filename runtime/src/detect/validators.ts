/**
 * What tells a genuine value from other characters of the same form, by name. Each is total, whatever the text; the compiler has
 * the same as SQL, for where the text is stored (compiler/src/detectors/validators), and the tests compare the two.
 */
import type { DetectorEntry } from '../abi.ts';

export type ValidatorName = NonNullable<DetectorEntry['validator']>;

/** Whether a match is genuine, by the name of the validator. */
export const ACCEPTS: Readonly<Record<ValidatorName, (match: string) => boolean>> = {
  luhn: isLuhn,
  iban: isIban,
  ssn: isSsn,
  aba: isAba,
  ipv4: isIpv4,
};

const MOST_DIGITS = 40;

/** What each digit counts where it counts twice. */
const DOUBLED: readonly number[] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
function isLuhn(match: string): boolean {
  let [count, sum, total] = [0, 0, 0];
  for (let at = match.length - 1; at >= 0; at -= 1) {
    const digit = match.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) continue;
    sum += count % 2 === 0 ? digit : (DOUBLED[digit] ?? 0);
    total += digit;
    count += 1;
  }
  return count >= 2 && count <= MOST_DIGITS && total > 0 && sum % 10 === 0;
}

const SYMBOLS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** International bank account numbers (ISO 13616): the remainder by 97 is 1. */
function isIban(match: string): boolean {
  const account = match.replaceAll(/[ .-]/g, '').replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
  if (!/^[A-Z][A-Z][0-9][0-9][A-Z0-9]{11,30}$/.test(account)) return false;
  const digits = [...account.slice(4), ...account.slice(0, 4)].map((symbol) => SYMBOLS.indexOf(symbol));
  return BigInt(digits.join('')) % 97n === 1n;
}

/** Social security numbers of the United States: which numbers have been given out or could be. */
function isSsn(match: string): boolean {
  const digits = digitsOf(match);
  return /^[0-9]{9}$/.test(digits) && !/^(?:000|666|9)|^...00|0000$/.test(digits);
}

const WEIGHTS: readonly number[] = [3, 7, 1];

/** Routing numbers of American banks (ABA): nine digits with weights, which begin as the given-out ones do. */
function isAba(match: string): boolean {
  const digits = digitsOf(match);
  if (digits.length !== 9 || !/^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (WEIGHTS[index % WEIGHTS.length] ?? 0),
    0,
  );
  return sum > 0 && sum % 10 === 0;
}

const OCTET = '(?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])';
const IPV4 = new RegExp(`^${OCTET}[.]${OCTET}[.]${OCTET}[.]${OCTET}$`);

/** Addresses of the internet protocol, version 4, in their usual form. */
function isIpv4(match: string): boolean {
  return IPV4.test(match);
}

/** The digits of a text, whatever stands between them. */
function digitsOf(text: string): string {
  return text.replaceAll(/[^0-9]/g, '');
}
