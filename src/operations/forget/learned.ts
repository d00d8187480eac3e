import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { textKey } from '../../model/text-key.ts';
import type { Shopper } from './shopper.ts';

const learnedSchema = z.strictObject({ of: z.string(), ids: z.array(z.string()) });

/** Beside the ledger, as long as files are written: numbers of orders that files told, which tell it no longer afterwards. */
export function learnedFile({ ledger }: Pick<Pipeline, 'ledger'>): string {
  return `${ledger}.forgetting.json`;
}

/** What a call of the same line that was stopped had learned. One that can't be read counts as none. */
export async function readLearned(pipeline: Pick<Pipeline, 'ledger'>, shopper: Shopper): Promise<void> {
  try {
    const { of, ids } = learnedSchema.parse(JSON.parse(await readFile(learnedFile(pipeline), 'utf8')));
    if (of === hashOf(shopper)) for (const id of ids) shopper.addOrderOfSomeStore(id);
  } catch {
    // Nothing was stopped.
  }
}

/** @throws ConsolidatorError `file-unwritable`, before anything is changed */
export async function keepLearned(pipeline: Pick<Pipeline, 'ledger'>, shopper: Shopper): Promise<void> {
  const ids = shopper.ordersOfSomeStore();
  if (ids.length === 0) return;
  const text = JSON.stringify({ of: hashOf(shopper), ids });
  await writeSafely(learnedFile(pipeline), text, { force: true, mode: 0o600 });
}

export async function dropLearned(pipeline: Pick<Pipeline, 'ledger'>): Promise<void> {
  await rm(learnedFile(pipeline), { force: true });
}

/** Tells whether it is the same shopper, without the address. */
function hashOf({ email }: Shopper): string {
  return createHash('sha256').update(textKey(email)).digest('hex');
}
