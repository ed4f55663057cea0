/** Card numbers that pass the Luhn check and belong to the test ranges of card networks. */
import type { Random } from './random.ts';

const TEST_PREFIXES = ['424242', '400000', '555555', '222300'];

/** Sixteen digits, in groups of four or in one piece. */
export function testCard(random: Random, grouped: boolean): string {
  const body = random.pick(TEST_PREFIXES) + random.digits(9);
  const number = body + luhnDigit(body);
  return grouped ? (number.match(/.{4}/g) ?? []).join(' ') : number;
}

/** Whether the digits of `number` pass the check that card numbers do. */
export function passesLuhn(number: string): boolean {
  const digits = number.replaceAll(/\D/g, '');
  return digits.length >= 13 && luhnDigit(digits.slice(0, -1)) === digits.slice(-1);
}

function luhnDigit(body: string): string {
  let sum = 0;
  for (const [index, digit] of [...body].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
