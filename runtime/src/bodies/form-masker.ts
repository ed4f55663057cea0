/**
 * Masks forms (`application/x-www-form-urlencoded`): each name is a property, each value a text. Read whole, up to a bound, since a pair may be
 * anywhere; names and values are decoded once.
 */
import type { ShapeIndex } from '../abi.ts';
import { DROP, type ValuePlan, type ValuePlans } from './json/value-plan.ts';
import type { BodyMasker } from './masking.ts';
import { maskText, passesAnyText } from './text-value.ts';

const MOST_BYTES = 1024 * 1024;

export class FormMasker implements BodyMasker {
  fault: string | null = null;
  touched: string | null = null;
  readonly #plans: ValuePlans;
  readonly #shape: ShapeIndex;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(plans: ValuePlans, shape: ShapeIndex) {
    this.#plans = plans;
    this.#shape = shape;
  }

  push(chunk: Buffer): readonly Buffer[] {
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) {
      this.fault = 'it is too long for a form';
      this.#chunks = [];
    }
    if (this.fault === null) this.#chunks.push(chunk);
    return [];
  }

  end(): readonly Buffer[] {
    if (this.fault !== null || this.#bytes === 0) return [];
    const text = Buffer.concat(this.#chunks).toString('latin1');
    // What is not encoded must not be there at all; a semicolon ends a pair to some readers.
    if (!/^[A-Za-z0-9*._~!$'()+,:@/?[\]%=&-]*$/.test(text)) {
      this.fault = 'it has characters that do not belong into a form';
      return [];
    }
    const pairs: string[] = [];
    for (const pair of text.split('&')) {
      const masked = pair === '' ? null : this.#mask(pair);
      if (masked !== null) pairs.push(masked);
    }
    return this.fault === null ? [Buffer.from(pairs.join('&'))] : [];
  }

  /** Null for one that is left out. */
  #mask(pair: string): string | null {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) {
      this.fault = 'it does not decode to text';
      return null;
    }
    const plan = this.#isFound(name) ? DROP : this.#planOf(name);
    if (passesAnyText(plan)) return pair;
    const masked = maskText(plan, value);
    if (!masked.isTouched) return pair;
    this.touched ??= this.#isNamed(name) ? name : '';
    return masked.text === null ? null : `${encodeURIComponent(name)}=${encodeURIComponent(masked.text)}`;
  }

  /** Whether a name that nobody described may be a value. */
  #isFound(name: string): boolean {
    const plan = this.#plans.of(this.#shape);
    return plan.kind === 'walk' && plan.keys.named(name) === undefined && plan.search?.holds(name) === true;
  }

  #isNamed(name: string): boolean {
    const plan = this.#plans.of(this.#shape);
    return plan.kind === 'walk' && plan.keys.named(name) !== undefined;
  }

  /** Of several pairs with one name, each is an item. */
  #planOf(name: string): ValuePlan {
    const plan = this.#plans.of(this.#shape);
    // The whole of it is masked, or is no object.
    if (plan.kind !== 'walk') return DROP;
    const shape = plan.keys.named(name)?.value ?? plan.additional;
    return shape === null ? plan.other : this.#plans.of(this.#plans.itemOf(shape));
  }
}

/** Null for what is no percent-encoded UTF-8. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
