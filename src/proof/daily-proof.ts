import { ConsolidatorError } from '../model/errors.ts';
import { type Instant, instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import { readCurrencies } from '../reconcile/read-sides.ts';
import { pacedContext, type RunContext } from '../run/context/context.ts';
import { isNarrowed } from '../run/context/narrowing.ts';
import type { Proof, ProofWanted, Prover, StoreProof } from '../run/proof.ts';
import { isAsked, type StoreRun } from '../session/store-run.ts';
import { limited, listPrimary } from './other-copies.ts';
import { dayOfProof, type Period, periodOf } from './period.ts';
import { readBegun, readProofState, writeBegun, writeProofState } from './proof-state.ts';
import { proveStore } from './prove-store.ts';
import { putOff, type StoreToProve, sideOf } from './store-to-prove.ts';

/** The proof of both sides, once a day and a store; see docs/reconciliation.md. */
export const dailyProof: Prover = { begin, prove };

async function begin({ ledger, run, pipeline, destination, narrowing }: RunContext): Promise<void> {
  if (!destination.keeps || (await readBegun(ledger)) !== undefined) return;
  const found = await Promise.all(pipeline.secondaries.map(({ name }) => ledger.hasCopies(name, 'orders')));
  const copies = found.includes(true);
  // Where there are none at all, those to come are of this version, whichever run makes the first one.
  if (!isNarrowed(narrowing) || !copies) await writeBegun(ledger, { run, copies });
}

/** @throws ConsolidatorError where the primary or the ledger fails, or the run is stopped */
async function prove(
  own: RunContext,
  { wanted, bound, changed, home }: Parameters<Prover['prove']>[1],
): Promise<Proof | null> {
  if (wanted === 'never' || !own.destination.keeps || isNarrowed(own.narrowing)) return null;
  const context = wanted === 'now' ? own : pacedContext(own);
  const day = dayOfProof(context.now(), context.pipeline.primary.timezone);
  const due: StoreToProve[] = [];
  const results: StoreProof[] = [];
  for (const store of context.stores) {
    if (!store.secondary.entities.includes('orders')) continue;
    const state = await readProofState(context.ledger, store.fixed.store);
    if (wanted === 'daily' && state.provedOn !== null && state.provedOn >= day) continue;
    const period = state.progress === null ? periodOf(day, state.provedOn) : state.progress.sum;
    const upTo = bound[store.fixed.store];
    const why = notNow(store, upTo);
    if (why === undefined && upTo !== undefined)
      due.push({ run: store, state, side: sideOf(store, period), period, bound: upTo });
    else {
      results.push(putOff(store, period, why ?? ''));
      // Said once a day.
      if (!isAsked(store)) await writeProofState(context.ledger, store.fixed.store, { ...state, provedOn: day });
    }
  }
  if (due.length > 0) results.push(...(await proveAll(context, due, { day, wanted, changed })));
  const books = context.pipeline.xero === undefined ? undefined : await lookIntoBooks(context, { home, day, wanted });
  if (results.length === 0 && books === undefined) return null;
  return { day, stores: await withBooks(context, results, books), ...(books === undefined ? {} : { books }) };
}

/** Loaded only for a pipeline that names its books. */
async function lookIntoBooks(
  context: RunContext,
  { home, day, wanted }: { readonly home: string; readonly day: LocalDate; readonly wanted: ProofWanted },
): Promise<Proof['books']> {
  const { proveArrival } = await import('./prove-arrival.ts');
  return proveArrival(context, { home, day, clock: context.clock, again: wanted === 'now' });
}

/** What was found in the books stands among the differences of its store. */
async function withBooks(
  { ledger }: RunContext,
  results: readonly StoreProof[],
  books: Proof['books'],
): Promise<readonly StoreProof[]> {
  if (books === undefined) return results;
  return Promise.all(
    results.map(async (one) =>
      one.state === 'done' ? ((await readProofState(ledger, one.store)).result ?? one) : one,
    ),
  );
}

async function proveAll(
  context: RunContext,
  due: readonly StoreToProve[],
  { day, wanted, changed }: Pick<Parameters<Prover['prove']>[1], 'wanted' | 'changed'> & { readonly day: LocalDate },
): Promise<StoreProof[]> {
  const { primary, signal, now } = context;
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

function notNow(store: StoreRun, bound: Instant | undefined): string | undefined {
  if (!isAsked(store)) return store.source.unasked;
  if (bound === undefined) return 'It could not be read in this run.';
  return undefined;
}

function anyDay(day: LocalDate): Period {
  return { from: day, to: day };
}
