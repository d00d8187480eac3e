import { customerSteps } from '../../entities/customer/write.ts';
import { lowerKey } from '../../model/text-key.ts';
import { type CheckedSecondary, examplesOf, type Telling } from '../findings/findings.ts';
import type { Simulation } from './simulate.ts';

/** What of a store the simulated run has found in order, and what of its copies no store tells. */
export function reportWhatIsRight(context: Telling, checked: CheckedSecondary, simulation: Simulation): void {
  const { findings } = context;
  const { name, prefix, products } = checked.secondary;
  const counts = simulation.summary.stores[name];
  const { read = 0, created = 0, updated = 0, unchanged = 0 } = counts?.orders ?? {};
  const which = read < simulation.sample ? `all ${read}` : `the latest ${read}`;
  const copied = updated + unchanged === 0 ? '' : `, and ${updated + unchanged} are`;
  const looked = `Looked at ${which} orders, by a run that writes nothing; ${created} of them would be copied${copied}.`;
  findings.ok('recent orders', name, looked);
  if (read > 0 && !findings.isTold('order numbers', name)) {
    const targets = Object.values(prefix).join(', ');
    findings.ok('order numbers', name, `The numbers of their copies (${targets}…) are free in the primary.`);
  }
  const { read: needed = 0, created: made = 0, unchanged: there = 0 } = counts?.products ?? {};
  if (products.policy !== 'placeholder' && needed > 0) {
    const message = `Recent orders need ${needed} products that no run has seen yet: ${there} are in the primary, ${made} are made when they are needed.`;
    findings.ok('articles', name, message);
  }
  reportTerms(context, name, simulation.destination.terms.get(name));
  reportAccounts(context, checked, simulation);
}

/** Neto has no list of payment terms to compare with; user groups have none either, but are not copied. */
function reportTerms({ findings }: Telling, name: string, all: ReadonlySet<string> = new Set()): void {
  const terms = [...all].filter((text) => text !== '').sort();
  if (terms.length === 0) return;
  const message = `Recent orders have the payment terms ${examplesOf(terms)}. Neto gives no list of terms, so whether the primary has them can't be told. User groups are not copied.`;
  findings.warn('payment terms', name, message, 'Look in the control panel of the primary whether it has them.');
}

function reportAccounts(
  { findings }: Telling,
  { secondary: { name, customers }, path }: CheckedSecondary,
  simulation: Simulation,
): void {
  if (customers.policy !== 'house') {
    if (!simulation.summary.warnings.some(({ store, guard }) => store === name && guard === 'contacts'))
      findings.ok('guards', name, 'No customers of recent orders would be one contact in Xero by mistake.');
    return;
  }
  const one = 'All copies stand under the house account, so that Xero sees one contact for the store.';
  findings.ok('guards', name, one);
  const username = lowerKey(customers.house?.username ?? '');
  const made = simulation.destination.foreseen(customerSteps.add).get(username);
  if (made?.email === '') {
    const message =
      'The primary has no house account yet, and another account holds its e-mail address: the new one would have none.';
    const remedy = 'Take that account as `customers.house`, or another address.';
    findings.warn('accounts', name, message, remedy, [...path, 'customers', 'house', 'email']);
  } else if (made !== undefined) {
    findings.ok('accounts', name, 'The primary has no house account yet; the first run makes it.');
  } else if (simulation.summary.stores[name]?.customers !== undefined && !findings.isTold('accounts', name)) {
    findings.ok('accounts', name, 'The house account is in the primary.');
  }
}
