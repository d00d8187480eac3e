import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { someOf } from '../support/many.ts';
import { openLedger } from '../support/open-ledger.ts';
import { primaryThat } from './support/between-primary.ts';
import { type Keyless, type KeylessStores, keyless, withKeyless, writing } from './support/keyless.ts';
import { heldIn } from './support/two-stores.ts';

type References = Partial<Switches['references']>;
type Alterations = NonNullable<References['CardAuthorisation']>;

const fields = {
  payments: (alterations: Alterations): References => ({ CardAuthorisation: alterations }),
  rmas: (alterations: Alterations): References => ({ InternalNotes: alterations, PurchaseOrderNumber: alterations }),
} as const;

/** Three orders, of which none is like another, each with one payment or return. */
const amounts = ['11.00', '12.00', '13.00'];
const all = [11, 12, 13];
const amountsOf = (texts: readonly string[]) => texts.map((text) => Number(text.split(' ').at(-1)));

function within<T>(entity: Keyless, references: References, use: (stores: KeylessStores) => Promise<T>): Promise<T> {
  return withKeyless(amounts, use, { only: entity, switches: {}, primarySwitches: { references } });
}

/** What the primary is asked to add from now on, as text. */
function bodiesOf({ main }: KeylessStores, entity: Keyless): string[] {
  const bodies: string[] = [];
  main.faults.next = ({ action, body }) => {
    if (action === writing[entity]) bodies.push(JSON.stringify(body));
    return undefined;
  };
  return bodies;
}

async function accept({ ledgerFile }: KeylessStores, entity: Keyless, sourceId: string): Promise<string> {
  const ledger = openLedger(ledgerFile);
  const key = { store: 'west', entity, sourceId } as const;
  const answer = await ledger.accept(await ledger.beginRun({ narrowed: true }), key, 'it stands there rightly');
  await ledger.close();
  return answer;
}

const spacesLost: [what: string, alterations: Alterations] = ['rid of their spaces', [{ how: 'spaces-lost' }]];

describe.each(keyless)('references of %s', (entity) => {
  const readable: [what: string, alterations: Alterations][] = [
    ['cut behind the first word', [{ how: 'cut', characters: 7 }]],
    ['wrapped', [{ how: 'wrapped', before: 'Auth: ', after: ' (ok)' }]],
    ['stamped before', [{ how: 'stamped', where: 'before' }]],
    ['stamped behind', [{ how: 'stamped', where: 'after' }]],
    // A return's number stands by itself in its purchase order number, so nothing runs into it.
    ...(entity === 'rmas' ? [spacesLost] : []),
  ];
  test.each(someOf(readable, 2, entity === 'rmas' ? 1 : 0))(
    '%s are known by their first word, which alone is sent from then on',
    async (_, alterations) => {
      await within(entity, fields[entity](alterations), async (stores) => {
        const texts = bodiesOf(stores, entity);
        const first = await stores.later(0);
        expect([first.status, heldIn(first)]).toEqual(['good', []]);
        const said = first.warnings.filter(({ code }) => code === 'reference-shortened');
        expect(said).toMatchObject([{ entity, sourceId: '1' }]);
        expect(amountsOf(stores.there(entity)).toSorted()).toEqual(all);
        const behind = entity === 'payments' ? 'ch_3Nx' : 'Came back in its box';
        expect(texts.filter((text) => text.includes(behind))).toHaveLength(1);
        // Another process, much later, knows it still, and says nothing more.
        const again = await stores.later(15);
        expect(again.warnings.filter(({ code }) => code === 'reference-shortened')).toEqual([]);
        expect(again.status).toBe('good');
        expect(amountsOf(stores.there(entity)).toSorted()).toEqual(all);
      });
    },
  );

  test('in capitals are the same ones', async () => {
    await within(entity, fields[entity]([{ how: 'upper-case' }]), async (stores) => {
      expect((await stores.later(0)).warnings.filter(({ code }) => code === 'reference-shortened')).toEqual([]);
      expect((await stores.later(15)).status).toBe('good');
      expect(amountsOf(stores.there(entity)).toSorted()).toEqual(all);
    });
  });

  const unreadable: [what: string, alterations: Alterations][] = [
    ['cut within the first word', [{ how: 'cut', characters: 5 }]],
    ['run together with what follows', [{ how: 'spaces-lost' }, { how: 'wrapped', before: 'X', after: '' }]],
    ...(entity === 'payments' ? [spacesLost] : []),
    ['left out', [{ how: 'dropped' }]],
    ['left out for words of its own', [{ how: 'dropped' }, { how: 'wrapped', before: 'AUTH-', after: '77' }]],
  ];
  test.each(someOf(unreadable, 2, entity === 'rmas' ? 1 : 0))(
    '%s stop that entity after one, and nothing else',
    async (_, alterations) => {
      await within(entity, fields[entity](alterations), async (stores) => {
        const first = await stores.later(0);
        expect(heldIn(first)).toEqual([`${entity} 1: reference-altered`]);
        expect(first.problems.map(({ code }) => code)).toEqual(['reference-altered']);
        expect(first.problems[0]?.message).toContain('quarantine accept');
        expect(first.stores['west']?.orders).toMatchObject({ created: 3, pending: 0 });
        for (let run = 0; run < 3; run += 1) await stores.later(15);
        expect(amountsOf(stores.there(entity))).toEqual([11]);
        // Mended there, and accepted: the others follow, and the first one is not written again.
        stores.main.switches.references = {} as Switches['references'];
        expect(await accept(stores, entity, '1')).toBe('settled');
        expect(heldIn(await stores.later(15))).toEqual([]);
        expect(amountsOf(stores.there(entity)).toSorted()).toEqual(all);
      });
    },
  );
});

test('a return whose notes are lost is known by its purchase order number, and the other way round', async () => {
  for (const field of ['InternalNotes', 'PurchaseOrderNumber'] as const) {
    for (const alteration of [{ how: 'dropped' }, { how: 'cut', characters: 3 }] as const) {
      await within('rmas', { [field]: [alteration] }, async (stores) => {
        const first = await stores.later(0);
        expect([first.status, heldIn(first)]).toEqual(['good', []]);
        expect((await stores.later(15)).status).toBe('good');
        expect(stores.main.rmas()).toHaveLength(3);
      });
    }
  }
});

describe.each(keyless)('a run that ends between the write of %s and its read-back', (entity) => {
  const ends: readonly [what: string, alterations: Alterations, held: readonly string[]][] = [
    ['whole', [], []],
    ['stamped', [{ how: 'stamped', where: 'before' }], []],
    ['cut', [{ how: 'cut', characters: 5 }], [`${entity} 1: reference-altered`]],
    ['left out', [{ how: 'dropped' }], [`${entity} 1: reference-altered`]],
  ];
  test.each(someOf(ends, 2, entity === 'rmas' ? 1 : 0))(
    'with references %s writes nothing a second time',
    async (_, alterations, held) => {
      await withKeyless(
        ['11.00'],
        async (stores) => {
          const between = primaryThat({
            [writing[entity]]: async (ask) => {
              await ask();
              throw new Error('killed');
            },
          });
          await expect(stores.later(0, { between })).rejects.toThrow('killed');
          for (let run = 0; run < 3; run += 1) expect(heldIn(await stores.later(run * 15))).toEqual(held);
          expect(amountsOf(stores.there(entity))).toEqual([11]);
        },
        { only: entity, switches: {}, primarySwitches: { references: fields[entity](alterations) as never } },
      );
    },
  );

  test('whose answer was Error, and which shows late and altered, writes nothing a second time', async () => {
    await withKeyless(
      ['11.00'],
      async ({ main, later, there }) => {
        main.faults.next = ({ action }) =>
          action === writing[entity] ? { kind: 'error-though-stored', shownAfterReads: 9 } : undefined;
        expect((await later(0)).status).toBe('failed');
        for (let run = 1; run <= 4; run += 1) await later(run);
        const last = await later(60);
        expect(heldIn(last)).toEqual([`${entity} 1: reference-altered`]);
        expect(amountsOf(there(entity))).toEqual([11]);
      },
      {
        only: entity,
        switches: {},
        primarySwitches: { references: fields[entity]([{ how: 'cut', characters: 3 }]) as never },
      },
    );
  });
});
