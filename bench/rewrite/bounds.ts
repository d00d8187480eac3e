import { atLeast, type Bound, equal, most } from '../bound.ts';
import type { Measure } from './measure.ts';
import type { Way } from './ways.ts';

export interface RewriteResult {
  readonly way: Way;
  readonly kind: 'csv' | 'xml';
  /** Rows, or orders of XML. */
  readonly count: number;
  readonly bytes: number;
  readonly measured: Measure;
  /** What the way has made of the bytes that it should have left alone. */
  readonly changes: readonly string[];
}

/** Twenty more than the small file takes. */
const MORE_MEGABYTES = 20;

/**
 * By processor time, which other work on the machine changes least, and beside what else does the job here: a machine
 * that is half as fast is so for all of them. @param wrong small feeds that the rewriter does not write as they should be
 */
export function rewriteBounds(results: readonly RewriteResult[], wrong: number): Bound[] {
  const own = results.filter(({ way }) => way.isOurs);
  return [
    equal('feeds whose other bytes the rewriter changes', own.filter(({ changes }) => changes.length > 0).length + wrong, 0),
    ...(['csv', 'xml'] as const).flatMap((kind) => ofKind(results.filter((result) => result.kind === kind))),
  ]; // biome-ignore format: a list
}

/** On the largest file, where the start of a process counts least. */
function ofKind(results: readonly RewriteResult[]): Bound[] {
  const largest = Math.max(...results.map(({ count }) => count));
  const own = results.filter(({ way }) => way.isOurs);
  const [small, large] = [own[0], own.find(({ count }) => count === largest)];
  if (small === undefined || large === undefined) return [];
  const others = results.filter(({ way, count }) => !way.isOurs && count === largest);
  return [
    ...(small === large
      ? []
      : [most(`${large.kind}: MB of memory more than on a tenth of the file`, large.measured.megabytes - small.measured.megabytes, MORE_MEGABYTES)]),
    ...others.map(({ way, measured }) =>
      atLeast(`${large.kind}: ${way.name}, times the processor time of rewrite`, measured.processorSeconds / large.measured.processorSeconds, way.atLeast ?? 0),
    ),
  ]; // biome-ignore format: a list
}
