import { ConsolidatorError } from '../model/errors.ts';

/** @throws ConsolidatorError `usage` */
export function wholePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new ConsolidatorError('usage', `"${text}" is no port: a whole number from 0 to 65535.`);
  return port;
}
