/** A request from when it may go on to its end: what becomes of it where somebody ends it, or its client is gone, at each stage of the road. */
import type { Answer } from './answer.ts';
import type { RequestHold } from './services.ts';

export class UnderWay {
  #hold: RequestHold | null = null;
  #answer: Answer | null = null;
  #isOver = false;

  /** Whether it must not go on. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** It waits for people. */
  waits(hold: RequestHold): void {
    this.#hold = hold;
    if (this.#isOver) hold.withdraw('session-ended');
  }

  /** It is on its way to the API. */
  answers(answer: Answer): void {
    this.#hold = null;
    this.#answer = answer;
  }

  /** Nothing vouches for who asks any more. */
  cut(): void {
    this.#isOver = true;
    this.#hold?.withdraw('session-ended');
    this.#answer?.cut('the proof of who asks has ended');
  }

  gone(): void {
    this.#isOver = true;
    this.#hold?.withdraw('client-gone');
    this.#answer?.cut('the client is gone');
  }

  /** The proxy is about to end: what is on its way may come to its end. */
  drain(): void {
    this.#hold?.withdraw('stopped');
  }
}
