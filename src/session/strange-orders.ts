import { z } from 'zod';
import type { Ledger } from '../ledger/ledger.ts';
import { lowerKey } from '../model/text-key.ts';

/** An order of the primary that a run has reported, and that stands there still as it did. */
const strangeOrderSchema = z.object({
  store: z.string(),
  kind: z.enum(['foreign', 'doubled']),
  targetId: z.string(),
  message: z.string(),
});
export type StrangeOrder = z.infer<typeof strangeOrderSchema>;

const ownOrderSchema = z.object({
  targetId: z.string(),
  reason: z.string(),
  at: z.string(),
  /** Whose word it is; earlier versions did not keep it. */
  by: z.string().optional(),
});

const SCOPE = 'strange-orders';
const OPEN = 'open';
const OWN = 'own';

type Memory = Pick<Ledger, 'learned' | 'learn'>;

/** Those that nobody has settled: by linking, adopting or cancelling them, or by saying that they are the primary's own. */
export async function strangeOrders(ledger: Pick<Memory, 'learned'>): Promise<readonly StrangeOrder[]> {
  const text = await ledger.learned(SCOPE, OPEN);
  return text === null ? [] : z.array(strangeOrderSchema).parse(JSON.parse(text));
}

/** As it is told now, if it is. */
export async function strangeNow(ledger: Pick<Memory, 'learned'>, targetId: string): Promise<StrangeOrder | undefined> {
  return (await strangeOrders(ledger)).find((one) => isSame(one, targetId));
}

export async function noteStrangeOrders(ledger: Memory, orders: readonly StrangeOrder[]): Promise<void> {
  const now = JSON.stringify(orders);
  if ((await ledger.learned(SCOPE, OPEN)) !== now) await ledger.learn(SCOPE, OPEN, now);
}

/** A person's word that one of them is the primary's own, whatever its number or channel: it is not told again. */
export async function saidOwn(
  ledger: Memory,
  own: { readonly targetId: string; readonly reason: string; readonly at: string; readonly by: string },
): Promise<void> {
  const before = await ownOrders(ledger);
  // Said twice, it is said once.
  if (!before.some((one) => isSame(one, own.targetId)))
    await ledger.learn(SCOPE, OWN, JSON.stringify([...before, own]));
  const open = await strangeOrders(ledger);
  await noteStrangeOrders(
    ledger,
    open.filter((one) => !isSame(one, own.targetId)),
  );
}

export async function isSaidOwn(ledger: Pick<Memory, 'learned'>, targetId: string): Promise<boolean> {
  return (await ownOrders(ledger)).some((one) => isSame(one, targetId));
}

async function ownOrders(ledger: Pick<Memory, 'learned'>): Promise<z.infer<typeof ownOrderSchema>[]> {
  const text = await ledger.learned(SCOPE, OWN);
  return text === null ? [] : z.array(ownOrderSchema).parse(JSON.parse(text));
}

function isSame({ targetId }: { readonly targetId: string }, id: string): boolean {
  return lowerKey(targetId) === lowerKey(id);
}
