import { existsSync } from 'node:fs';
import type { Pipeline, StoreConnection } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { errorCodes } from '../../model/error-codes.ts';
import { type NetoClient, openNetoClient, type RequestNotice, type WaitNotice } from '../../neto/client.ts';
import type { Clock } from '../../neto/clock.ts';
import { codecs } from '../../neto/codecs.ts';
import type { RequestLog } from '../../neto/request-log.ts';
import { openLedgerCopy, openSharedRequestLog, Resources } from '../../session/open-run.ts';
import { attempt, type CheckContext } from './check-context.ts';
import { checkStores } from './check-stores.ts';
import { type CheckReport, worstOf } from './finding.ts';
import { Findings } from './findings.ts';
import { placesIn } from './places.ts';

export interface CheckOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((wait: WaitNotice) => void) | undefined;
  readonly onRequest?: ((request: RequestNotice) => void) | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
  /** For tests: what the clients wait by. */
  readonly clock?: Clock | undefined;
}

/**
 * Looks whether a pipeline would run well: keys, rights, clocks, names, numbers, recent orders. Only reads are sent, to
 * the primary too, and the ledger is not touched. A part that fails is a finding, and the others go on.
 * @throws ConsolidatorError `stopped`, or where the shared request log can't be opened
 */
export async function checkPipeline(options: CheckOptions): Promise<CheckReport> {
  const { pipeline, now = Date.now } = options;
  const resources = new Resources();
  try {
    const clients: NetoClient[] = [];
    const requestLog = openSharedRequestLog(options.home, resources);
    const findings = new Findings(placesIn(pipeline.file));
    const open = (connection: StoreConnection, username: string | undefined): NetoClient => {
      const client = openReader(connection, username, requestLog, options);
      resources.add(() => client.close());
      clients.push(client);
      return client;
    };
    const context: CheckContext = { pipeline, findings, home: options.home, open, now, signal: options.signal };
    const ledger = await openLedgerForReading(context, resources);
    await checkStores(context, ledger);
    const stores = ['primary', ...pipeline.secondaries.map(({ name }) => name)];
    const found = findings.sorted(stores);
    return {
      pipeline: pipeline.name,
      file: pipeline.file,
      status: worstOf(found),
      findings: found,
      requests: Object.fromEntries(stores.map((store) => [store, requestsOf(store, clients)])),
    };
  } finally {
    await resources.close();
  }
}

/** The client's own gate lets nothing but reads through, as for a secondary. */
function openReader(
  { name, url, key, timezone, format, requestsPerMinute, timeoutSeconds, pageSize }: StoreConnection,
  username: string | undefined,
  requestLog: RequestLog,
  { onWait, onRequest, clock }: CheckOptions,
): NetoClient {
  const limits = { requestsPerMinute, timeoutSeconds, pageSize, requestLog };
  return openNetoClient({
    ...limits,
    store: name,
    role: 'secondary',
    url,
    key,
    username,
    timeZone: timezone,
    codec: codecs[format],
    onWait,
    onRequest,
    clock,
  });
}

function requestsOf(store: string, clients: readonly NetoClient[]): number {
  return clients.reduce((sum, client) => sum + (client.store === store ? client.requests : 0), 0);
}

async function openLedgerForReading(context: CheckContext, resources: Resources): Promise<Ledger | undefined> {
  const { pipeline, findings, now } = context;
  if (!existsSync(pipeline.ledger)) {
    findings.ok('ledger', 'primary', 'There is no ledger yet; the first run makes it.');
    return undefined;
  }
  const ledger = await attempt(
    () => openLedgerCopy(pipeline, { now, home: context.home }, resources),
    (error) => findings.problem('ledger', 'primary', error.message, errorCodes[error.code].remedy, ['ledger']),
  );
  if (ledger !== undefined) findings.ok('ledger', 'primary', 'The ledger is sound, and belongs to this pipeline.');
  return ledger;
}
