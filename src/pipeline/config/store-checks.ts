import { addressOf, isLoopbackAddress } from './addresses.ts';
import type { KeyPath } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';
import { isOneReference } from './substitute.ts';
import { entryAt } from './yaml-source.ts';

const stores = (view: FileView): KeyPath[] => [['primary'], ...view.secondaries()];

export function checkKeys(view: FileView): Finding[] {
  return stores(view).flatMap((store): Finding[] => {
    const path = [...store, 'key'];
    const written = entryAt(view.source, path)?.written;
    if (written === undefined || written === null || isOneReference(String(written))) return [];
    const blanks = typeof written === 'string' && isOneReference(written.trim());
    const message = blanks
      ? '"key" has blanks around its variable; expected the variable alone; take the blanks away, Neto would answer "Invalid API Key"'
      : `"key" stands in the file itself (not shown); expected one variable, since keys come from the environment; write for example \${WEST_STORE_KEY} and set it in the environment or .env`;
    return [{ path, message }];
  });
}

export function checkAddresses(view: FileView): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, KeyPath>();
  for (const store of stores(view)) {
    const url = view.text([...store, 'url']);
    const address = url === undefined ? undefined : addressOf(url)?.host;
    if (address === undefined) continue;
    const first = seen.get(address);
    if (first === undefined) {
      seen.set(address, store);
      continue;
    }
    const fact = `${view.storeName(store)} has the same address as ${view.storeName(first)}`;
    const remedy =
      first[0] === 'primary'
        ? "expected another store, since the primary can't be its own secondary; give its own address"
        : 'expected each store once; take one away';
    findings.push({ path: [...store, 'url'], message: `${fact}; ${remedy}` });
  }
  return findings;
}

export function checkRates(view: FileView): Finding[] {
  return stores(view).flatMap((store): Finding[] => {
    const path = [...store, 'requestsPerMinute'];
    if (!view.has(path) || (view.value(path) !== null && view.value(path) !== 'unlimited')) return [];
    const url = view.text([...store, 'url']);
    if (url !== undefined && isLoopbackAddress(url)) return [];
    const expected = 'expected a whole number from 1 to 500, since no limit is for a store on this machine only';
    return [{ path, message: `"requestsPerMinute" says that there is no limit; ${expected}; write for example 240` }];
  });
}

export function checkNames(view: FileView): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const store of view.secondaries()) {
    const path = [...store, 'name'];
    const name = view.text(path);
    if (name === undefined) continue;
    if (seen.has(name)) {
      findings.push({
        path,
        message: `two secondaries are called ${view.show(path)}; expected a name of its own for each; choose another`,
      });
    }
    seen.add(name);
  }
  return findings;
}

export function checkSettling(view: FileView): Finding[] {
  const path = ['load', 'settleAfterSeconds'];
  const timeout = view.number(['primary', 'timeoutSeconds']) ?? 60;
  const settle = view.number(path);
  // A number that is wrong in itself has its own message.
  if (settle === undefined || !Number.isInteger(settle) || settle >= 2 * timeout) return [];
  const fact = `"load.settleAfterSeconds" is ${settle}, and the primary's "timeoutSeconds" is ${timeout}`;
  const expected = `expected at least twice as much (${2 * timeout}), or a late write could be doubled; raise it or lower the time-out`;
  return [{ path, message: `${fact}; ${expected}` }];
}

interface Demand {
  readonly key: readonly string[];
  readonly when: (text: (...key: string[]) => string | undefined) => boolean;
  readonly why: string;
}

const DEMANDS: readonly Demand[] = [
  { key: ['orders', 'warehouse'], when: (text) => text('purpose') === 'books', why: 'purpose is books' },
  {
    key: ['orders', 'mailTemplatesOff'],
    when: (text) => text('orders', 'email') === 'shopper',
    why: 'orders.email is shopper',
  },
  {
    key: ['orders', 'houseEmail'],
    when: (text) => {
      const policy = text('customers', 'policy');
      return (text('orders', 'email') ?? 'house') === 'house' && policy !== undefined && policy !== 'house';
    },
    why: 'orders.email is house and customers.policy is not',
  },
  {
    key: ['customers', 'house'],
    when: (text) => text('customers', 'policy') === 'house',
    why: 'customers.policy is house',
  },
  {
    key: ['products', 'skuPrefix'],
    when: (text) => text('products', 'policy') === 'prefix',
    why: 'products.policy is prefix',
  },
  { key: ['products', 'map'], when: (text) => text('products', 'policy') === 'map', why: 'products.policy is map' },
];

/** Keys that may be left out, but not beside what else the file says; `why` goes into the message. */
export function checkDemands(view: FileView): { path: KeyPath; why: string }[] {
  return view.secondaries().flatMap((store) => {
    const text = (...key: string[]) => view.text([...store, ...key]);
    return DEMANDS.filter((demand) => demand.when(text) && !view.has([...store, ...demand.key])).map((demand) => ({
      path: [...store, ...demand.key],
      why: demand.why,
    }));
  });
}
