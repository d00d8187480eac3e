import { isRead } from '../../src/neto/read-only.ts';
import type { Between } from '../../src/run/options.ts';
import { impatience } from '../support/impatience.ts';

/** The verbs of the ledger that last; all others only look. */
const DURABLE: ReadonlySet<string> = new Set([
  'pinStores',
  'beginRun',
  'finishRun',
  'completeWindow',
  'stagePage',
  'restage',
  'decide',
  'recordIntents',
  'noteLookUps',
  'noteRefusal',
  'settle',
  'purge',
]);

/**
 * Tells of every point between two durable steps: after each verb of the ledger that lasts, and before and after each
 * write to the primary. A new verb or write is a point by itself, so none can be forgotten.
 */
export function watched(reached: (point: string) => void): Between {
  const intents: Intents = new Map();
  return {
    ...impatience,
    ledger: (ledger) => wrapped(ledger, (name, call) => ledgerCall(name, call, reached, intents)),
    store: (client) => wrapped(client, (name, call) => (name === 'request' ? requestCall(call, reached) : call)),
  };
}

type Call = (...values: unknown[]) => Promise<unknown>;

/** What the intents of this run are about: `orders add`. */
type Intents = Map<number, string>;

function ledgerCall(name: string, call: Call, reached: (point: string) => void, intents: Intents): Call {
  if (!DURABLE.has(name)) return call;
  return async (...values) => {
    const result = await call(...values);
    const list = values.at(-1);
    if (Array.isArray(list) && list.length === 0) return result;
    if (name === 'recordIntents') for (const id of result as number[]) intents.set(id, subjectOf(values));
    const settled = /"intent":(\d+)/.exec(JSON.stringify(list))?.[1] ?? (name === 'noteLookUps' ? String(list) : '');
    reached(`after ${name}${intents.get(Number.parseInt(settled, 10)) ?? ''}${subjectOf(values)}`);
    return result;
  };
}

function requestCall(call: Call, reached: (point: string) => void): Call {
  return async (...values) => {
    const action = String(values[0]);
    if (isRead(action)) return call(...values);
    reached(`before ${action}`);
    const result = await call(...values);
    reached(`after ${action}`);
    return result;
  };
}

/** What a verb is about: the entity, and for intents the step. */
function subjectOf(values: readonly unknown[]): string {
  const text = JSON.stringify(values);
  const entity =
    /"entity":"(\w+)"/.exec(text)?.[1] ??
    values.find((value) => /^(orders|payments|customers|products|rmas)$/.test(String(value)));
  const action = /"action":"(\w+)"/.exec(text)?.[1];
  const kind = /"kind":"([\w-]+)"/.exec(text)?.[1];
  return [entity, action ?? kind]
    .filter((word) => word !== undefined)
    .map((word) => ` ${word}`)
    .join('');
}

/** Methods go through `around`; everything else, private fields too, stays with the object itself. */
function wrapped<T extends object>(target: T, around: (name: string, call: Call) => Call): T {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return around(name, value.bind(object) as Call);
    },
  });
}
