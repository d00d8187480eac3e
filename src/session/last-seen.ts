import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const seenSchema = z.object({ ledger: z.string(), installation: z.string(), run: z.number().int() });

/**
 * The last run that this state home saw of a ledger: one that has fewer runs was put back. It decides nothing but which of
 * two sentences is said, so whatever keeps it from being read or written is no trouble.
 */
export class LastSeen {
  readonly #file: string;
  readonly #ledger: string;
  readonly #installation: string;

  constructor(home: string, ledger: string, installation: string) {
    this.#ledger = path.resolve(ledger);
    this.#installation = installation;
    const name = createHash('sha256').update(this.#ledger).digest('hex').slice(0, 16);
    this.#file = path.join(home, `ledger-${name}.json`);
  }

  /** 0 where none is known. */
  get run(): number {
    try {
      const seen = seenSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      return seen.installation === this.#installation ? seen.run : 0;
    } catch {
      return 0;
    }
  }

  note(run: number): void {
    try {
      const seen = { ledger: this.#ledger, installation: this.#installation, run };
      writeFileSync(this.#file, `${JSON.stringify(seen)}\n`, { mode: 0o600 });
    } catch {
      // The next run says the other sentence.
    }
  }
}
