import { z } from 'zod';
import { defaultGuards, type GuardName, guardActions } from '../transform/guards/guard-rules.ts';
import { field } from './fields.ts';

const guard = (name: GuardName, meaning: string) =>
  field(z.enum(guardActions), { meaning, expected: 'stop, hold or warn' }).default(defaultGuards[name]);

export const guardsSchema = z.strictObject({
  skus: guard(
    'skus',
    'SKUs on a copy that Xero does not take: longer than 30 characters, with a blank, or with a slash.',
  ),
  numbers: guard(
    'numbers',
    'A number that a copy would get, and that another order of the primary has already. A run never writes such an order: `stop` ends the run, `hold` and `warn` hold the order. `stop` and `hold` make it a problem of `check`, `warn` something to look at. A number that is taken while the run goes on is always quarantined.',
  ),
  negativeTotals: guard('negativeTotals', 'Orders of less than zero, which Xero refuses as invoices.'),
  dueDates: guard('dueDates', 'Orders without a due date, which Xero refuses unless the primary fills one in.'),
  contacts: guard(
    'contacts',
    'Customers that Xero would take for one contact although they are several people: accounts that would have one name in Xero, which is the company (such as "Cash Sale"), or else first and last name, capitals, blanks, dots and commas aside; or one account for people of different surnames and addresses. Who has the same account or the same address is one person; a shared address or what is none proves nothing. `check` looks among recent orders; a run looks among its own orders and all accounts of the primary, which it reads once and then as they change, as far as daily work may ask (a narrowed run reads none, and says so while not all are known: `contacts-not-read`). `hold` holds all orders of the run that are concerned; for that, as for `stop`, all orders are read before the first write. Does not concern stores with `customers.policy: house`.',
  ),
  currency: guard(
    'currency',
    "A secondary whose currency is not the primary's by the store's own settings; a single order, payment or return in another currency is quarantined in any case. `stop` ends the run before its first write while one of the stores was never copied from; a store that changes its currency later ends it before anything of that store is written, and what was copied from other stores until then stands.",
  ),
});
