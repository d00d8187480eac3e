import { afterEach, expect, test, vi } from 'vitest';
import type { NetoClient } from '../../src/neto/client.ts';
import type { Reply } from '../../src/neto/reply.ts';
import { overStores } from '../rules/support/between-primary.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

/** Requests under way to one store at once. */
const IN_FLIGHT = 4;
/** Milliseconds that an answer takes, and more for each record of a write. */
const ANSWER = 300;
const PER_RECORD = 20;
/** Turns of the loop without a request or an answer: whoever was answered has asked for what it wants next. */
const QUIET_TURNS = 60;
/** Of the first chunk records go alone, and of the last nothing comes behind. */
const CHUNK = 100;

interface Asked {
  readonly at: number;
  readonly action: string;
  readonly records: number;
}

/** Time that passes only while answers are awaited: what the machine itself does takes none. */
class VirtualTime {
  now = 0;
  /** To the primary. */
  readonly asked: Asked[] = [];
  readonly #underWay = new Map<NetoClient, number>();
  readonly #waiting: (() => void)[] = [];
  readonly #answers: { readonly at: number; readonly deliver: () => void }[] = [];
  #atWork = 0;
  #events = 0;
  isOver = false;

  async request(store: NetoClient, ...call: Parameters<NetoClient['request']>): Promise<Reply> {
    const [action, body] = call;
    while ((this.#underWay.get(store) ?? 0) >= IN_FLIGHT) await new Promise<void>((go) => this.#waiting.push(go));
    this.#underWay.set(store, (this.#underWay.get(store) ?? 0) + 1);
    this.#events += 1;
    const records = action.startsWith('Get') ? 0 : [body['Order'] ?? body['Payment'] ?? body].flat().length;
    if (!store.readOnly) this.asked.push({ at: this.now, action, records });
    const until = this.now + ANSWER + PER_RECORD * records;
    this.#atWork += 1;
    const reply = await store.request(...call).finally(() => {
      this.#atWork -= 1;
    });
    await new Promise<void>((deliver) => this.#answers.push({ at: until, deliver }));
    this.#underWay.set(store, (this.#underWay.get(store) ?? 0) - 1);
    for (const go of this.#waiting.splice(0)) go();
    return reply;
  }

  async pass(): Promise<void> {
    while (!this.isOver) {
      let seen = this.#events;
      for (
        let turns = 0;
        turns < QUIET_TURNS && !this.isOver;
        turns = this.#events === seen && this.#atWork === 0 ? turns + 1 : 0
      ) {
        seen = this.#events;
        await new Promise((resolve) => setImmediate(resolve));
      }
      this.#answers.sort((one, other) => one.at - other.at);
      const next = this.#answers.shift();
      if (next === undefined) continue;
      this.now = Math.max(this.now, next.at);
      next.deliver();
    }
  }
}

afterEach(() => vi.restoreAllMocks());

test('chunks of orders beside each other ask for more than a limit of 240 a minute allows, however long the answers take', () => {
  const orders = Array.from({ length: 6 * CHUNK }, (_, index) =>
    orderSeed({
      OrderID: `N${1000 + index}`,
      Email: `p${index}@example.com`,
      OrderPayment: [{ Id: String(index + 1), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
    }),
  );
  return withTwoStores({ orders }, async (stores) => {
    const time = new VirtualTime();
    const begun = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => begun + time.now);
    const passing = time.pass();
    const summary = await stores.run({ between: overStores((...call) => time.request(...call)) });
    time.isOver = true;
    await passing;
    expect(summary.status).toBe('good');
    const adds = time.asked.filter(({ action }) => action === 'AddOrder');
    let added = 0;
    const steady = adds.filter(({ records }) => {
      added += records;
      return added > CHUNK && added <= 5 * CHUNK;
    });
    const [from, to] = [steady[0]?.at ?? 0, steady.at(-1)?.at ?? 0];
    const asked = time.asked.filter(({ at }) => at >= from && at < to).length;
    const perMinute = (60_000 * asked) / (to - from);
    expect(perMinute).toBeGreaterThan(1.25 * 240);
  });
});
