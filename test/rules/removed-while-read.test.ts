import { expect, test } from 'vitest';
import type { NetoClient } from '../../src/neto/client.ts';
import type { Between } from '../../src/run/options.ts';
import type { ProgressEvent } from '../../src/session/progress.ts';
import { impatience } from '../support/impatience.ts';
import { withKeyless } from './support/keyless.ts';
import { heldIn } from './support/two-stores.ts';

const DAY = 24 * 60 + 120;

test('the only return of a store, removed after it was read, is quarantined, and not waited for without a word', () =>
  withKeyless(
    ['11.00'],
    async (stores) => {
      let removed = false;
      const progress = (event: ProgressEvent) => {
        if (removed || event.kind !== 'read' || event.entity !== 'rmas') return;
        removed = true;
        stores.west.panel.removeRma(id);
      };
      await stores.later(0);
      const id = String(stores.west.panel.rekeyRma('1').RmaID);
      await stores.later(180, { progress });
      expect(removed).toBe(true);
      for (let run = 0; run < 2; run += 1) {
        const summary = await stores.later(DAY);
        expect(summary.status).toBe('open');
        // The first one stands in the books still, though its store has neither any more.
        expect(heldIn(summary)).toEqual(['rmas 1: rma-gone', `rmas ${id}: vanished`]);
      }
      expect(stores.there('rmas')).toEqual(['west:1 11']);
    },
    { only: 'rmas' },
  ));

test('a return that its store withholds once it was read is entered when it is shown again', () =>
  withKeyless(
    ['11.00', '22.00'],
    async (stores) => {
      const { main, west } = stores;
      let withheld = false;
      const between: Between = {
        ...impatience,
        store: (client) =>
          new Proxy(client, {
            get(object, name) {
              const value: unknown = Reflect.get(object, name, object);
              if (typeof value !== 'function') return value;
              if (name !== 'request' || !client.readOnly) return value.bind(object);
              return async (...call: Parameters<NetoClient['request']>) => {
                const reply = await object.request(...call);
                return withheld && call[0] === 'GetRma' ? { ...reply, body: { Rma: [] } } : reply;
              };
            },
          }),
      };
      const progress = (event: ProgressEvent) => {
        if (event.kind === 'read' && event.entity === 'rmas') withheld = true;
      };
      const summary = await stores.later(0, { between, progress });
      expect(west.rmas()).toHaveLength(2);
      expect(heldIn(summary).sort()).toEqual(['rmas 1: vanished', 'rmas 2: vanished']);
      expect(main.rmas()).toEqual([]);
      expect((await stores.later(60)).status).toBe('good');
      expect(stores.there('rmas')).toEqual(['west:1 11', 'west:2 22']);
    },
    { only: 'rmas' },
  ));
