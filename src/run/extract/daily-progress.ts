import { z } from 'zod';
import { type Instant, instantSchema } from '../../model/time.ts';
import type { RunBasics } from '../context/parts.ts';

const SCOPE = 'daily';

const schema = z.object({
  /** The store's time when it was begun, which the mark is moved to when it is done. */
  bound: instantSchema,
  /** The run that began it. What was read since counts as read by it. */
  since: z.int(),
  /** What is listed by time: the end of it, how far it has come, and how much of it one step takes. */
  to: instantSchema.nullable(),
  at: instantSchema.nullable(),
  seconds: z.int().positive().nullable(),
  /** What goes by ids: the last one that is done. */
  after: z.string(),
});
type State = z.infer<typeof schema>;

/** How far one kind of a store's daily work has come, kept from run to run. Times and ids, nothing personal. */
export class DailyProgress {
  readonly #ledger: RunBasics['ledger'];
  readonly #name: string;
  state: State;

  private constructor(ledger: RunBasics['ledger'], name: string, state: State) {
    this.#ledger = ledger;
    this.#name = name;
    this.state = state;
  }

  /**
   * What an earlier run has left, or a new beginning.
   * @param name of the store and the work
   * @param upTo the store's time
   */
  static async open({ ledger, run }: RunBasics, name: string, upTo: Instant): Promise<DailyProgress> {
    const text = await ledger.learned(SCOPE, name);
    const kept = text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
    const blank = { bound: upTo, since: run, to: null, at: null, seconds: null, after: '' };
    // One that lies in the future was begun by a wrong clock.
    return new DailyProgress(ledger, name, kept === undefined || kept.bound > upTo ? blank : kept);
  }

  async save(change: Partial<State>): Promise<void> {
    this.state = { ...this.state, ...change };
    await this.#ledger.learn(SCOPE, this.#name, JSON.stringify(this.state));
  }

  async done(): Promise<void> {
    await this.#ledger.learn(SCOPE, this.#name, 'null');
  }
}
