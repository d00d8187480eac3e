import type { ListedEnd } from '../entities/order/read/read.ts';
import { instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import { findOtherCopies, listToProve, type OtherCopy, withoutNumber } from '../reconcile/list-to-prove.ts';
import type { OwnOrder } from '../reconcile/own-orders.ts';
import type { StoreSide } from '../reconcile/sides.ts';
import { stopIfAsked } from '../run/context/context.ts';
import type { DailyBudget, DailyStep } from '../run/context/daily-budget.ts';
import type { ReadingRun } from '../run/context/parts.ts';
import { handLinks } from './hand-links.ts';
import {
  readOtherCopies,
  readOwnOrders,
  type StoreProofState,
  writeOtherCopies,
  writeOwnOrders,
} from './proof-state.ts';

const DETAILS = 100;

export interface PrimaryListing {
  /** All that changed in the period or later. */
  readonly ids: readonly string[];
  readonly others: readonly OtherCopy[];
  /** What may be an order of a secondary that somebody entered by hand. */
  readonly own: readonly OwnOrder[];
}

interface PrimaryToList {
  readonly due: readonly { readonly side: StoreSide; readonly state: StoreProofState }[];
  readonly stores: readonly StoreSide[];
  readonly day: LocalDate;
  /** Left out: nothing limits it. */
  readonly budget: DailyBudget | undefined;
  /** What was listed when the run was closed. */
  readonly changed?: ListedEnd | undefined;
}

/** One step of daily work, where something limits it. */
export function limited<Result>(
  budget: DailyBudget | undefined,
  step: Pick<DailyStep, 'clients' | 'kind'>,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  return budget === undefined ? work().then((result) => ({ result })) : budget.step(step, work);
}

/**
 * What the primary has in the period, with the copies that bear other numbers than their sources'. Those are found once
 * for each proof, and kept until it is done.
 * @returns undefined where this run has no requests left for it
 * @throws ConsolidatorError
 */
export async function listPrimary(
  context: ReadingRun,
  { due, stores, day, budget, changed: listed }: PrimaryToList,
): Promise<PrimaryListing | undefined> {
  const { ledger, primary, signal } = context;
  const links = await handLinks(ledger);
  const kept = await readOtherCopies(ledger);
  // Of the proof that is under way; the next one looks anew.
  const goesOn =
    kept !== undefined && (kept.done ? due.some(({ state }) => state.progress !== null) : kept.day === day);
  let known = goesOn ? kept : undefined;
  if (known === undefined) {
    const now = instantOfMilliseconds(context.now());
    const list = () => listToProve({ client: primary, stores: due.map(({ side }) => side), now, listed, signal });
    const all = await limited(budget, { clients: [primary], kind: 'listing' }, list);
    if (all === undefined) return undefined;
    known = { day, after: null, done: false, found: [], ids: all.result, parts: 0 };
    await writeOtherCopies(ledger, known);
  }
  const { ids } = known;
  if (known.done) return { ids, others: known.found, own: await readOwnOrders(ledger, known) };
  const { after } = known;
  const left = withoutNumber(ids, stores).filter((id) => after === null || id > after);
  for (let start = 0; start < left.length; start += DETAILS) {
    stopIfAsked(context);
    const asked = left.slice(start, start + DETAILS);
    const step = await limited(budget, { clients: [primary], kind: 'comparing' }, () =>
      findOtherCopies(primary, asked, stores, { signal, links }),
    );
    if (step === undefined) return undefined;
    const { found, own } = step.result;
    await writeOwnOrders(ledger, known, own);
    known = { ...known, after: asked.at(-1) ?? null, found: [...known.found, ...found], parts: known.parts + 1 };
    await writeOtherCopies(ledger, known);
  }
  await writeOtherCopies(ledger, { ...known, done: true });
  return { ids, others: known.found, own: await readOwnOrders(ledger, known) };
}
