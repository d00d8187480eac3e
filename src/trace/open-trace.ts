import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { NetoClient } from '../neto/client.ts';
import { unconfirmedSince } from '../run/unconfirmed.ts';
import { openSharedRequestLog, openStore } from '../session/open-run.ts';
import type { Resources } from '../session/resources.ts';
import { readSkuMap } from '../session/sku-map.ts';
import { fixedRules } from '../session/store-rules.ts';
import type { FixedRules } from '../transform/rules.ts';
import { LOOKED_AT } from '../verdict/verdict.ts';

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
    : { requestLog: openSharedRequestLog(home, resources), progress: () => {} };
  const sources: TraceSource[] = [];
  for (const secondary of pipeline.secondaries) {
    if (options.stores !== undefined && !options.stores.includes(secondary.name)) continue;
    const skuMap = await readSkuMap(secondary.products.map);
    sources.push({
      store: secondary.name,
      rules: fixedRules(pipeline, secondary, { installationId: ledger.installationId, skuMap }),
      client: around && openStore(secondary, { readOnly: true }, around, resources),
    });
  }
  const primary = around && openStore(pipeline.primary, { readOnly: true }, around, resources);
  const waiting = unconfirmedSince(await ledger.runs(LOOKED_AT));
  const unconfirmed = new Map(waiting.map(({ store, orders }) => [store, orders]));
  return { pipeline, ledger, sources, primary, unconfirmed, signal, now };
}
