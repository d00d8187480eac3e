import type { Pipeline } from '../../config/pipeline.ts';
import type { ClosedStore } from '../../ledger/examination.ts';
import type { OpenIntent } from '../../ledger/intent.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { ByEntity, EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type Instant, instantOfMilliseconds } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type Clock, systemClock } from '../../neto/clock.ts';
import { readTime } from '../../neto/orders.ts';
import { referenceMemory } from '../../run/context/reference-memory.ts';
import { PrimaryDestination } from '../../run/protocol/primary-destination.ts';
import { openRoundingEffects } from '../../run/protocol/rounding-effects.ts';
import { settleIntents } from '../../run/protocol/settle-intents.ts';
import { type Step, Steps } from '../../run/protocol/steps.ts';
import { notAbsentBefore } from '../../session/not-absent-before.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { PrimaryTime } from '../../session/primary-time.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';

interface CloseStoreOptions {
  readonly pipeline: Pipeline;
  readonly home: string;
  /** A store that was taken out of the pipeline file. */
  readonly store: string;
  /** Why, in the person's own words; it goes into the audit. */
  readonly reason?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** What the looks wait by; for tests. */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told that looking takes until then. */
  readonly onWait?: ((seconds: number) => void) | undefined;
}

/** What a person has to see to, since nothing is written for the store any more. */
interface LeftToPerson {
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly targetId: string | null;
  readonly why: string;
}

export interface ClosedStoreReport extends ClosedStore {
  readonly store: string;
  /** Writes of unknown outcome whose records were found in the primary. */
  readonly found: number;
  /** Those that were proven never to have happened. */
  readonly absent: number;
  /** Copies of orders that were not approved yet. */
  readonly unapproved: number;
  /** What stays in the primary and in the map, as it is. */
  readonly copies: ByEntity<number>;
  readonly leftToPerson: readonly LeftToPerson[];
}

const LOOK_UP = 100;
/** Three looks, spread over the time after which a write counts as never having happened, and one more for a slow clock. */
const LOOKS = 4;

/**
 * Settles what a store has left pending that is not in the pipeline file any more, by looking in the primary; nothing is
 * written to any store. What it has copied stays, and so does what is in quarantine.
 * @throws ConsolidatorError `usage` where the store is in the file, `not-found` where the ledger knows none of that name
 */
export async function closeStore(options: CloseStoreOptions): Promise<ClosedStoreReport> {
  const { pipeline, home, store, now = Date.now } = options;
  if (pipeline.secondaries.some(({ name }) => name === store)) {
    const message = `${store} is in the pipeline file, and would be read again by the next run. Take it out of the file first.`;
    throw new ConsolidatorError('usage', message);
  }
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources, { signal: options.signal });
    const ledger = await openOwnLedger(pipeline, { now, home }, resources);
    const before = await ledger.standing();
    if (!before.some((one) => one.store === store))
      throw new ConsolidatorError('not-found', `The ledger holds nothing of a store "${store}".`, {
        remedy: 'Check the name; `status` lists the stores that the ledger knows.',
      });
    const around = {
      requestLog: openSharedRequestLog({ home, database: pipeline.database }, resources),
      progress: () => {},
      clock: options.clock,
    };
    const primary = openStore(pipeline.primary, { readOnly: false }, around, resources);
    const run = await ledger.beginRun({ narrowed: true });
    try {
      const early = notAbsentBefore(resources.lease, pipeline, now());
      const report = await close({ ...options, now, ledger, primary, run, early });
      const change = `followed, now closed: ${report.found} found, ${report.absent} absent, ${report.unapproved} left unapproved`;
      await ledger.noteDecided({ event: 'closed-store', store, change, reason: options.reason ?? '' });
      await ledger.finishRun(run, 'closed', JSON.stringify({ closed: store }));
      return report;
    } catch (error) {
      await ledger.finishRun(run, 'failed', '{}');
      throw error;
    }
  } finally {
    await resources.close();
  }
}

interface Closing extends CloseStoreOptions {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly primary: NetoClient;
  readonly run: number;
  /** Nothing counts as absent before. */
  readonly early: Instant | undefined;
}

async function close(closing: Closing): Promise<ClosedStoreReport> {
  const { ledger, run, store } = closing;
  const open = await openOf(closing);
  await settle(closing, open.length);
  const unapproved = await leaveHalfway(closing);
  const still = new Map((await openOf(closing)).map((intent) => [intent.id, intent]));
  const absent = await countAbsent(ledger, run, open);
  const closed = await ledger.closeStore(run, store);
  const quarantined = (await ledger.quarantined()).filter((record) => record.store === store);
  const leftToPerson: LeftToPerson[] = [
    ...quarantined.map(({ entity, sourceId, targetId, message }) => ({
      entity,
      sourceId,
      targetId,
      why: message ?? '',
    })),
    ...[...still.values()].map(({ key, action, targetId }) => ({
      entity: key.entity,
      sourceId: key.sourceId,
      targetId,
      why: `Whether "${action}" was done is not known yet: close the store once more, later.`,
    })),
  ];
  const found = open.length - still.size - absent;
  return { store, found, absent, unapproved, ...closed, copies: await copiesOf(closing), leftToPerson };
}

async function openOf({ ledger, store }: Closing): Promise<OpenIntent[]> {
  return (await ledger.openIntents()).filter(({ key, draft }) => key.store === store && draft !== null);
}

/** Looks until nothing is unknown any more, as often and for as long as it takes to call a write absent. */
async function settle(closing: Closing, count: number): Promise<void> {
  if (count === 0) return;
  const { pipeline, primary, now, clock = systemClock, signal, onWait } = closing;
  const steps = await openSteps(closing);
  const primaryTime = new PrimaryTime(now);
  primaryTime.told({ store: primary.store, told: await readTime(primary, { signal }), at: now() });
  const { settleAfterSeconds } = pipeline.load;
  for (let look = 1; ; look += 1) {
    for (const step of steps.all) await settleStep(closing, step, primaryTime);
    if (look === LOOKS || (await openOf(closing)).length === 0) return;
    const seconds = Math.ceil(settleAfterSeconds / 2) + 1;
    onWait?.(seconds);
    await clock.sleep(seconds * 1000, signal);
  }
}

async function settleStep(closing: Closing, step: Step, primaryTime: PrimaryTime): Promise<void> {
  const { ledger, run, pipeline, now } = closing;
  const { entity, action } = step;
  const due = (await openOf(closing)).filter((intent) => intent.key.entity === entity && intent.action === action);
  for (let start = 0; start < due.length; start += LOOK_UP) {
    const open = due.slice(start, start + LOOK_UP).map((intent) => ({
      intent,
      // The ledger keeps what this program meant to write.
      item: { key: intent.key, targetId: intent.targetId, draft: JSON.parse(intent.draft ?? 'null') as unknown },
    }));
    await settleIntents({
      ...step,
      ledger,
      run,
      open,
      settleAfterSeconds: pipeline.load.settleAfterSeconds,
      notAbsentBefore: closing.early,
      now: instantOfMilliseconds(now()),
      storeTime: primaryTime.now(),
    });
  }
}

/** They look, and are never asked to write. */
async function openSteps({ ledger, pipeline, primary, signal }: Closing): Promise<Steps> {
  return new Steps({
    destination: new PrimaryDestination(),
    mayWrite: async () => {},
    services: {
      primary,
      signal,
      installation: () => ({ id: ledger.installationId, generation: ledger.generation }),
      hostOf: () => undefined,
      rounding: await openRoundingEffects(ledger, new URL(pipeline.primary.url).host),
      onCopy: () => {},
      onCentsOff: () => {},
      references: (entity) => referenceMemory({ ledger, primaryHost: primary.host, entity, warn: () => {} }),
    },
  });
}

/** Added and found right, but not approved: nobody will do it now, so a person decides. @returns how many */
async function leaveHalfway({ ledger, run, store }: Closing): Promise<number> {
  const partiallyLoaded = await ledger.partiallyLoaded(store, 'orders');
  await ledger.decide(
    run,
    partiallyLoaded.map(({ record }) => {
      const message = `${record.targetId} is as it should be, but was not approved before the store was closed: approve it in the primary and \`accept\`, or cancel it there and \`drop\``;
      return { kind: 'quarantine', key: record, reason: 'not-approved-in-time', message };
    }),
  );
  return partiallyLoaded.length;
}

/** How many of these writes were proven never to have happened. */
async function countAbsent(ledger: Ledger, run: number, open: readonly OpenIntent[]): Promise<number> {
  let absent = 0;
  for (const { key, action } of open) {
    const history = await ledger.history(key);
    if (history.some((entry) => entry.run === run && entry.event === 'absent' && entry.detail === action)) absent += 1;
  }
  return absent;
}

async function copiesOf({ ledger, store }: Closing): Promise<ClosedStoreReport['copies']> {
  const copies: Record<string, number> = {};
  for (const { store: of, entity, state, count } of await ledger.standing()) {
    if (of === store && (state === 'loaded' || state === 'linked')) copies[entity] = (copies[entity] ?? 0) + count;
  }
  return copies;
}
