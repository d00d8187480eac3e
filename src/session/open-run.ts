import type { Pipeline, StoreConnection } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { Seen } from '../model/habits.ts';
import { type NetoClient, openNetoClient } from '../neto/client.ts';
import type { Clock } from '../neto/clock.ts';
import type { Codec } from '../neto/codec.ts';
import { jsonCodec } from '../neto/json-codec.ts';
import { openRequestLog, type RequestLog } from '../neto/request-log.ts';
import { xmlCodec } from '../neto/xml-codec.ts';
import { holdPlace, ledgerPlace, refuseOtherPlace } from './ledger-place.ts';
import { pipelineLockFile, takeLock } from './lock.ts';
import { personHere } from './person-here.ts';
import type { Progress } from './progress.ts';
import { primaryLockFile, requestLogFile } from './state-home.ts';

/** By the word that the pipeline file has for it. */
const codecs: Readonly<Record<'json' | 'xml', Codec>> = { json: jsonCodec, xml: xmlCodec };

interface Closable {
  close(): Promise<void> | void;
}

/** What a run, a plan or a check holds open while it lasts; closed in the reverse order of opening. */
export class Resources implements Closable {
  readonly #open: (() => Promise<void> | void)[] = [];

  add(close: () => Promise<void> | void): void {
    this.#open.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#open.reverse()) await close();
    this.#open.length = 0;
  }
}

/** The pipeline's own lock and the write lock of its primary. @throws ConsolidatorError `pipeline-locked` */
export function takeLocks(pipeline: Pipeline, home: string, resources: Resources): void {
  const own = takeLock(pipelineLockFile(pipeline), `the pipeline ${pipeline.name}`);
  resources.add(() => own.release());
  const primary = takeLock(primaryLockFile(home, pipeline.primary.host), `the primary ${pipeline.primary.host}`);
  resources.add(() => primary.release());
}

interface LedgerOpening {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The state home, where the ledger is to be written or copied by: it must be bound to it. Left out: only looked into. */
  readonly home?: string | undefined;
  /** Told where the ledger was last used on another machine. */
  readonly onOtherMachine?: (() => void) | undefined;
  /** This machine's id; for tests. */
  readonly machine?: string | undefined;
}

/** @throws ConsolidatorError for every trouble with the file; `ledger-moved` */
export async function openOwnLedger(
  pipeline: Pipeline,
  { now, home, onOtherMachine, machine }: LedgerOpening,
  resources: Resources,
): Promise<Ledger> {
  const keeper = keeperOf(pipeline);
  const ledger = await (home === undefined ? keeper.openToLook({ now }) : keeper.open({ now, who: personHere() }));
  resources.add(() => ledger.close());
  if (home !== undefined) {
    const { otherMachine } = await holdPlace(ledger, await ledgerPlace(keeper, home, machine), keeper);
    if (otherMachine) onOtherMachine?.();
  }
  await pin(ledger, pipeline);
  return ledger;
}

/** A copy of the ledger, to try things on; the ledger itself is not made when it is missing. */
export async function openLedgerCopy(
  pipeline: Pipeline,
  { now, home, machine }: LedgerOpening,
  resources: Resources,
): Promise<Ledger> {
  const keeper = keeperOf(pipeline);
  const ledger = await keeper.openCopy({ now });
  resources.add(() => ledger.close());
  const before = await ledger.place();
  if (before !== null && home !== undefined)
    await refuseOtherPlace(before, await ledgerPlace(keeper, home, machine), keeper);
  await pin(ledger, pipeline);
  return ledger;
}

async function pin(ledger: Ledger, { name, primary, secondaries }: Pipeline): Promise<void> {
  await ledger.pinStores(name, [primary, ...secondaries]);
}

export function openSharedRequestLog(home: string, resources: Resources, clock?: Clock): RequestLog {
  const file = requestLogFile(home);
  try {
    const log = openRequestLog(file, { clock });
    resources.add(() => log.close());
    return log;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError(
      'ledger-unwritable',
      `The request log ${file} can't be opened: ${reason}. Check its rights, or set NETO_CONSOLIDATOR_HOME to a folder of your own.`,
      { cause },
    );
  }
}

/** Whoever keeps what is seen of how stores behave. */
export interface HabitListener {
  note(host: string, seen: Seen): void;
}

export function openStore(
  connection: StoreConnection,
  { readOnly }: { readonly readOnly: boolean },
  around: {
    readonly requestLog: RequestLog;
    readonly progress: Progress;
    readonly clock?: Clock | undefined;
    readonly habits?: HabitListener | undefined;
    readonly attempts?: number | undefined;
  },
  resources: Resources,
): NetoClient {
  const { name, url, key, username, timezone, format, requestsPerMinute, timeoutSeconds, pageSize } = connection;
  const client = openNetoClient({
    store: name,
    readOnly,
    url,
    key,
    username,
    timeZone: timezone,
    codec: codecs[format],
    requestsPerMinute,
    timeoutSeconds,
    pageSize,
    requestLog: around.requestLog,
    attempts: around.attempts,
    clock: around.clock,
    onWait: (wait) => around.progress({ kind: 'wait', wait }),
    onRequest: (request) => around.progress({ kind: 'request', request }),
    onHabit: (seen) => around.habits?.note(client.host, seen),
  });
  resources.add(() => client.close());
  return client;
}
