import type { Told } from './message.ts';

/** A trouble that lasts until a later run is without it; told once, and once more when it is over. */
export interface Condition extends Told {
  /** The same from run to run. */
  readonly key: string;
}
