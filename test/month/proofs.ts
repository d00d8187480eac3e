import { isInXero, type ProofLabel, type StoreProof } from '../../src/run/proof.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import type { Truth } from './truth.ts';

/** Simulated days without a finished proof of a store, beyond which something keeps it from being made. */
const DAYS_MISSED = 3;

/** What the daily proofs of a month told, each judged when it was made: what is planted by then may be told, nothing else. */
export class Proofs {
  readonly violations: string[] = [];
  /** By label, over all proofs. */
  readonly labels: Partial<Record<ProofLabel, number>> = {};
  readonly #truths: readonly Truth[];
  readonly #days = new Map<string, Set<string>>();

  constructor(truths: readonly Truth[]) {
    this.#truths = truths;
  }

  get done(): number {
    return [...this.#days.values()].reduce((sum, { size }) => sum + size, 0);
  }

  note({ run, proof }: RunSummary): void {
    for (const store of proof?.stores ?? []) {
      if (store.state !== 'done') continue;
      this.#days.set(store.store, (this.#days.get(store.store) ?? new Set()).add(proof?.day ?? ''));
      for (const [label, count] of Object.entries(store.labels)) {
        this.labels[label as ProofLabel] = (this.labels[label as ProofLabel] ?? 0) + count;
      }
      // What is in Xero is judged beside them.
      for (const difference of store.differences.filter(({ entity }) => !isInXero(entity))) {
        if (!this.#isPlanted(difference))
          this.violations.push(`the proof of run ${run} has ${JSON.stringify(difference)}`);
      }
    }
  }

  /** @param last the run that ended the month, which proved whatever the day */
  close(last: RunSummary | undefined, days: number): void {
    for (const store of ['west', 'south']) {
      const proved = this.#days.get(store)?.size ?? 0;
      if (proved < days - DAYS_MISSED) this.violations.push(`${store} was proven on ${proved} of ${days} days`);
      const final = last?.proof?.stores.find((one) => one.store === store);
      if (final?.state !== 'done') this.violations.push(`the last proof of ${store} is ${final?.state}`);
      // By then all that was planted is known to the ledger.
      for (const one of (final?.differences ?? []).filter(({ entity }) => !isInXero(entity)))
        this.violations.push(`the last proof has ${JSON.stringify(one)}`);
    }
  }

  #isPlanted({ store, orderId, targetId }: StoreProof['differences'][number]): boolean {
    const truth = this.#truths.find(
      (one) => one.store === store && (one.sourceId === orderId || one.targetId === targetId),
    );
    return truth !== undefined && truth.held.length + truth.differences.length > 0;
  }
}
