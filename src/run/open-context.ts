import type { Ledger } from '../ledger/ledger.ts';
import type { RunProblem } from '../model/errors.ts';
import type { Order } from '../model/order.ts';
import { programVersion } from '../model/program-version.ts';
import { lowerKey } from '../model/text-key.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { systemClock } from '../neto/clock.ts';
import { DecisionQueue } from '../session/decisions/queue.ts';
import { takeQueued } from '../session/decisions/take-queued.ts';
import { LastSeen } from '../session/last-seen.ts';
import { OpenExports } from '../session/open-exports.ts';
import { openSharedRequestLog } from '../session/open-run.ts';
import { openStores } from '../session/open-stores.ts';
import { PrimaryTime } from '../session/primary-time.ts';
import type { Resources } from '../session/resources.ts';
import { StoreHabits } from '../session/store-habits.ts';
import { StoreReadings } from '../session/store-readings.ts';
import { isAsked } from '../session/store-run.ts';
import { ComparedCopies } from './context/compared-copies.ts';
import { ContactSurvey } from './context/contact-survey.ts';
import { primaryHost, type RunContext } from './context/context.ts';
import { openDailyBudget } from './context/daily-budget.ts';
import { FieldGroups, fieldLeftAlone } from './context/field-groups.ts';
import { FreshCopies } from './context/fresh-copies.ts';
import { isNarrowed } from './context/narrowing.ts';
import { OrderGates } from './context/order-gates.ts';
import { ReferenceCache } from './context/reference-cache.ts';
import { referenceMemory } from './context/reference-memory.ts';
import { GuardGroups, type RunWarning } from './context/warnings.ts';
import { WorthALook } from './context/worth-a-look.ts';
import { noteMade } from './copies/copies-by-file.ts';
import { doOrdersShowPayments } from './load/shown-payments.ts';
import type { RunOptions } from './options.ts';
import { Canaries } from './protocol/canary.ts';
import { CopyWatch } from './protocol/copy-watch.ts';
import type { Destination } from './protocol/destination.ts';
import { Paces } from './protocol/pace.ts';
import { openRoundingEffects } from './protocol/rounding-effects.ts';
import { Steps } from './protocol/steps.ts';
import { chunkOf } from './protocol/together.ts';
import { WriteSizes } from './protocol/write-sizes.ts';

export async function openContext(
  options: RunOptions & { readonly destination: Destination },
  ledger: Ledger,
  resources: Resources,
  cut: AbortSignal | undefined,
): Promise<RunContext> {
  const { destination, narrowing = {}, progress = () => {}, signal, now = Date.now } = options;
  const requestLog = openSharedRequestLog(
    { home: options.home, database: options.pipeline.database },
    resources,
    options.between?.requestClock,
  );
  const habits = new StoreHabits(ledger, now);
  // Loaded only for a pipeline that names its books.
  const { pipeline, books } =
    options.pipeline.xero === undefined
      ? { pipeline: options.pipeline, books: undefined }
      : await (await import('../session/open-books.ts')).openBooks(options.pipeline, {
          ...{
            ledger,
            resources,
            keeps: destination.keeps,
            around: { requestLog, progress, clock: options.between?.clock },
          },
          signal,
          now: () => instantOfMilliseconds(now()),
        });
  const opening = {
    pipeline,
    lockIsKnown: true,
    habits,
    ledger,
    requestLog,
    progress,
    only: narrowing.stores,
    given: options.feeds,
    history: narrowing.history,
    readOnly: !destination.keeps,
    byFile: destination.isByFile,
    clock: options.between?.clock,
    listSizes: options.between?.listSizes,
    between: (client: NetoClient) => options.between?.store(client) ?? client,
  };
  // Of a ledger that several machines use.
  if (pipeline.database !== undefined)
    await (await import('../session/exports-elsewhere.ts')).refuseExportsElsewhere(ledger, pipeline, options.home);
  const notAbsentBefore =
    resources.lease &&
    (await import('../session/not-absent-before.ts')).notAbsentBefore(resources.lease, pipeline, now());
  const { takeOver = false, takeOverReason: reason } = options;
  if (takeOver) await ledger.claim('taken-over', { reason });
  const { primary, stores } = await openStores(opening, resources);
  const freshCopies = new FreshCopies(await doOrdersShowPayments({ ledger }, primary.host));
  const problems: RunProblem[] = [];
  const centsOff = new Set<string>();
  const copiesSeen: Order[] = [];
  const warnings: RunWarning[] = [];
  const run = await ledger.beginRun({ narrowed: isNarrowed(narrowing) });
  const primaryTime = new PrimaryTime(now);
  const lastSeen = new LastSeen(options.home, pipeline.ledger, ledger.installationId);
  const isPutBack = ledger.claimed === null && run <= lastSeen.run;
  if (destination.keeps && !isPutBack) lastSeen.note(run);
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
  const rounding = await openRoundingEffects(ledger, primaryHost({ pipeline }), habits);
  return {
    pipeline,
    ledger,
    run,
    daily: await openDailyBudget({ pipeline, ledger, run, clock: options.between?.clock }),
    stores,
    primary,
    destination,
    steps: new Steps({
      destination,
      mayWrite: (names) => watch.mayWrite(names),
      beforeWrite: (entity, targetIds) => {
        if (entity === 'orders') for (const id of targetIds) freshCopies.forget(id);
      },
      services: {
        primary,
        signal: cut,
        installation: () => (takeOver ? null : { id: ledger.installationId, generation: ledger.generation }),
        hostOf: (store) => pipeline.secondaries.find(({ name }) => name === store)?.host,
        rounding,
        onCopy: (copy) => copiesSeen.push(copy),
        onApproved: async (key, copy) => {
          const isOfFile = stores.some((store) => store.fixed.store === key.store && !isAsked(store));
          if (isOfFile) await noteMade({ ledger }, key, copy);
        },
        onCentsOff: (targetId) => centsOff.add(lowerKey(targetId)),
        references: (entity) =>
          referenceMemory({ ledger, primaryHost: primary.host, entity, warn: (warning) => warnings.push(warning) }),
      },
    }),
    chunk: options.between?.chunk ?? chunkOf(pipeline.load.batchSizes),
    gates: new OrderGates({ asks: options.yes !== true, holds: destination.keeps }),
    takenOver: takeOver ? new Map() : undefined,
    paces: new Paces(
      pipeline.load.batchSizes,
      new WriteSizes(destination.keeps ? options.home : undefined, primaryHost({ pipeline }), now),
    ),
    canaries: new Canaries({
      ledger,
      primaryHost: primaryHost({ pipeline }),
      version: options.version ?? programVersion(),
      keeps: destination.keeps,
      tell: (seen) => habits.note(primary.host, seen),
      onStop(problem) {
        problems.push(problem);
        progress({ kind: 'problem', ...problem });
      },
    }),
    takeDecisions: async () => {
      if (destination.keeps) await takeQueued(ledger, new DecisionQueue(pipeline), { now, countIn: run });
    },
    problems,
    habits,
    readings: new StoreReadings(ledger, habits),
    rounding,
    centsOff,
    copiesSeen,
    freshCopies,
    narrowing,
    allowEmpty: options.allowEmpty ?? false,
    notCopiedYet: options.notCopiedYet ?? [],
    stoppedStores: new Set(),
    chosen: new Map(),
    readNow: new Map(),
    now,
    notAbsentBefore,
    clock: options.between?.clock ?? systemClock,
    primaryTime,
    watch,
    progress,
    signal,
    cut,
    lookups: new ReferenceCache(primary, signal, options.lists),
    // An export leaves out by itself what is in others.
    exports: destination.isByFile ? new OpenExports() : await OpenExports.read(pipeline),
    warnings,
    guarded: new GuardGroups(),
    compared: new ComparedCopies(),
    look: new WorthALook(() => instantOfMilliseconds(now())),
    leftAlone: new FieldGroups(fieldLeftAlone),
    contacts: new ContactSurvey(),
    existingContacts: new Map(),
    books,
    waitForXero: new Map(),
    numbersInXero:
      books === undefined ? undefined : (await import('../session/numbers-in-xero.ts')).numbersInXero(books),
  };
}
