/**
 * Masks server-sent events (HTML, section 9.2): the data of each is one JSON value of the described shape. An event whose data is none
 * ends the stream. Comments and names of fields that nobody knows are left out; `id` and `retry` pass as the numbers that they are,
 * `event` as a word.
 */
import { JsonMasker } from './json/json-masker.ts';
import type { ValuePlan, ValuePlans } from './json/value-plan.ts';
import type { BodyMasker } from './masking.ts';
import { Utf8Guard } from './utf8-guard.ts';

/** Characters of one event. */
const LONGEST_EVENT = 1024 * 1024;

export class EventMasker implements BodyMasker {
  fault: string | null = null;
  touched: string | null = null;
  readonly #plans: ValuePlans;
  readonly #plan: ValuePlan;
  readonly #guard = new Utf8Guard();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The beginning of a line. */
  #rest = '';
  #data: string[] = [];
  #fields: string[] = [];
  #length = 0;

  constructor(plans: ValuePlans, plan: ValuePlan) {
    this.#plans = plans;
    this.#plan = plan;
  }

  push(chunk: Buffer): readonly Buffer[] {
    if (this.fault !== null) return [];
    const text = this.#guard.next(chunk);
    if (text === null) {
      this.fault = 'it is no UTF-8';
      return [];
    }
    const all = this.#rest + this.#decoder.decode(text);
    // A CR at the end may be the first half of a line's end.
    const lines = (all.endsWith('\r') ? all.slice(0, -1) : all).split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? '') + (all.endsWith('\r') ? '\r' : '');
    const out: Buffer[] = [];
    for (const line of lines) {
      const event = this.#line(line);
      if (this.fault !== null) return out;
      if (event !== null) out.push(event);
    }
    if (this.#length + this.#rest.length > LONGEST_EVENT) this.fault = 'it has an event that is too long';
    return out;
  }

  /** An event that is not ended is none. */
  end(): readonly Buffer[] {
    if (this.fault !== null) return [];
    if (!this.#guard.isComplete) this.fault = 'it is no UTF-8';
    const event =
      this.fault === null && this.#rest.endsWith('\r') ? this.#line(this.#rest.slice(0, -1)) : null;
    return this.fault === null && event !== null ? [event] : [];
  }

  /** The event that a line ends; null where it ends none. */
  #line(line: string): Buffer | null {
    this.#length += line.length;
    if (this.#length > LONGEST_EVENT) this.fault = 'it has an event that is too long';
    if (line === '') return this.#event();
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'data') this.#data.push(value);
    else if (this.#plans.searchOf(null)?.holds(value) === true) return null;
    else if ((name === 'id' || name === 'retry') && /^\d{0,20}$/.test(value))
      this.#fields.push(`${name}: ${value}\n`);
    else if (name === 'event' && /^[A-Za-z][\w.:-]{0,63}$/.test(value))
      this.#fields.push(`event: ${value}\n`);
    return null;
  }

  #event(): Buffer | null {
    const data = this.#data.join('\n');
    const fields = this.#fields.join('');
    const isEmpty = this.#data.length === 0;
    this.#data = [];
    this.#fields = [];
    this.#length = 0;
    if (isEmpty) return fields === '' ? null : Buffer.from(`${fields}\n`);
    const masker = new JsonMasker(this.#plans, this.#plan);
    const masked = Buffer.concat([...masker.push(Buffer.from(data)), ...masker.end()]).toString();
    this.fault = masker.fault;
    this.touched ??= masker.touched;
    // JSON that passes may stand on several lines.
    return Buffer.from(
      `${fields}${masked
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}\n`)
        .join('')}\n`,
    );
  }
}
