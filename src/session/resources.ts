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

  async close(): Promise<void> {
    for (const close of this.#open.reverse()) await close();
    this.#open.length = 0;
  }
}
