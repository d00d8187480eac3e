import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { many } from '../support/many.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';
import { csv, orderRow, withImports } from './support/importing.ts';
import { listening } from './support/listening.ts';
import { customerSeed } from './support/population.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const known = [
  'n/a', 'N/A', 'none', '-', '--', '.', 'x', 'noemail', 'no email', 'unknown@', '@unknown', '@', 'no@email', 'a@b@c.com',
  'jane@example', 'jane@.com', 'jane@example.', 'jane@example..com', 'jane at example.com', 'jane@example.com; bob@example.com',
  'Jane <jane@example.com>', 'n/a@n/a.com', 'jane@example,com', 'http://example.com', 'jane@exa mple.com',
]; // biome-ignore format: a table

/** Written anew: one `@` with something on both sides, and a dot within what follows it. */
function isAddress(text: string): boolean {
  const [local = '', host = '', ...more] = text.trim().split('@');
  const labels = host.split('.');
  return local !== '' && more.length === 0 && labels.length > 1 && labels.every((label) => label !== '');
}

/** Nobody's address, without blanks at the ends, which stores cut. */
const noAddress = fc.oneof(
  fc.constantFrom(...known),
  fc
    .string({ minLength: 1, maxLength: 30 })
    .map((text) => text.replace(/[^\x20-\x7e]/g, '').trim())
    .filter((text) => text !== '' && !isAddress(text)),
);

/** Two of each store, all of one name, so that nothing but the address could tell whether they are one. */
function settingOf(texts: readonly string[]) {
  const buyer = (username: string, email: string) => ({
    person: 0, username, email, orderEmail: email, firstName: 'Jane', lastName: 'Smith', company: '', deleted: false,
  }); // biome-ignore format: a table
  const feeder = (name: string, rules = {}) => {
    const buyers = texts.flatMap((text, place) => [0, 1].map((one) => buyer(`${name}${place}x${one}`, text)));
    return {
      name,
      seed: {
        items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
        customers: buyers.map(customerSeed),
        orders: buyers.map(({ username, email }, place) =>
          orderSeed({ OrderID: `N${place + 1}`, Username: username, Email: email }),
        ),
      },
      switches: { uniqueEmail: false },
      rules,
    };
  };
  return {
    primary: {
      items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
      customers: texts.map((text, place) => customerSeed(buyer(`own${place}`, text))),
    },
    switches: { uniqueEmail: false },
    feeders: [feeder('west'), feeder('south', { orders: { email: 'shopper', mailTemplatesOff: 'confirmed' } })],
  };
}

async function identifyNobody(texts: readonly string[]): Promise<void> {
  await withFeedingStores(settingOf(texts), async (stores) => {
    const { said, between } = listening();
    const summary = await stores.run({ between });
    expect(summary.quarantine).toEqual([]);
    const copies = stores.primary.orders();
    expect(copies).toHaveLength(texts.length * 4);
    expect(new Set(copies.map(({ Username }) => Username)).size, 'everybody has an account of their own').toBe(
      copies.length,
    );
    expect(copies.filter(({ Username }) => Username.startsWith('own'))).toEqual([]);
    expect(copies.filter(({ OrderID }) => OrderID.startsWith('S')).map(({ Email }) => Email)).toEqual(
      Array.from({ length: texts.length * 2 }, () => ''),
    );
    const made = stores.primary.customers().filter(({ Username }) => !Username.startsWith('own'));
    expect(made.map(({ EmailAddress }) => EmailAddress)).toEqual(made.map(() => ''));
    const asked = said.filter(({ action }) => action === 'GetCustomer').map(({ body }) => emailsAsked(body));
    expect(asked.flat().filter((email) => !isAddress(email))).toEqual([]);
    const notes = copies.map(({ InternalOrderNotes }) => InternalOrderNotes ?? '');
    expect(notes.filter((text) => text.includes('Shopper'))).toEqual([]);
  });
}

function emailsAsked(body: string): string[] {
  const { Filter } = JSON.parse(body) as { Filter?: { Email?: string | string[] } };
  return [Filter?.Email ?? []].flat();
}

describe('what is no e-mail address identifies nobody', () => {
  test('whatever it is: nobody is matched or looked up by it, no account bears it, and each order is copied', async () => {
    await identifyNobody(known);
    await fc.assert(fc.asyncProperty(fc.uniqueArray(noAddress, { minLength: 3, maxLength: 8 }), identifyNobody), {
      numRuns: many(2, 6),
    });
  }, 60_000);

  test('of orders that came by a file', async () => {
    await withImports(async ({ import: read, stores }) => {
      const rows = ['n/a', 'n/a', 'NONE'].map((Email, place) =>
        orderRow(`N${place + 1}`, '11.00', { Email, Username: `jo${place}` }),
      );
      const summary = await read({ 'orders.csv': csv(rows) });
      expect(summary.quarantine).toEqual([]);
      expectApart(stores, 3);
    });
  });

  test('an address is matched as ever, with blanks around it and in other letters', async () => {
    const own = {
      person: 0, username: 'own', email: 'Zoë.Smith@example.com', orderEmail: '', firstName: 'Jane', lastName: 'Smith',
      company: '', deleted: false,
    }; // biome-ignore format: a table
    const { feeders } = settingOf([' zoë.smith@EXAMPLE.com ']);
    const primary = { customers: [customerSeed(own)], items: feeders[0]?.seed.items ?? [] };
    await withFeedingStores({ primary, feeders }, async (stores) => {
      await stores.run();
      expect(stores.primary.orders().map(({ Username }) => Username)).toEqual(['own', 'own', 'own', 'own']);
    });
  });

  test('where an order comes to have an address, the copy and its notes get it', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const orders = [orderSeed({ OrderID: 'N1', Email: 'n/a' })];
    await withTwoStores({ orders, clock: () => now }, async ({ run, west, main }) => {
      await run();
      expect(main.order('W1')?.InternalOrderNotes).not.toContain('n/a');
      now += 3_600_000;
      west.panel.changeOrder('N1', { Email: 'jane@example.com' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W1')?.InternalOrderNotes).toContain('Shopper: jane@example.com');
    });
  });
});

function expectApart({ primary }: FeedingStores, count: number): void {
  expect(new Set(primary.orders().map(({ Username }) => Username)).size).toBe(count);
  expect(primary.customers().map(({ EmailAddress }) => EmailAddress)).toEqual(Array.from({ length: count }, () => ''));
}
