import { z } from 'zod';
import { plural, singular } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { counted, listed } from '../model/amounts-text.ts';
import type { EntityName } from '../model/entities.ts';
import { add, type Decimal, decimalSchema, ZERO } from '../model/money.ts';
import type { Instant } from '../model/time.ts';
import { sumWords } from './sum-words.ts';

/** What was copied in a time. */
export interface CopiedSum {
  readonly store: string;
  readonly entity: EntityName;
  readonly created: number;
  readonly updated: number;
  /** What the created come to in their own store; null for what is no money. No two currencies are in one store's books. */
  readonly amount: Decimal | null;
}

/** Of what `run` printed, only this is needed here. */
const summarySchema = z.object({
  stores: z.record(z.string(), z.record(z.string(), z.object({ created: z.number(), updated: z.number() }))),
  amounts: z.record(z.string(), z.record(z.string(), z.object({ created: decimalSchema.optional() }))).default({}),
});

/** More runs than any schedule begins in two weeks of every five minutes. */
const RUNS = 5_000;

const undoneSchema = z.object({ takenBack: z.number() });

export interface CopiedSince {
  readonly sums: readonly CopiedSum[];
  /** Copies that people took back meanwhile; they stand in the sums. */
  readonly takenBack: number;
}

/** What the runs that ended since then have copied, by store and entity. */
export async function readCopiedSince(ledger: Pick<Ledger, 'runs'>, since: Instant): Promise<CopiedSince> {
  const sums = new Map<string, CopiedSum>();
  let takenBack = 0;
  for (const { summary, endedAt, status } of await ledger.runs(RUNS)) {
    if (summary === null || endedAt === null || endedAt < since) continue;
    if (status === 'undone') takenBack += undoneSchema.safeParse(JSON.parse(summary)).data?.takenBack ?? 0;
    const { success, data } = summarySchema.safeParse(JSON.parse(summary));
    if (!success) continue;
    for (const [store, entities] of Object.entries(data.stores)) {
      for (const [name, counts] of Object.entries(entities)) {
        if (counts.created + counts.updated === 0) continue;
        const entity = name as EntityName;
        const key = JSON.stringify([store, entity]);
        const before = sums.get(key) ?? { store, entity, created: 0, updated: 0, amount: null };
        const amount = data.amounts[store]?.[entity]?.created;
        sums.set(key, {
          ...before,
          created: before.created + counts.created,
          updated: before.updated + counts.updated,
          amount: amount === undefined ? before.amount : add(before.amount ?? ZERO, amount),
        });
      }
    }
  }
  return { sums: [...sums.values()], takenBack };
}

/** @param currency of the books; empty where it is not known */
export function copiedSentences({ sums, takenBack }: CopiedSince, currency: string): string[] {
  if (sums.length === 0) return ['Nothing was copied or changed.'];
  const sentences = sums.map(({ store, entity, created, updated, amount }) => {
    const comesTo = amount === null || created === 0 ? '' : ` (${sumWords([{ currency, amount }])})`;
    const parts = [
      ...(created === 0 ? [] : [`${counted(created, singular(entity), plural(entity))} copied${comesTo}`]),
      ...(updated === 0 ? [] : [`${counted(updated, singular(entity), plural(entity))} changed as in the store`]),
    ];
    return `${store}: ${listed(parts)}.`;
  });
  const back = takenBack === 0 ? [] : [`Of these, ${counted(takenBack, 'copy', 'copies')} taken back by \`undo\`.`];
  return [...sentences, ...back];
}
