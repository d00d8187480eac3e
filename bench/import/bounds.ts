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
const WHOLE = 54;
/** For each order more, in kB. */
const MEMORY_READ = 5;
const MEMORY_WHOLE = 8;

export function importBounds(small: ImportRun, large: ImportRun): Bound[] {
  const { measured, count, parseSeconds } = large;
  const more = (stage: 'read' | 'whole'): number =>
    ((measured[stage].megabytes - small.measured[stage].megabytes) * 1024) / (count - small.count);
  return [
    equal('orders that the plan would create', measured.orders?.created ?? 0, count),
    equal('quarantined, or a problem', measured.quarantined + measured.problems.length, 0),
    most('read and staged, times what csv-parse alone takes', measured.read.processorSeconds / parseSeconds, READ),
    most('the plan, times what csv-parse alone takes', measured.whole.processorSeconds / parseSeconds, WHOLE),
    most('kB of memory for each order more, until all is read', more('read'), MEMORY_READ),
    most('kB of memory for each order more, until the plan stands', more('whole'), MEMORY_WHOLE),
  ];
}
