import type { Pipeline, Secondary } from '../../config/pipeline.ts';
import { entityNames } from '../../entities/kinds.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { HistorySlice } from '../../ledger/watermark.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { systemClock } from '../../neto/clock.ts';
import type { Look } from '../../run/context/worth-a-look.ts';
import { runPipeline } from '../../run/run.ts';
import type { RunSummary } from '../../run/summary.ts';
import { openLedgerCopy, openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { takePipelineLock } from '../../session/take-locks.ts';
import { confirmBackfill } from './confirm-backfill.ts';
import { markCopies } from './mark-copies.ts';
import type { BackfillOptions } from './options.ts';
import { type BackfillReport, reportOf, type SliceReport, sliceReport, type Unmarked } from './report.ts';
import { type DayRange, isCovered, overlap, slicesOf } from './slices.ts';
import { Turns } from './turns.ts';

/** Somebody who waits gets the pipeline after so long at the latest, in the middle of a slice. */
const YIELD_AFTER = 10 * 60_000;
/** A schedule that was turned away comes back at its next start: a quarter of an hour, and some. */
const MAKE_ROOM = 16 * 60_000;
const BUSY = 2_000;

/**
 * Copies the history of one store, older than the pipeline's own beginning, slice by slice. What is finished stays
 * finished: after a stop or a kill the same call goes on where it was. No watermark moves.
 * @throws ConsolidatorError `usage`, `first-run-unconfirmed`, and what keeps a run from beginning
 */
export async function backfill(options: BackfillOptions): Promise<BackfillReport> {
  const secondary = checkRange(options);
  const slices = slicesOf(options, options.sliceDays);
  const before = (await withLedger(options, (ledger) => ledger.historySlices())).filter(
    ({ store }) => store === options.store,
  );
  refuseLostMark(options, before);
  const finished = options.again === true ? [] : before.filter((slice) => isFinished(slice, options));
  const open = slices.filter((slice) => !isCovered(slice, finished));
  const reports: SliceReport[] = slices
    .filter((slice) => !open.includes(slice))
    .map((slice) => ({ ...slice, state: 'done-before', run: null, stores: {}, amounts: {} }));
  if (options.yes !== true && options.dryRun !== true) await confirmBackfill(options, open);
  let last: RunSummary | undefined;
  const unmarked: Unmarked[] = [];
  const worthALook: Look[] = [];
  for (const [index, slice] of open.entries()) {
    options.tell?.({ kind: 'slice', slice, number: index + 1, of: open.length });
    if (options.dryRun !== true) unmarked.push(...(await beginSlice(options, slice)));
    last = await copySlice(options, secondary, slice, worthALook);
    const report = sliceReport(slice, last, options.dryRun === true);
    options.tell?.({ kind: 'slice-done', report });
    reports.push(report);
    if (report.state === 'open') break;
  }
  reports.push(...slices.filter((slice) => !reports.some(({ from }) => from === slice.from)).map(notBegun));
  return reportOf(options, reports, last, { unmarked, worthALook });
}

/** One done without the mark is gone through again when it is asked for: what was quarantined then may go now. */
function isFinished({ finishedAt, ...slice }: HistorySlice, { alreadyInAccounting = false }: BackfillOptions): boolean {
  return finishedAt !== null && slice.alreadyInAccounting === alreadyInAccounting;
}

function notBegun(slice: DayRange): SliceReport {
  return { ...slice, state: 'open', run: null, stores: {}, amounts: {} };
}

/** @returns copies of its days that were made without the mark and can't be given it any more */
async function beginSlice(options: BackfillOptions, slice: DayRange): Promise<Unmarked[]> {
  const { store, alreadyInAccounting = false } = options;
  await withLedger(options, (ledger) => ledger.beginSlice({ store, ...slice, alreadyInAccounting }));
  if (!alreadyInAccounting) return [];
  return whenFree(options, () => markCopies({ ...options, pipeline: throttled(options) }, slice));
}

/** One slice, with as many turns of others in between as they ask for. @param looks gets what each of its runs found */
async function copySlice(
  options: BackfillOptions,
  secondary: Secondary,
  slice: DayRange,
  looks: Look[],
): Promise<RunSummary> {
  const { store, alreadyInAccounting = false, signal, now = Date.now, clock = systemClock } = options;
  const { makeRoomFor = MAKE_ROOM, yieldAfter = YIELD_AFTER, dryRun = false, home } = options;
  const turns = new Turns({ pipeline: options.pipeline, home, now, clock });
  for (;;) {
    turns.forget();
    const turn = new AbortController();
    const begun = clock.now();
    const summary = await whenFree(options, () =>
      runPipeline({
        pipeline: throttled(options),
        home,
        narrowing: {
          stores: [store],
          entities: entityNames().filter((name) => secondary.entities.includes(name)),
          history: { ...slice, alreadyInAccounting },
        },
        yes: true,
        prover: options.prover,
        linker: options.linker,
        proof: 'never',
        simulate: dryRun,
        signal: signal === undefined ? turn.signal : AbortSignal.any([signal, turn.signal]),
        now,
        between: options.between,
        progress(event) {
          options.progress?.(event);
          if (clock.now() - begun >= yieldAfter && turns.wanted) turn.abort('turn');
        },
      }),
    );
    looks.push(...summary.worthALook);
    const stopped = signal?.aborted === true;
    const yielded = turn.signal.aborted && summary.status === 'stopped' && !stopped;
    if (!yielded && !stopped && summary.problems.length === 0 && !dryRun) {
      await withLedger(options, (ledger) => ledger.finishSlice({ store, ...slice }));
    }
    if (turns.wanted && !stopped && !dryRun) {
      options.tell?.({ kind: 'waits', why: 'turn' });
      await turns.makeRoom(summary.run, makeRoomFor, signal).catch(unlessStopped);
    }
    if (!yielded) return summary;
  }
}

/** Waits while another run holds the pipeline. */
async function whenFree<T>({ tell, signal, clock = systemClock }: BackfillOptions, work: () => Promise<T>): Promise<T> {
  for (let told = false; ; told = true) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code !== 'pipeline-locked') throw error;
      if (!told) tell?.({ kind: 'waits', why: 'busy' });
      await clock.sleep(BUSY, signal);
    }
  }
}

function unlessStopped(error: unknown): void {
  if (!(error instanceof ConsolidatorError) || error.code !== 'stopped') throw error;
}

function throttled({ pipeline, maxPerMinute }: BackfillOptions): Pipeline {
  const { primary } = pipeline;
  if (maxPerMinute === undefined) return pipeline;
  const requestsPerMinute = Math.min(maxPerMinute, primary.requestsPerMinute ?? maxPerMinute);
  return { ...pipeline, primary: { ...primary, requestsPerMinute } };
}

async function withLedger<T>(options: BackfillOptions, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const { pipeline, home, dryRun, now = Date.now } = options;
  const resources = new Resources();
  try {
    if (dryRun !== true && pipeline.database !== undefined)
      await whenFree(options, () => takePipelineLock(pipeline, resources, { signal: options.signal }));
    return await work(await (dryRun === true ? openLedgerCopy : openOwnLedger)(pipeline, { now, home }, resources));
  } finally {
    await resources.close();
  }
}

/** @throws ConsolidatorError `usage` */
function checkRange({ pipeline, store, from, to }: BackfillOptions): Secondary {
  const secondary = pipeline.secondaries.find(({ name }) => name === store);
  if (secondary === undefined) {
    throw new ConsolidatorError('usage', `The pipeline ${pipeline.name} has no secondary store "${store}".`);
  }
  if (secondary.source !== undefined) {
    const sentence = `${store} is read from files, which a back-fill can't ask for its history. Import files of those days instead.`;
    throw new ConsolidatorError('usage', sentence);
  }
  if (from > to) throw new ConsolidatorError('usage', `--from ${from} is later than --to ${to}.`);
  if (to >= secondary.since) {
    throw new ConsolidatorError(
      'usage',
      `${store} is copied from ${secondary.since} on by every run (its key \`since\`); a back-fill is for what is older, so --to must be before that day, and is ${to}.`,
    );
  }
  return secondary;
}

/** A slice that was begun with the mark must not go on without it: its copies would reach Xero a second time. */
function refuseLostMark(options: BackfillOptions, before: readonly HistorySlice[]): void {
  if (options.alreadyInAccounting === true) return;
  const marked = before.find((slice) => slice.alreadyInAccounting && overlap(slice, options));
  if (marked === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `The days from ${marked.from} to ${marked.to} of ${options.store} were begun with --already-in-accounting. Say it again, or choose other days.`,
  );
}
