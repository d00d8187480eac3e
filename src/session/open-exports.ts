import { z } from 'zod';
import type { Pipeline } from '../config/pipeline.ts';
import { referenceOf } from '../model/payment-reference.ts';
import { lowerKey } from '../model/text-key.ts';
import { BatchFolder } from './batch-folder.ts';

/** As much of a batch as tells what it holds. */
const quarantinedSchema = z.object({
  orders: z.array(z.object({ draft: z.object({ orderId: z.string() }) })),
  payments: z.array(z.object({ authorisation: z.string() })),
});

/** What lies in export batches that nobody has confirmed yet: it may be imported at any moment. */
export class OpenExports {
  /** Numbers of batches, by entity and by target id in lower case. */
  readonly #batches = new Map<string, number>();

  static async read(pipeline: Pick<Pipeline, 'ledger'>): Promise<OpenExports> {
    const open = new OpenExports();
    const folder = new BatchFolder(pipeline);
    for (const number of await folder.numbers()) {
      const content = await folder.read(number);
      if (content === null) continue;
      const { orders, payments } = quarantinedSchema.parse(content);
      for (const { draft } of orders) open.#batches.set(keyOf('orders', draft.orderId), number);
      for (const { authorisation } of payments) {
        open.#batches.set(keyOf('payments', referenceOf(authorisation)), number);
      }
    }
    return open;
  }

  /** @returns undefined for what is in none */
  batchOf(entity: 'orders' | 'payments', targetId: string): number | undefined {
    return this.#batches.get(keyOf(entity, targetId));
  }
}

function keyOf(entity: string, targetId: string): string {
  return `${entity} ${lowerKey(targetId)}`;
}

/** Why a run leaves a record alone. */
export function inOpenExport(targetId: string, batch: number): string {
  return `${targetId} is in the export batch ${batch}, which is not confirmed: its files may be imported at any moment, and then it would be in the primary twice.`;
}
