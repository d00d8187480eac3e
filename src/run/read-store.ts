import type { Instant } from '../model/time.ts';
import { isAsked, type StoreRun } from '../session/store-run.ts';
import type { RunContext } from './context/context.ts';
import type { Backlog } from './extract/backlog.ts';
import type { Clocks } from './extract/clocks.ts';
import { extractStore } from './extract/extract-store.ts';
import { extractFiles } from './extract/files/extract-files.ts';

export interface ReadStore {
  /** Up to when it was read. */
  readonly bound: Instant;
  /** What is read of it once a day goes on from there (`listDaily`); files are read whole whenever they come. */
  readonly listed: Awaited<ReturnType<typeof extractStore>> | undefined;
}

/** Reads what is new in one secondary, whichever way it is read, and stages it. @throws ConsolidatorError */
export async function readStore(
  context: RunContext,
  store: StoreRun,
  { clocks, backlog }: { readonly clocks: Clocks; readonly backlog: Backlog },
): Promise<ReadStore> {
  if (!isAsked(store)) return { bound: await extractFiles(context, store, backlog), listed: undefined };
  const time = await clocks.timeOf(store.fixed.store);
  return { listed: await extractStore(context, store, backlog, time), bound: time.upTo };
}
