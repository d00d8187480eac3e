import type { Lease } from '../ledger/lease.ts';

interface Closable {
  close(): Promise<void> | void;
}

/** What a run, a plan or a check holds open while it lasts; closed in the reverse order of opening. */
export class Resources implements Closable {
  /** By which the ledger is written, and the primary; none where the ledger is a file, whose lock is the operating system's. */
  lease: Lease | undefined;
  readonly #open: (() => Promise<void> | void)[] = [];

  /** @param lease held by somebody else, for whom this is opened */
  constructor(lease?: Lease) {
    this.lease = lease;
  }

  add(close: () => Promise<void> | void): void {
    this.#open.push(close);
  }

  /** All of them, whatever becomes of one: a lock that stayed would keep this very process from its next run. @throws what went wrong first */
  async close(): Promise<void> {
    const troubles: unknown[] = [];
    for (const close of this.#open.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        troubles.push(error);
      }
    }
    if (troubles.length > 0) throw troubles[0];
  }
}
