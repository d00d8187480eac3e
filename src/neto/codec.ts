import type { Hide } from './secrets.ts';

/** One way to write requests and read answers: JSON, or XML where a store needs it. */
export interface Codec {
  readonly contentType: string;
  readonly accept: string;
  encode(action: string, body: unknown): string;
  /**
   * @param hide goes over everything of the text that an error quotes
   * @throws ConsolidatorError `answer-truncated`, `html-answer`, `not-json` or `not-xml`, without a store's name
   */
  decode(text: string, hide?: Hide): unknown;
}
