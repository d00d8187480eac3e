import { lowerKey } from '../../model/text-key.ts';

/** Letters A to Z as small ones, and all others as they are: so ids are compared, as every database can. */
export const foldCase = lowerKey;
