import type { Pipeline } from '../config/pipeline.ts';
import { entityNames } from '../entities/kinds.ts';
import { withinSpan } from '../model/spans.ts';
import { daysBefore, type Instant } from '../model/time.ts';
import { steadyTime } from '../neto/clock.ts';
import { cutAfter } from '../session/cut.ts';
import { DecisionQueue } from '../session/decisions/queue.ts';
import { takeLeft } from '../session/decisions/take-left.ts';
import { takeQueued } from '../session/decisions/take-queued.ts';
import { openLedgerCopy, openOwnLedger } from '../session/own-ledger.ts';
import { personHere } from '../session/person-here.ts';
import { publishProgress } from '../session/published-progress.ts';
import { Resources } from '../session/resources.ts';
import { takeLocks } from '../session/take-locks.ts';
import { ChangedInPrimary } from './close/changed-in-primary.ts';
import { clockWasSet } from './close/clock-was-set.ts';
import { beginClosing, closeRun } from './close/close-run.ts';
import { findChangedCopies } from './close/find-changed-copies.ts';
import { findChangedMoney } from './close/find-changed-money.ts';
import { pacedContext, type RunContext } from './context/context.ts';
import { askedAlone, isNarrowed } from './context/narrowing.ts';
import { problemOf } from './context/tell-problem.ts';
import type { RunDifference, RunWarning } from './context/warnings.ts';
import { backUpDaily } from './daily-backup.ts';
import { charactersLeftOut } from './extract/characters-left-out.ts';
import { Clocks } from './extract/clocks.ts';
import { extractAndLoad } from './extract-and-load.ts';
import { leftOpen } from './load/limited-orders.ts';
import { keepYes, tellKeptYes } from './load/old-orders.ts';
import { settlePending } from './load/settle-pending.ts';
import { openContext } from './open-context.ts';
import type { RunOptions } from './options.ts';
import { probePrimary } from './probe-primary.ts';
import type { Proof } from './proof.ts';
import { withDeferredIntents } from './protocol/deferred-intents.ts';
import { PlanDestination } from './protocol/plan-destination.ts';
import { PrimaryDestination } from './protocol/primary-destination.ts';
import { type RunSummary, summarise } from './summary.ts';

/**
 * One run of a pipeline: lock, settle what is pending, extract and load side by side, close, count.
 * A store that fails is reported in the summary, and the others go on.
 * @throws ConsolidatorError where the run could not begin (configuration, lock, ledger)
 */
export async function runPipeline(given: RunOptions): Promise<RunSummary> {
  const isReal = given.now === undefined || given.now === Date.now;
  const wall = given.wall ?? (isReal ? Date.now : undefined);
  const now = wall === undefined ? (given.now ?? Date.now) : steadyTime(wall, given.between?.clock);
  const destination = given.destination ?? (given.simulate === true ? new PlanDestination() : new PrimaryDestination());
  const options = { ...given, now, wall, destination };
  if (!destination.keeps) {
    try {
      return await holding(options);
    } finally {
      // Whoever has given it may ask it for what it keeps.
      if (given.destination === undefined) destination.close?.();
    }
  }
  const { pipeline, home, linker } = options;
  await linker?.(pipeline, options);
  const summary = await withinSpan('run', { pipeline: pipeline.name }, async (tell) => {
    const ended = await holding(options);
    tell({ run: ended.run, outcome: ended.status });
    return ended;
  });
  await takeLeft(pipeline, { now, home });
  await linker?.(pipeline, options);
  return summary;
}

/** The run itself, while nobody else may write. */
async function holding(
  given: RunOptions & {
    readonly now: () => number;
    readonly destination: NonNullable<RunOptions['destination']>;
  },
): Promise<RunSummary> {
  const { pipeline, home, machine, now, destination } = given;
  const resources = new Resources();
  try {
    if (destination.keeps)
      await takeLocks(pipeline, home, resources, { signal: given.signal, leaseSeconds: given.between?.leaseSeconds });
    const options = destination.keeps
      ? { ...given, ...told(given, resources), ...endingWith(given, resources) }
      : given;
    let otherMachine = false;
    const onOtherMachine = (): void => {
      otherMachine = true;
    };
    const open = destination.keeps ? openOwnLedger : openLedgerCopy;
    const opened = await open(pipeline, { now, home, machine, onOtherMachine }, resources);
    const isWhole = destination.keeps && !isNarrowed(options.narrowing ?? {});
    const ofBackup = isWhole ? await backUpDaily(pipeline, opened, now()) : [];
    const watched = options.between?.ledger(opened) ?? opened;
    const ledger = destination.keeps ? watched : withDeferredIntents(watched);
    const cut = cutAfter(options.signal, options.cutAfterMilliseconds);
    resources.add(() => cut.release());
    const context = await openContext(options, ledger, resources, cut.signal);
    context.warnings.push(...ofBackup);
    const { begunBy } = options;
    if (begunBy !== undefined && destination.keeps) {
      const change = `run ${context.run}: not begun, now begun by hand`;
      await ledger.noteDecided({ who: begunBy, event: 'begun', change, reason: '' });
    }
    if (otherMachine) context.warnings.push(onAnotherMachine(pipeline));
    const summary = await execute(context, options);
    // What was decided after the last batch is no part of what the run tells.
    if (destination.keeps) await takeQueued(ledger, new DecisionQueue(pipeline), { now });
    resources.lease?.lost.throwIfAborted();
    return summary;
  } catch (error) {
    // What else went wrong followed from it.
    resources.lease?.lost.throwIfAborted();
    throw error;
  } finally {
    await resources.close();
  }
}

/** A run whose lease is another's ends between two steps, as one that is stopped; what it would write is refused anyway. */
function endingWith({ signal }: RunOptions, { lease }: Resources): Pick<RunOptions, 'signal'> {
  if (lease === undefined) return {};
  return { signal: signal === undefined ? lease.lost : AbortSignal.any([signal, lease.lost]) };
}

/** Whoever looks at the pipeline from another process sees how far the run is. */
function told({ home, pipeline, progress }: RunOptions, resources: Resources): Pick<RunOptions, 'progress'> {
  const published = publishProgress(home, pipeline);
  resources.add(() => published.end());
  return {
    progress: (event) => {
      published.take(event);
      progress?.(event);
    },
  };
}

/** A ledger that was moved, put back or made anew goes on above every generation that the primary knows. */
async function settleClaim(context: RunContext): Promise<RunContext> {
  const { ledger, stores, watch } = context;
  if (ledger.claimed === null) return context;
  await ledger.settleClaim(await watch.highestGeneration());
  const { generation } = ledger;
  return { ...context, stores: stores.map((store) => ({ ...store, fixed: { ...store.fixed, generation } })) };
}

/** A yes to a part that is chosen by days or numbers, or to given files, is for this run alone. */
function isKeptYes({ narrowing, destination }: RunContext, { feeds }: RunOptions): boolean {
  const { stores: _stores, entities: _entities, ...rest } = narrowing;
  return destination.keeps && feeds === undefined && !isNarrowed(rest);
}

async function execute(given: RunContext, options: RunOptions): Promise<RunSummary> {
  let context = given;
  const { ledger, run, progress, problems } = context;
  const bound: Record<string, Instant> = {};
  let differences: RunDifference[] = [];
  let proof: Proof | null = null;
  const keepsYes = options.yes === true && isKeptYes(context, options);
  try {
    await options.prover?.begin(context);
    progress({ kind: 'phase', phase: 'settle' });
    const primaryClock = await probePrimary(context);
    context.primaryTime.told(primaryClock);
    context = await settleClaim(context);
    const since = await beginClosing(context, primaryClock);
    if (keepsYes) await keepYes(context, personHere());
    for (const { fixed, rulesHash: rules } of context.stores) await ledger.restage(run, fixed.store, rules);
    await settlePending(context);
    progress({ kind: 'phase', phase: 'extract' });
    const clocks = new Clocks(context, primaryClock);
    await extractAndLoad(context, { clocks, bound });
    context.warnings.push(...(await clocks.warnings()));
    progress({ kind: 'phase', phase: 'close' });
    const paced = pacedContext(context);
    const changed = new ChangedInPrimary(paced);
    for (const store of paced.stores) {
      const upTo = bound[store.fixed.store];
      if (upTo === undefined || context.signal?.aborted === true) continue;
      await findChangedCopies(paced, store, { bound: upTo, changed });
      await findChangedMoney(paced, store, { bound: upTo, changed });
    }
    // A sample says nothing of what else has appeared in the primary since.
    const closes = context.narrowing.latest === undefined && context.signal?.aborted !== true;
    const closed = closes ? await closeRun(context, since) : undefined;
    differences = closed?.differences ?? [];
    if (context.signal?.aborted !== true)
      proof =
        (await options.prover?.prove(context, {
          ...{ wanted: options.proof ?? 'daily', bound, changed: closed?.changed, home: options.home },
        })) ?? null;
  } catch (error) {
    problems.push(problemOf(error, 'primary'));
  }
  const stopped = context.signal?.aborted === true;
  if (stopped && keepsYes) await tellKeptYes(context, bound, personHere());
  if (isNarrowed(context.narrowing)) await ledger.countOnlySelected(run, context.narrowing);
  await reportLeftStores(context);
  if (context.waitForXero.size > 0) (await import('./context/wait-for-xero.ts')).reportWaitingForXero(context);
  await purgeOld(context);
  await context.habits.save();
  const summary = await summarise(ledger, run, {
    pipeline: context.pipeline.name,
    bound,
    ...narrowedTo(context, options),
    requests: Object.fromEntries([context.primary, ...context.stores.map(({ source }) => source)].map(requestsOf)),
    differences,
    proof,
    ...unconfirmedIn(context),
    ...(context.takenOver === undefined ? {} : { takenOver: Object.fromEntries(context.takenOver) }),
    worthALook: context.look.list((store) => bound[store]),
    warnings: [
      ...context.warnings,
      ...clockWasSet(options.wall, context),
      ...context.guarded.warnings(),
      ...context.stores.flatMap(charactersLeftOut),
      ...context.compared.warnings(),
      ...context.leftAlone.warnings(),
    ],
    problems: problems.filter(({ code }) => !(stopped && code === 'stopped')),
    stopped,
    leftOpen: await leftOpen(context),
  });
  tellCounts(summary, progress);
  await ledger.finishRun(run, summary.status, JSON.stringify(redactPersonalData(summary)));
  await options.inspect?.(ledger, run);
  return summary;
}

/** Whoever shows progress ends with the numbers of the summary. */
function tellCounts({ stores }: RunSummary, progress: RunContext['progress']): void {
  for (const [store, entities] of Object.entries(stores)) {
    for (const entity of entityNames()) {
      const counts = entities[entity];
      if (counts === undefined) continue;
      progress({ kind: 'counted', store, entity, read: counts.read, settled: counts.read - counts.pending });
    }
  }
}

/** An import reads what it is given, and is narrowed by nobody. */
function narrowedTo({ narrowing }: RunContext, { feeds }: RunOptions): Pick<RunSummary, 'narrowing'> {
  const alone = feeds === undefined ? askedAlone(narrowing) : undefined;
  return alone === undefined ? {} : { narrowing: alone };
}

function unconfirmedIn({ gates }: RunContext): Pick<RunSummary, 'unconfirmed'> {
  const unconfirmed = [...gates.unconfirmed].map(([store, asked]) => ({ store, ...asked }));
  return unconfirmed.length === 0 ? {} : { unconfirmed };
}

/** What a store left behind that is not in the file any more keeps every run from being good, until it is closed. */
async function reportLeftStores({ ledger, pipeline, problems, progress }: RunContext): Promise<void> {
  const names = new Set(pipeline.secondaries.map(({ name }) => name));
  const open = new Map<string, number>();
  for (const { store, state, count } of await ledger.standing()) {
    if (names.has(store) || (state !== 'staged' && state !== 'writing')) continue;
    open.set(store, (open.get(store) ?? 0) + count);
  }
  for (const [store, count] of open) {
    const message = `${store} is not in the pipeline file any more, and ${count} of its records are neither copied nor left out. Close it: \`doctor --close-store ${store}\`.`;
    problems.push({ store, code: 'store-left-open', message });
    progress({ kind: 'problem', store, code: 'store-left-open', message });
  }
}

/** A machine's id changes with its operating system as well, so it is no more than a reason to look. */
function onAnotherMachine({ ledger }: Pipeline): RunWarning {
  const message = `The ledger ${ledger} was last used on another machine. Where that one still runs it, stop it there: only one of them may be used.`;
  return { store: 'primary', entity: 'orders', sourceId: '', code: 'on-another-machine', message };
}

/** What nobody decided about for long enough keeps its place in quarantine, and loses what is personal in it. */
async function purgeOld({ ledger, run, pipeline, now }: RunContext): Promise<void> {
  await ledger.purge(run, daysBefore(now(), pipeline.quarantine.purgeAfterDays));
}

function requestsOf({ store, requests }: { readonly store: string; readonly requests: number }): [string, number] {
  return [store, requests];
}

/** Messages of quarantined records may name what a shopper wrote; the ledger keeps those with their records only. */
function redactPersonalData(summary: RunSummary): unknown {
  return { ...summary, quarantine: summary.quarantine.length };
}
