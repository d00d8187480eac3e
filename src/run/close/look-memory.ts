import { z } from 'zod';
import type { Ledger } from '../../ledger/ledger.ts';
import { instantSchema } from '../../model/time.ts';

const SCOPE = 'look';

const schema = z.object({
  /** The first run whose copies were compared in full when they were made. */
  firstRun: z.int(),
  /** Looks that were finished, by which the older copies take turns. */
  looks: z.int().nonnegative(),
  /** Of a look that is under way: its bound, and how far it has come. */
  progress: z.object({ bound: instantSchema, after: z.string() }).nullable(),
  /** By source id: fields in which a copy of earlier rules differed all along. */
  fields: z.record(z.string(), z.array(z.string())),
  /** Older copies of earlier rules are known from then on: all had their turn once. */
  knownFrom: z.int(),
});
type State = z.infer<typeof schema>;

/** What the daily look at copies keeps from run to run. Ids and names of fields, nothing personal. */
export class LookMemory {
  readonly #ledger: Ledger;
  readonly #name: string;
  state: State;

  private constructor(ledger: Ledger, name: string, state: State) {
    this.#ledger = ledger;
    this.#name = name;
    this.state = state;
  }

  /**
   * @param name of the store; with the entity where that is not orders
   * @param blank.turns how many looks it takes until each copy had its turn
   */
  static async open(
    ledger: Ledger,
    name: string,
    blank: { readonly firstRun: number; readonly turns: number },
  ): Promise<LookMemory> {
    const text = await ledger.learned(SCOPE, name);
    const kept = text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
    const { firstRun, turns } = blank;
    const state = kept ?? { firstRun, looks: 0, progress: null, fields: {}, knownFrom: firstRun === 0 ? 0 : turns };
    return new LookMemory(ledger, name, state);
  }

  get firstRun(): number {
    return this.state.firstRun;
  }

  known(sourceId: string): ReadonlySet<string> {
    return new Set(this.state.fields[sourceId]);
  }

  /** Whether a copy of earlier rules had its turn already, so that what is not known of it is new. */
  sawBefore(sourceId: string): boolean {
    return this.state.looks >= this.state.knownFrom || sourceId in this.state.fields;
  }

  learn(sourceId: string, fields: readonly string[]): void {
    this.state = { ...this.state, fields: { ...this.state.fields, [sourceId]: [...new Set(fields)] } };
  }

  async save(change: Partial<State> = {}): Promise<void> {
    this.state = { ...this.state, ...change };
    await this.#ledger.learn(SCOPE, this.#name, JSON.stringify(this.state));
  }
}
