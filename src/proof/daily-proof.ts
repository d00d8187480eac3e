import type { Instant, LocalDate } from '../model/time.ts';
import { pacedContext, type RunContext } from '../run/context/context.ts';
import { isNarrowed } from '../run/context/narrowing.ts';
import type { Proof, ProofWanted, Prover, StoreProof } from '../run/proof.ts';
import { isAsked, type StoreRun } from '../session/store-run.ts';
import { dayOfProof, periodOf } from './period.ts';
import { readBegun, readProofState, writeBegun, writeProofState } from './proof-state.ts';
import type { Due, HowToProve, PutOff } from './prove-all.ts';

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
  const due: Due[] = [];
  const notDue: PutOff[] = [];
  for (const store of context.stores) {
    if (!store.secondary.entities.includes('orders')) continue;
    const state = await readProofState(context.ledger, store.fixed.store);
    if (wanted === 'daily' && state.provedOn !== null && state.provedOn >= day) continue;
    const period = state.progress === null ? periodOf(day, state.provedOn) : state.progress.sum;
    const upTo = bound[store.fixed.store];
    const why = notNow(store, upTo);
    if (why === undefined && upTo !== undefined) due.push({ run: store, state, period, bound: upTo });
    else {
      notDue.push({ run: store, period, why: why ?? '' });
      // Said once a day.
      if (!isAsked(store)) await writeProofState(context.ledger, store.fixed.store, { ...state, provedOn: day });
    }
  }
  const proven =
    due.length + notDue.length === 0 ? [] : await proveStores(context, { due, notDue, day, wanted, changed });
  const books = context.pipeline.xero === undefined ? undefined : await lookIntoBooks(context, { home, day, wanted });
  if (proven.length === 0 && books === undefined) return null;
  return { day, stores: await withBooks(context, proven, books), ...(books === undefined ? {} : { books }) };
}

/** With all that compares: most runs have nothing to prove. */
async function proveStores(
  context: RunContext,
  { due, notDue, ...how }: { readonly due: readonly Due[]; readonly notDue: readonly PutOff[] } & HowToProve,
): Promise<StoreProof[]> {
  const { proveAll, putAllOff } = await import('./prove-all.ts');
  return [...putAllOff(notDue), ...(due.length === 0 ? [] : await proveAll(context, due, how))];
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

function notNow(store: StoreRun, bound: Instant | undefined): string | undefined {
  if (!isAsked(store)) return store.source.unasked;
  if (bound === undefined) return 'It could not be read in this run.';
  return undefined;
}
