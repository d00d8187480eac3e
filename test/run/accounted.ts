import { expect } from 'vitest';
import type { Counts } from '../../src/ledger/run-entry.ts';
import type { RunSummary } from '../../src/run/summary.ts';

/** Promise 2, of a summary: what was read is accounted for, and nothing of it is open. */
export function expectAccounted(summary: RunSummary): void {
  expectIdentity(summary);
  for (const [name, { pending }] of countsOf(summary)) expect(`${name}: ${pending} pending`).toBe(`${name}: 0 pending`);
}

/** The counts identity alone, for runs that could not finish. */
export function expectIdentity(summary: RunSummary): void {
  for (const [name, { read, ...rest }] of countsOf(summary)) {
    const sum = rest.created + rest.updated + rest.unchanged + rest.skipped + rest.quarantined + rest.pending;
    expect(`${name}: ${sum} of ${read}`).toBe(`${name}: ${read} of ${read}`);
  }
}

function countsOf({ stores }: RunSummary): [string, Counts][] {
  return Object.entries(stores).flatMap(([store, entities]) =>
    Object.entries(entities).map(([entity, counts]): [string, Counts] => [`${store} ${entity}`, counts]),
  );
}

/** How many records a run wrote anew. */
export function writtenBy({ stores }: RunSummary): number {
  return Object.values(stores)
    .flatMap((entities) => Object.values(entities))
    .reduce((sum, { created, updated }) => sum + created + updated, 0);
}
