import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ContactSeed } from '../../src/fake-xero/index.ts';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type Setting } from './support/two-stores.ts';

const HELD = ['orders N1: contact-shared'];
const order = (id: string, more = {}) =>
  orderSeed({
    ...{ OrderID: id, Username: `user-${id}`, Email: `${id}@example.com` },
    ...{ BillFirstName: 'Zebediah', BillLastName: 'Quince', ...more },
  });
const setting = (action: 'hold' | 'warn', orders: Setting['orders'] = [order('N1')]): Setting =>
  ({ orders, guards: { contacts: action }, rules: { customers: { policy: 'match' } } }) as Setting;
const ran = async (given: WithBooks) => given.stores.run({ pipeline: await given.pipeline() });
const copies = ({ stores }: WithBooks): string[] => stores.main.orders().map(({ OrderID }) => OrderID);

const held = (
  contacts: readonly ContactSeed[],
  use: (given: WithBooks) => Promise<void>,
  action: 'hold' | 'warn' = 'hold',
) =>
  withBooks(setting(action), {}, async (given) => {
    for (const contact of contacts) given.xero.control.addContact(contact);
    await use(given);
  });

describe('guards.contacts knows the contacts in Xero, too', () => {
  test('one of the same name with the address of somebody else waits, and nobody is named', () =>
    held([{ name: 'ZEBEDIAH  Quince', email: 'other@example.com' }], async (given) => {
      const plan = await given.stores.run({ pipeline: await given.pipeline(), simulate: true });
      expect(heldIn(plan)).toEqual(HELD);
      const summary = await ran(given);
      // A plan keeps nothing.
      const asked = given.xero.requests.filter(({ path }) => path.endsWith('/Contacts'));
      expect(asked.map(({ headers }) => headers['if-modified-since'])).toEqual([undefined, undefined]);
      expect(heldIn(summary)).toEqual(HELD);
      expect(summary.quarantine[0]?.reason).toContain(
        'N1 stands under a name that a contact of somebody else has in Xero',
      );
      expect(summary.quarantine[0]?.reason).not.toMatch(/quince|other/i);
      expect(copies(given)).toEqual([]);
    }));

  test('a company of that name is the same contact to the export', () =>
    withBooks(setting('hold', [order('N1', { BillCompany: 'Acme Pty. Ltd' })]), {}, async (given) => {
      given.xero.control.addContact({ name: 'Acme Pty Ltd', email: 'accounts@acme.example' });
      expect(heldIn(await ran(given))).toEqual(HELD);
    }));

  test.each<[string, ContactSeed[]]>([
    ['another name', [{ name: 'Zebediah Quincey', email: 'other@example.com' }]],
    ['the same address', [{ name: 'Zebediah Quince', email: 'N1@Example.com', number: 'elsewhere' }]],
    ['nothing that tells who it is', [{ name: 'Zebediah Quince' }]],
  ])('%s holds nothing', (_what, contacts) =>
    held(contacts, async (given) => expect(heldIn(await ran(given))).toEqual([])),
  );

  test('the contact that the export made of the customer is theirs, also without an address', () =>
    held([], async (given) => {
      await ran(given);
      await given.exported();
      given.xero.control.changeContact('Zebediah Quince', { email: '' });
      given.stores.west.panel.addOrder(
        order('N2', { Username: 'user-N1', Email: 'N1@example.com', DateUpdated: '2026-07-13 00:00:00' }),
      );
      given.pass(24);
      expect(heldIn(await ran(given))).toEqual([]);
      expect(copies(given).sort()).toEqual(['W1', 'W2']);
    }));

  test('one whose contact bears the user name of another account waits', () =>
    held([], async (given) => {
      await ran(given);
      given.xero.control.addContact({ name: 'Zebediah Quince', number: 'another-account' });
      given.stores.west.panel.addOrder(
        order('N2', { Username: 'user-N1', Email: 'N1@example.com', DateUpdated: '2026-07-13 00:00:00' }),
      );
      given.pass(24);
      expect(heldIn(await ran(given))).toEqual(['orders N2: contact-shared']);
    }));

  test('goes on with a retry once the contact is called otherwise in Xero', () =>
    held([{ name: 'Zebediah Quince', email: 'other@example.com' }], async (given) => {
      expect(heldIn(await ran(given))).toEqual(HELD);
      given.pass(1);
      given.xero.control.changeContact('Zebediah Quince', { name: 'Zebediah Quince (old)' });
      given.pass(1);
      await decisionsOn(given.stores, 'orders').retry('N1');
      expect(heldIn(await ran(given))).toEqual([]);
      expect(copies(given)).toEqual(['W1']);
    }));

  test('an archived one is no contact any more', () =>
    held([{ name: 'Zebediah Quince', email: 'other@example.com' }], async (given) => {
      given.xero.control.archiveContact('Zebediah Quince');
      expect(heldIn(await ran(given))).toEqual([]);
    }));

  test('with warn it is copied, and told', () =>
    held(
      [{ name: 'Zebediah Quince', email: 'other@example.com' }],
      async (given) => {
        const { warnings } = await ran(given);
        expect(copies(given)).toEqual(['W1']);
        expect(warnings.map(({ code, guard }) => `${code} ${guard}`)).toContain('contact-shared contacts');
      },
      'warn',
    ));

  test('reads all of them once, then what has changed, and keeps nobody’s name or address', () =>
    held([{ name: 'Agatha Longfellow', email: 'agatha.longfellow@example.com', number: 'agatha-l' }], async (given) => {
      await ran(given);
      given.pass(24);
      given.stores.west.panel.addOrder(order('N2', { DateUpdated: '2026-07-13 00:00:00' }));
      await ran(given);
      const asked = given.xero.requests.filter(({ path }) => path.endsWith('/Contacts'));
      expect(asked.map(({ headers }) => headers['if-modified-since'])).toEqual([undefined, '2026-07-11T23:50:00']);
      const files = readdirSync(given.stores.home).filter((name) => /^ledger\.db(-wal|-shm)?$/.test(name));
      const kept = files.map((name) => readFileSync(join(given.stores.home, name), 'latin1')).join('\n');
      expect(kept).not.toMatch(/longfellow|agatha/i);
    }));

  test('where they can not be read, it is said', () =>
    held([], async (given) => {
      given.xero.faults.next = ({ path }) =>
        path.endsWith('/Contacts') ? { kind: 'status', status: 400, body: 'html' } : undefined;
      const { warnings } = await ran(given);
      expect(warnings.map(({ store, code }) => `${store} ${code}`)).toContain('xero contacts-not-read');
    }));
});
