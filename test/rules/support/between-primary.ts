import type { NetoClient } from '../../../src/neto/client.ts';
import type { Reply } from '../../../src/neto/reply.ts';
import type { Between } from '../../../src/run/options.ts';
import { impatience } from '../../support/impatience.ts';

/** What comes between the run and one action of the primary: it may ask the store itself, or not, and alter the answer. */
export type Behaviour = (ask: () => Promise<Reply>) => Promise<Reply>;

/** A primary that behaves as these say, by action; all others of its answers are the fake store's own. */
export function primaryThat(behaviours: Readonly<Record<string, Behaviour>>): Between {
  return overPrimary((primary, ...call) => {
    const ask = () => primary.request(...call);
    return behaviours[call[0]]?.(ask) ?? ask();
  });
}

type Request = (store: NetoClient, ...call: Parameters<NetoClient['request']>) => Promise<Reply>;

/** Does each request to the primary in its place. */
export function overPrimary(request: Request): Between {
  return overStores((store, ...call) => (store.readOnly ? store.request(...call) : request(store, ...call)));
}

/** The same of each request to any store. */
export function overStores(request: Request): Between {
  return {
    ...impatience,
    store: (client) => {
      return new Proxy(client, {
        get(object, name) {
          const value: unknown = Reflect.get(object, name, object);
          if (typeof value !== 'function') return value;
          if (name !== 'request') return value.bind(object);
          return (...call: Parameters<NetoClient['request']>) => request(object, ...call);
        },
      });
    },
  };
}

/** Whatever it did, it says that it did nothing. */
export const refusing =
  (words: string): Behaviour =>
  async (ask) => ({ ...(await ask()), ack: 'error', errors: [words], body: {} });

/** Says so and does nothing. */
export const refusingOutright =
  (words: string): Behaviour =>
  async () => ({ ack: 'error', errors: [words], warnings: [], currentTime: null, body: {} });

/** Every text of these fields comes back altered. */
export function showing(fields: readonly string[], alter: (text: string) => string): Behaviour {
  const through = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(through);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, inner]): [string, unknown] =>
      fields.includes(name) && typeof inner === 'string' ? [name, alter(inner)] : [name, through(inner)],
    );
    return Object.fromEntries(entries);
  };
  return async (ask) => {
    const reply = await ask();
    return { ...reply, body: through(reply.body) as Reply['body'] };
  };
}
