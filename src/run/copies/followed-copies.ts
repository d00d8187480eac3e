import { z } from 'zod';
import { compareUntouched, type Untouched } from '../../entities/order/compare/untouched.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Order } from '../../model/order.ts';
import type { RunBasics } from '../context/parts.ts';

const SCOPE = 'followed';
/** What the rules decide of a copy, and no change that is carried over sets. */
const KEPT = /^(account|lines|gst|\d+ line-product)$/;

const schema = z.record(z.string(), z.string());

type Key = Pick<LedgerRecord, 'store' | 'sourceId'>;

/**
 * Notes how a copy stands before it follows a change for the first time. Nothing that we write later sets these fields, so
 * whatever of them is another one then is another's work, however soon it was done.
 */
export async function noteBefore({ ledger }: Pick<RunBasics, 'ledger'>, key: Key, untouched: Untouched): Promise<void> {
  if ((await ledger.learned(SCOPE, nameOf(key))) !== null) return;
  const kept = Object.entries(untouched).filter(([name]) => KEPT.test(name));
  await ledger.learn(SCOPE, nameOf(key), JSON.stringify(Object.fromEntries(kept)));
}

/** Keys of the fields that are others now than they were before; undefined where nobody has noted that. */
export async function changedSince(
  { ledger }: Pick<RunBasics, 'ledger'>,
  key: Key,
  copy: Order,
): Promise<ReadonlySet<string> | undefined> {
  const text = await ledger.learned(SCOPE, nameOf(key));
  const before = text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
  if (before === undefined) return undefined;
  return new Set(compareUntouched(before, copy).flatMap((found) => found.key ?? []));
}

function nameOf({ store, sourceId }: Key): string {
  return `${store} ${sourceId}`;
}
