import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { NetoClient } from '../neto/client.ts';
import { unconfirmedSince } from '../run/unconfirmed.ts';
import { prefixInForce } from '../session/learned-prefix.ts';
import { openSharedRequestLog, openStore } from '../session/open-run.ts';
import type { openXero, XeroSettings } from '../session/open-xero.ts';
import type { Resources } from '../session/resources.ts';
import { readSkuMap } from '../session/sku-map.ts';
import { withKnownLock } from '../session/standing-of-books.ts';
import { fixedRules } from '../session/store-rules.ts';
import type { FixedRules } from '../transform/rules.ts';
import { LOOKED_AT } from '../verdict/verdict.ts';
import type { XeroClient } from '../xero/client.ts';

export interface TraceSource {
  readonly store: string;
  readonly rules: FixedRules;
  /** Undefined with `--offline`. */
  readonly client: NetoClient | undefined;
}

export interface TraceContext {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly sources: readonly TraceSource[];
  readonly primary: NetoClient | undefined;
  /** Orders that are read and wait for a person's yes, by store. */
  readonly unconfirmed: ReadonlyMap<string, number>;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Undefined with `--offline`, and where the pipeline names no books. */
  readonly xero: { readonly invoicePrefix: string; readonly open: () => Promise<XeroClient> } | undefined;
}

/** Who looks, and until when. */
export interface Looking {
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** @param options.stores the secondaries to look at; all where it is undefined */
export async function openTrace(
  { home, signal, now }: Looking,
  pipeline: Pipeline,
  options: { readonly offline: boolean; readonly stores: readonly string[] | undefined },
  opened: { readonly ledger: Ledger; readonly resources: Resources },
): Promise<TraceContext> {
  const { ledger, resources } = opened;
  const around = options.offline
    ? undefined
    : { requestLog: openSharedRequestLog({ home, database: pipeline.database }, resources), progress: () => {} };
  const sources: TraceSource[] = [];
  const locked = await withKnownLock(pipeline, ledger);
  for (const secondary of pipeline.secondaries) {
    if (options.stores !== undefined && !options.stores.includes(secondary.name)) continue;
    const skuMap = await readSkuMap(secondary.products.map);
    sources.push({
      store: secondary.name,
      rules: fixedRules(locked, secondary, { installationId: ledger.installationId, skuMap }),
      client: around && openStore(secondary, { readOnly: true }, around, resources),
    });
  }
  const primary = around && openStore(pipeline.primary, { readOnly: true }, around, resources);
  const waiting = await unconfirmedSince(ledger, await ledger.runs(LOOKED_AT));
  const unconfirmed = new Map(waiting.map(({ store, orders }) => [store, orders]));
  const { xero: settings } = pipeline;
  const xero =
    around === undefined || settings === undefined
      ? undefined
      : { invoicePrefix: await prefixInForce(ledger, settings), open: openedOnce(settings, around, resources) };
  return { pipeline, ledger, sources, primary, unconfirmed, signal, now, xero };
}

/** Once, and only when it is asked. */
function openedOnce(
  settings: XeroSettings,
  around: Parameters<typeof openXero>[1],
  resources: Resources,
): () => Promise<XeroClient> {
  let client: Promise<XeroClient> | undefined;
  return () => {
    client ??= import('../session/open-xero.ts').then((room) => room.openXero(settings, around, resources));
    return client;
  };
}
