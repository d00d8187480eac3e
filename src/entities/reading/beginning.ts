import { instant } from '../../model/time.ts';

/** Before any Neto store. */
export const BEGINNING = instant('2000-01-01T00:00:00Z');
