import { ConsolidatorError } from '../model/errors.ts';

/** A reason in a person's own words. @throws ConsolidatorError `usage`, also where the place for one was left as it is printed */
export function reasonGiven(text: string, how = '--reason "…"'): string {
  const reason = text.trim();
  if (reason !== '' && !/^(…|\.\.\.)$/.test(reason)) return reason;
  throw new ConsolidatorError('usage', `Give the reason in words: ${how}.`);
}

/** The same of a decision that is clear without one: empty where none was given. @throws ConsolidatorError `usage` */
export function reasonIfGiven(text: string | undefined): string {
  return text === undefined ? '' : reasonGiven(text);
}
