import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Order } from '../model/order.ts';
import { programVersion } from '../model/program-version.ts';
import type { RunProblem } from '../model/run-problem.ts';
import { lowerKey } from '../model/text-key.ts';
import { daysBefore, type Instant } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { type Clock, steadyTime, systemClock } from '../neto/clock.ts';
import { cutAfter } from '../session/cut.ts';
import { LastSeen } from '../session/last-seen.ts';
import { OpenExports } from '../session/open-exports.ts';
import { openLedgerCopy, openOwnLedger, openSharedRequestLog, Resources, takeLocks } from '../session/open-run.ts';
import { openStores } from '../session/open-stores.ts';
import { PrimaryTime } from '../session/primary-time.ts';
import type { Progress } from '../session/progress.ts';
import type { StoreFeeds } from '../session/store-feeds.ts';
import { StoreReadings } from '../session/store-readings.ts';
import { ChangedInPrimary } from './close/changed-in-primary.ts';
import { clockWasSet } from './close/clock-was-set.ts';
import { beginClosing, closeRun } from './close/close-run.ts';
import { findChangedCopies } from './close/find-changed-copies.ts';
import { findChangedMoney } from './close/find-changed-money.ts';
import { AskedOnce } from './context/asked-once.ts';
import { ComparedCopies } from './context/compared-copies.ts';
import { ContactSurvey } from './context/contact-survey.ts';
import { pacedContext, primaryHost, type RunContext, stopIfAsked } from './context/context.ts';
import { openDailyBudget } from './context/daily-budget.ts';
import type { RunDifference } from './context/difference.ts';
import { FieldGroups, fieldLeftAlone } from './context/field-groups.ts';
import { isNarrowed, type Narrowing } from './context/narrowing.ts';
import { OrderGates } from './context/order-gates.ts';
import { referenceMemory } from './context/reference-memory.ts';
import { problemOf, tellProblem } from './context/tell-problem.ts';
import { GuardGroups, type RunWarning } from './context/warnings.ts';
import { noteMade } from './copies/copies-by-file.ts';
import { backUpDaily } from './daily-backup.ts';
import { Backlog } from './extract/backlog.ts';
import { charactersLeftOut } from './extract/characters-left-out.ts';
import { Clocks } from './extract/clocks.ts';
import { listDaily } from './extract/daily-listing.ts';
import { extractStore } from './extract/extract-store.ts';
import { extractFiles } from './extract/files/extract-files.ts';
import { type Listed, listAndLoadDaily } from './list-and-load-daily.ts';
import { judgeCurrencies, judgeGuards, judgesBeforehand, warnOfContacts } from './load/judge-guards.ts';
import { loadStaged } from './load/load-staged.ts';
import { isFirstRun, judgeOldOrders } from './load/old-orders.ts';
import { searchCopies, unsearchedStores } from './load/search-copies.ts';
import { settlePending } from './load/settle-pending.ts';
import { probePrimary } from './probe-primary.ts';
import type { Proof, ProofWanted, Prover } from './proof.ts';
import { Canaries } from './protocol/canary.ts';
import { CopyWatch } from './protocol/copy-watch.ts';
import { Paces } from './protocol/pace.ts';
import { Planned } from './protocol/planned.ts';
import { openRoundingEffects } from './protocol/rounding-effects.ts';
import { openTargets, type TargetOptions } from './protocol/targets.ts';
import { type RunSummary, summarise } from './summary.ts';

export interface RunOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly narrowing?: Narrowing | undefined;
  /** Files that one store is read from instead of what the pipeline says (`import`). */
  readonly feeds?: { readonly store: string; readonly feeds: StoreFeeds } | undefined;
  /** More than 200 orders that are older than the last whole run are wanted. */
  readonly yes?: boolean | undefined;
  /** A store without any order is no sign of a key without rights. */
  readonly allowEmpty?: boolean | undefined;
  readonly takeOver?: boolean | undefined;
  /** Stores of which orders of the primary that look like their copies are none. */
  readonly notCopiedYet?: readonly string[] | undefined;
  /** Compares both sides at the end of a whole run; left out: no run proves. */
  readonly prover?: Prover | undefined;
  /** `daily` when left out. */
  readonly proof?: ProofWanted | undefined;
  /** A plan: the same run on a copy of the ledger, with every write to the primary left out. */
  readonly simulate?: boolean | undefined;
  /** Told of what a plan would have written (`export`). */
  readonly collect?: TargetOptions['collect'];
  readonly progress?: Progress | undefined;
  /**
   * Asks the run to end between two steps, with the status `stopped`: a write that is under way is finished and read
   * back. What takes longer than `cutAfterMilliseconds` (20,000 when left out) is cut then, with its intents left for
   * the next run to settle, so that a process that passes its SIGINT and SIGTERM on to this is gone within 30 s.
   */
  readonly signal?: AbortSignal | undefined;
  readonly cutAfterMilliseconds?: number | undefined;
  /** For tests: this program's version, on which what it has proven of the primary depends. */
  readonly version?: string | undefined;
  /** This machine's id; for tests. */
  readonly machine?: string | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
  /** The time of day as this machine tells it, which may be set while the run goes on; for tests. */
  readonly wall?: (() => number) | undefined;
  /** For tests: what comes between the run and its ledger or a store, to watch or break each step. */
  readonly between?: Between | undefined;
  /** Called before the ledger of the run is closed; a plan looks at its samples here. */
  readonly inspect?: ((ledger: Ledger, run: number) => Promise<void>) | undefined;
}

export interface Between {
  ledger(ledger: Ledger): Ledger;
  store(client: NetoClient): NetoClient;
  readonly clock?: Clock | undefined;
  /** That of the log of requests, which all processes of a machine share; the machine's own when left out. */
  readonly requestClock?: Clock | undefined;
}

/**
 * One run of a pipeline: lock, settle what is pending, extract and load side by side, close, count.
 * A store that fails is reported in the summary, and the others go on.
 * @throws ConsolidatorError where the run could not begin (configuration, lock, ledger)
 */
export async function runPipeline(given: RunOptions): Promise<RunSummary> {
  const isReal = given.now === undefined || given.now === Date.now;
  const wall = given.wall ?? (isReal ? Date.now : undefined);
  const now = wall === undefined ? (given.now ?? Date.now) : steadyTime(wall, given.between?.clock);
  const options = { ...given, now, wall };
  const { pipeline, simulate = false } = options;
  const resources = new Resources();
  try {
    if (!simulate) takeLocks(pipeline, options.home, resources);
    const { home, machine } = options;
    let otherMachine = false;
    const onOtherMachine = (): void => {
      otherMachine = true;
    };
    const open = simulate ? openLedgerCopy : openOwnLedger;
    const opened = await open(pipeline, { now, home, machine, onOtherMachine }, resources);
    const isWhole = !simulate && !isNarrowed(options.narrowing ?? {});
    const ofBackup = isWhole ? await backUpDaily(pipeline, opened, now()) : [];
    const ledger = options.between?.ledger(opened) ?? opened;
    const cut = cutAfter(options.signal, options.cutAfterMilliseconds);
    resources.add(() => cut.release());
    const context = await openContext(options, ledger, resources, cut.signal);
    context.warnings.push(...ofBackup);
    if (otherMachine) context.warnings.push(onAnotherMachine(pipeline));
    return await execute(context, options);
  } finally {
    await resources.close();
  }
}

async function openContext(
  options: RunOptions,
  ledger: Ledger,
  resources: Resources,
  cut: AbortSignal | undefined,
): Promise<RunContext> {
  const { pipeline, narrowing = {}, progress = () => {}, signal, now = Date.now } = options;
  const requestLog = openSharedRequestLog(options.home, resources, options.between?.requestClock);
  const opening = {
    pipeline,
    ledger,
    requestLog,
    progress,
    only: narrowing.stores,
    given: options.feeds,
    history: narrowing.history,
    byFile: options.collect !== undefined,
    clock: options.between?.clock,
    between: (client: NetoClient) => options.between?.store(client) ?? client,
  };
  const { takeOver = false, simulate = false } = options;
  if (takeOver) await ledger.claim('taken-over');
  const { primary, stores } = await openStores(opening, resources);
  const problems: RunProblem[] = [];
  const centsOff = new Set<string>();
  const copiesSeen: Order[] = [];
  const warnings: RunWarning[] = [];
  const run = await ledger.beginRun({ narrowed: isNarrowed(narrowing) });
  const primaryTime = new PrimaryTime(now);
  const lastSeen = new LastSeen(options.home, pipeline.ledger, ledger.installationId);
  const isPutBack = ledger.claimed === null && run <= lastSeen.run;
  if (!simulate && !isPutBack) lastSeen.note(run);
  const watch = new CopyWatch({
    pipeline,
    ledger,
    primary,
    takeOver,
    isPutBack,
    now,
    primaryTime: () => primaryTime.now(),
    signal: cut,
  });
  const rounding = await openRoundingEffects(ledger, primaryHost({ pipeline }));
  return {
    pipeline,
    ledger,
    run,
    daily: await openDailyBudget({ pipeline, ledger, run, clock: options.between?.clock }),
    stores,
    primary,
    targets: openTargets({
      primary,
      installation: () => (takeOver ? null : { id: ledger.installationId, generation: ledger.generation }),
      hostOf: (store) => pipeline.secondaries.find(({ name }) => name === store)?.host,
      mayWrite: (names) => watch.mayWrite(names),
      rounding,
      onCopy: (copy) => copiesSeen.push(copy),
      onApproved: async (key, copy) => {
        const isByFile = stores.some(({ fixed, feeds }) => fixed.store === key.store && feeds !== undefined);
        if (isByFile && !simulate) await noteMade({ ledger }, key, copy);
      },
      onCentsOff: (targetId) => centsOff.add(lowerKey(targetId)),
      signal: cut,
      simulate,
      collect: options.collect,
      references: (entity) =>
        referenceMemory({ ledger, primaryHost: primary.host, entity, warn: (warning) => warnings.push(warning) }),
    }),
    gates: new OrderGates(options.yes !== true && !simulate),
    paces: new Paces(pipeline.load.batchSizes),
    canaries: new Canaries({
      ledger,
      primaryHost: primaryHost({ pipeline }),
      version: options.version ?? programVersion(),
      simulate,
      onStop(problem) {
        problems.push(problem);
        progress({ kind: 'problem', ...problem });
      },
    }),
    problems,
    readings: new StoreReadings(ledger),
    rounding,
    centsOff,
    copiesSeen,
    narrowing,
    allowEmpty: options.allowEmpty ?? false,
    notCopiedYet: options.notCopiedYet ?? [],
    stoppedStores: new Set(),
    now,
    clock: options.between?.clock ?? systemClock,
    primaryTime,
    watch,
    progress,
    signal,
    cut,
    asked: new AskedOnce(primary, signal),
    planned: simulate ? new Planned() : undefined,
    // An export leaves out by itself what is in others.
    exports: options.collect === undefined ? await OpenExports.read(pipeline) : new OpenExports(),
    warnings,
    guarded: new GuardGroups(),
    compared: new ComparedCopies(),
    leftAlone: new FieldGroups(fieldLeftAlone),
    contacts: new ContactSurvey(),
    heldContacts: new Map(),
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

async function execute(given: RunContext, options: RunOptions): Promise<RunSummary> {
  let context = given;
  const { ledger, run, progress, problems } = context;
  const bound: Record<string, Instant> = {};
  let differences: RunDifference[] = [];
  let proof: Proof | null = null;
  try {
    await options.prover?.begin(context);
    progress({ kind: 'phase', phase: 'settle' });
    const primaryClock = await probePrimary(context);
    context.primaryTime.told(primaryClock);
    context = await settleClaim(context);
    const since = await beginClosing(context, primaryClock);
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
    if (context.signal?.aborted !== true) differences = await closeRun(context, since);
    if (context.signal?.aborted !== true)
      proof = (await options.prover?.prove(context, { wanted: options.proof ?? 'daily', bound })) ?? null;
  } catch (error) {
    problems.push(problemOf(error, 'primary'));
  }
  const stopped = context.signal?.aborted === true;
  await tellLeftStores(context);
  await purgeOld(context);
  const summary = await summarise(ledger, run, {
    pipeline: context.pipeline.name,
    bound,
    requests: Object.fromEntries([context.primary, ...context.stores.map(({ client }) => client)].map(requestsOf)),
    differences,
    proof,
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
  });
  await ledger.finishRun(run, summary.status, JSON.stringify(withoutPeople(summary)));
  await options.inspect?.(ledger, run);
  return summary;
}

interface Extraction {
  readonly clocks: Clocks;
  /** By store: up to when it was read, where it was read to the end. */
  readonly bound: Record<string, Instant>;
}

async function extractAndLoad(context: RunContext, { clocks, bound }: Extraction): Promise<void> {
  const { problems } = context;
  const first = await isFirstRun(context);
  const beforehand = judgesBeforehand(context);
  // What is to be known before the first write must have been read by then.
  const unsearched = await unsearchedStores(context);
  const apart = beforehand || unsearched.length > 0;
  // Where a person may have to be asked, the loader waits for all orders of a store.
  const waits = apart || context.stores.some(({ fixed }) => !context.gates.isOpen(fixed.store));
  const backlog = new Backlog({ extractors: context.stores.length, bounded: !waits });
  const listed: Listed[] = [];
  const extraction = Promise.all(
    context.stores.map(async (store) => {
      try {
        if (store.feeds === undefined) {
          const time = await clocks.timeOf(store.fixed.store);
          const read = await extractStore(context, store, backlog, time);
          if (apart) await listDaily(read);
          else listed.push(read);
          bound[store.fixed.store] = time.upTo;
        } else bound[store.fixed.store] = await extractFiles(context, store, store.feeds, backlog);
        context.progress({ kind: 'extracted', store: store.fixed.store });
      } catch (error) {
        tellProblem(context, store, error);
      } finally {
        await judgeOldOrders(context, store);
        backlog.extracted();
      }
    }),
  );
  try {
    if (apart) {
      await extraction;
      stopIfAsked(context);
    }
    await searchCopies(context, unsearched, ({ fixed }) => bound[fixed.store] !== undefined);
    if (first) await judgeCurrencies(context);
    if (beforehand) await judgeGuards(context);
    for (const problem of await loadStaged(context, backlog)) problems.push(problemOf(problem, 'primary'));
    backlog.unbind();
    await extraction;
    await listAndLoadDaily(context, listed);
    await warnOfContacts(context);
  } finally {
    backlog.unbind();
    await extraction;
  }
}

/** What a store left behind that is not in the file any more keeps every run from being good, until it is closed. */
async function tellLeftStores({ ledger, pipeline, problems, progress }: RunContext): Promise<void> {
  const names = new Set(pipeline.secondaries.map(({ name }) => name));
  const open = new Map<string, number>();
  for (const { store, state, count } of await ledger.standing()) {
    if (names.has(store) || (state !== 'staged' && state !== 'writing')) continue;
    open.set(store, (open.get(store) ?? 0) + count);
  }
  for (const [store, count] of open) {
    const message = `${store} is not in the pipeline file any more, and ${count} of its records are neither copied nor left out. Close it: doctor --close-store ${store}.`;
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
function withoutPeople(summary: RunSummary): unknown {
  return { ...summary, quarantine: summary.quarantine.length };
}
