import type { Between } from '../../../src/run/options.ts';
import { impatience } from '../../support/impatience.ts';

/** Before the primary's client sends the first of these requests, something else happens. */
export function asleepAt(action: string, meanwhile: () => Promise<void>): Between {
  let slept = false;
  return {
    ...impatience,
    store: (client) => {
      if (client.readOnly) return client;
      return new Proxy(client, {
        get(object, name) {
          const value: unknown = Reflect.get(object, name, object);
          if (typeof value !== 'function') return value;
          if (name !== 'request') return value.bind(object);
          return async (...call: Parameters<typeof client.request>) => {
            if (call[0] === action && !slept) {
              slept = true;
              await meanwhile();
            }
            return object.request(...call);
          };
        },
      });
    },
  };
}
