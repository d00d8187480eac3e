import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import { readCurrencies } from '../reconcile/read-sides.ts';
import type { RunContext } from '../run/context/context.ts';
import type { Prover, StoreProof } from '../run/proof.ts';
import type { StoreRun } from '../session/store-run.ts';
import { limited, listPrimary } from './other-copies.ts';
import type { Period } from './period.ts';
import { proveStore } from './prove-store.ts';
import { putOff, type StoreToProve, sideOf } from './store-to-prove.ts';

/** A store that is to be proved now. */
export type Due = Omit<StoreToProve, 'side'>;

export interface HowToProve extends Pick<Parameters<Prover['prove']>[1], 'wanted' | 'changed'> {
  readonly day: LocalDate;
}

/** One that can't be. */
export interface PutOff {
  readonly run: StoreRun;
  readonly period: Period;
  readonly why: string;
}

export function putAllOff(stores: readonly PutOff[]): StoreProof[] {
  return stores.map(({ run, period, why }) => putOff(run, period, why));
}

/** @throws ConsolidatorError where the primary or the ledger fails, or the run is stopped */
export async function proveAll(
  context: RunContext,
  wantedNow: readonly Due[],
  { day, wanted, changed }: HowToProve,
): Promise<StoreProof[]> {
  const { primary, signal, now } = context;
  const due: StoreToProve[] = wantedNow.map((one) => ({ ...one, side: sideOf(one.run, one.period) }));
  // All of the pipeline, since one's number may be taken by another's.
  const stores = context.stores.map(
    (store) => due.find(({ run }) => run === store)?.side ?? sideOf(store, anyDay(day)),
  );
  const budget = wanted === 'now' ? undefined : context.daily;
  const listed = await listPrimary(context, { due, stores, day, budget, changed });
  if (listed === undefined) return due.map(underWay);
  const results: StoreProof[] = [];
  for (const store of due) {
    try {
      const clients = [primary, store.side.client];
      const read = () => readCurrencies({ primary, stores: [store.side], signal });
      const currencies = await limited(budget, { clients, kind: 'listing' }, read);
      if (currencies === undefined) {
        results.push(underWay(store));
        continue;
      }
      const shared = { stores, day, budget, listed, currencies: currencies.result, now: instantOfMilliseconds(now()) };
      results.push(await proveStore(context, store, shared));
    } catch (error) {
      // A store that is down holds up nobody's proof but its own.
      if (!(error instanceof ConsolidatorError) || error.store !== store.run.client.store) throw error;
      results.push(putOff(store.run, store.period, error.message));
    }
  }
  return results;
}

function underWay({ run, state, period }: StoreToProve): StoreProof {
  const why = 'More requests would be needed for it than a quarter of the limit allows; the next runs go on.';
  return { ...(state.progress?.sum ?? putOff(run, period, why)), state: 'under-way', why };
}

function anyDay(day: LocalDate): Period {
  return { from: day, to: day };
}
