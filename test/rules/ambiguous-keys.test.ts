import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';
import { customerSeed } from './support/population.ts';

type Alike = Switches['keysAlike'];

/** Texts that some database or other takes for one, beyond A and a. */
const twins = ['é', 'e\u0301', 'É', 'e', 'ß', 'ss', 'İ', 'i', '\u212a', 'k', 'Ａ', 'a'];

const keys = fc.uniqueArray(fc.constantFrom(...twins), { minLength: 6, maxLength: 12 });

interface Keyed {
  readonly username: string;
  readonly sku: string;
}

function orderOf({ username, sku }: Keyed, place: number) {
  return {
    OrderID: `N${place + 1}`,
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    Username: username,
    Email: `${place}@example.com`,
    BillFirstName: 'Pat',
    BillLastName: `Number ${place}`,
    OrderLine: [{ SKU: sku, ProductName: `Product ${place}`, Quantity: 1, UnitPrice: '11.00' }],
  };
}

function settingOf(records: readonly Keyed[], keysAlike: Alike, primary: { sku?: string; username?: string } = {}) {
  const account = { email: 'own@example.com', firstName: 'Own', lastName: 'Account', company: '' };
  return {
    primary: {
      items: primary.sku === undefined ? [] : [{ SKU: primary.sku, Name: 'Own', DefaultPrice: '1.00' }],
      customers:
        primary.username === undefined
          ? []
          : [
              customerSeed({
                ...account,
                username: primary.username,
                orderEmail: account.email,
                person: 0,
                deleted: false,
              }),
            ],
    },
    switches: { keysAlike, uniqueEmail: false },
    feeders: [
      {
        name: 'west',
        seed: {
          items: records.map(({ sku }, place) => ({ SKU: sku, Name: `Product ${place}`, DefaultPrice: '11.00' })),
          orders: records.map(orderOf),
        },
        // The source tells all of them apart.
        switches: { keysAlike: 'ascii-case' as const },
        rules: { customers: { policy: 'prefix' } },
      },
    ],
  };
}

/** Written anew: by code units, A to Z as a to z. */
function plain(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}

function sharesNothing(stores: FeedingStores, records: readonly Keyed[]): void {
  const copies = records.map((_, place) => stores.primary.order(`W${place + 1}`));
  for (const [name, ofSource, ofCopy] of [
    ['SKU', ({ sku }: Keyed) => sku, (place: number) => copies[place]?.OrderLine[0]?.SKU],
    ['user name', ({ username }: Keyed) => username, (place: number) => copies[place]?.Username],
  ] as const) {
    const owners = new Map<string, string>();
    for (const [place, record] of records.entries()) {
      const copy = ofCopy(place);
      if (copy === undefined) continue;
      const source = plain(ofSource(record));
      expect(owners.get(plain(copy)) ?? source, `${name} ${copy} is the copy of one`).toBe(source);
      owners.set(plain(copy), source);
      // The copy is under its own key, spelled as in its store.
      expect(plain(copy).endsWith(source), `${copy} is the copy of ${source}`).toBe(true);
    }
  }
}

async function eachHasItsOwn(texts: readonly string[], alike: Alike): Promise<void> {
  const records = texts.map((text) => ({ username: `u${text}`, sku: `S${text}` }));
  await withFeedingStores(settingOf(records, alike), async (stores) => {
    const summary = await stores.run();
    expect(summary.problems).toEqual([]);
    sharesNothing(stores, records);
    const codes = new Set(summary.quarantine.map(({ code }) => code));
    if (alike === 'ascii-case') expect([...codes]).toEqual([]);
    else for (const code of codes) expect(['key-ambiguous', 'waits-for']).toContain(code);
    expect(stores.primary.orders().length + held(summary.quarantine, 'orders').length).toBe(records.length);
  });
}

describe('keys that differ in more than the case of A to Z never share a copy', () => {
  test.each<[Alike]>([['ascii-case'], ['case'], ['accents']])(
    'where the primary tells keys apart by %s',
    async (alike) => {
      await eachHasItsOwn(twins, alike);
      await fc.assert(
        fc.asyncProperty(keys, (texts) => eachHasItsOwn(texts, alike)),
        { numRuns: 2 },
      );
    },
    60_000,
  );
});

describe('where the primary answers with another spelling than was asked for', () => {
  test('both records are quarantined, and one that is mixed up with an account that the primary has', async () => {
    const records = [
      { username: 'zoé', sku: 'CAF\u00c9' },
      { username: 'other', sku: 'CAFE' },
    ];
    const setting = settingOf(records, 'accents', { sku: 'cafe', username: 'w_zoe' });
    await withFeedingStores(setting, async (stores) => {
      const summary = await stores.run();
      expect(stores.primary.orders()).toEqual([]);
      expect(held(summary.quarantine, 'products')).toEqual([
        ['CAFE', 'key-ambiguous'],
        ['CAF\u00c9', 'key-ambiguous'],
      ]);
      expect(held(summary.quarantine, 'customers')).toEqual([['zoé', 'key-ambiguous']]);
    });
  });
});

function held(quarantine: readonly { entity: string; sourceId: string; code: string }[], entity: string) {
  return quarantine
    .filter((one) => one.entity === entity)
    .map(({ sourceId, code }) => [sourceId, code])
    .sort();
}
