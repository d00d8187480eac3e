import { ConsolidatorError } from '../../model/errors.ts';

/** @throws ConsolidatorError `usage` */
export function batchNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new ConsolidatorError('usage', `--batch ${JSON.stringify(text)}: expected the number of a batch, such as 3.`);
}
