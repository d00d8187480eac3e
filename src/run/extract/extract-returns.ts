import type { ExtractedPage } from '../../entities/reading/extracted-record.ts';
import { extractChangedRmas, extractRmas, extractRmasOfOrders } from '../../entities/return/read.ts';
import { stopIfAsked } from '../context/context.ts';
import { stage } from './stage-page.ts';
import { moveMark, readFrom, type StoreWindow } from './store-window.ts';

/** Returns by their own changes, and those that were too early before: not final, or their order not copied yet. */
export async function extractReturns(window: StoreWindow, orders: readonly string[]): Promise<void> {
  const { context, store, beginning, time } = window;
  const { ledger, signal, narrowing } = context;
  const { history, latest } = narrowing;
  const ofOrders = history === undefined && latest === undefined ? narrowing.orders : orders;
  if (ofOrders !== undefined) {
    await stageReturns(window, extractRmasOfOrders(store.client, ofOrders, { signal }));
    return;
  }
  const from = (await readFrom(window, 'rmas')) ?? beginning;
  await stageReturns(window, extractChangedRmas(store.client, { from, ...time }, { signal }));
  const again = await ledger.idsToReadAgain(store.fixed.store, 'rmas', store.rulesHash);
  await stageReturns(window, extractRmas(store.client, again, { signal }));
  await moveMark(window, 'rmas');
}

export async function stageReturns(window: StoreWindow, pages: AsyncGenerator<ExtractedPage>): Promise<void> {
  for await (const page of pages) {
    stopIfAsked(window.context);
    await stage(window, 'rmas', page);
  }
}
