import type { NetoClient } from '../../../src/neto/client.ts';
import type { Between } from '../../../src/run/options.ts';
import { impatience } from '../../support/impatience.ts';

export interface Said {
  readonly action: string;
  /** JSON. */
  readonly body: string;
}

/** What the primary is asked and told, word for word, which a store may spell its own way afterwards. */
export function listening(): { readonly said: Said[]; readonly between: Between } {
  const said: Said[] = [];
  const store: Between['store'] = (client) => {
    if (client.role !== 'primary') return client;
    return new Proxy(client, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        if (name !== 'request') return value.bind(object);
        return (...call: Parameters<NetoClient['request']>) => {
          said.push({ action: call[0], body: JSON.stringify(call[1]) });
          return object.request(...call);
        };
      },
    });
  };
  return { said, between: { ...impatience, store } };
}
