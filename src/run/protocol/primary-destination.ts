import type { WriteStep } from '../../entities/definition/write-step.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import { type KeptByKey, NOTHING_KEPT } from '../../session/kept-aside.ts';
import type { Destination, EntityStep } from './destination.ts';

/** The primary itself, by its API: what was written there, it shows. */
export class PrimaryDestination implements Destination {
  readonly keeps = true;
  readonly isByFile = false;

  open<Draft, Existing>({ target }: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
    return target;
  }

  foreseen<Foreseen>(_step: WriteStep<never, unknown, Foreseen>): KeptByKey<Foreseen> {
    return NOTHING_KEPT;
  }
}
