import { type Bound, equal, most } from '../bound.ts';
import type { ImportMeasured } from './measured.ts';

export interface ImportRun {
  /** Orders. */
  readonly count: number;
  /** Of the file of orders. */
  readonly bytes: number;
  readonly measured: ImportMeasured;
  /** Of processor time, that csv-parse alone takes for the file of orders. */
  readonly parseSeconds: number;
}

/** As often as csv-parse alone takes, so that a slower machine breaks no bound: half as much again as was measured. */
const READ = 18;
const WHOLE = 45;
/** In MB, whatever the number of orders. */
const MEMORY = 330;
/** In MB, of ten times the orders, once V8's heap has come to its size. */
const MORE_MEMORY = 20;
const SIZED_FROM = 10_000;

export function importBounds(small: ImportRun, large: ImportRun): Bound[] {
  const { measured, count, parseSeconds } = large;
  const more = measured.whole.megabytes - small.measured.whole.megabytes;
  return [
    equal('orders that the plan would create', measured.orders?.created ?? 0, count),
    equal('quarantined, or a problem', measured.quarantined + measured.problems.length, 0),
    most('read and staged, times what csv-parse alone takes', measured.read.processorSeconds / parseSeconds, READ),
    most('the plan, times what csv-parse alone takes', measured.whole.processorSeconds / parseSeconds, WHOLE),
    most('MB of memory, until the plan stands', measured.whole.megabytes, MEMORY),
    ...(small.count < SIZED_FROM
      ? []
      : [most('MB of memory more than of a tenth of the orders', Math.max(0, more), MORE_MEMORY)]),
  ];
}
