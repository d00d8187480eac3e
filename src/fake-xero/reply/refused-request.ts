import type { Answer } from './answer.ts';

/** A request that is answered with a refusal. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}
