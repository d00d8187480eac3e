import { storeIdentity } from '../model/store-identity.ts';
import { addressOf, isLoopbackAddress } from './addresses.ts';
import type { KeyPath } from './problems.ts';
import type { FileView, Finding } from './store-view.ts';

export function checkAddresses(view: FileView): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, { store: KeyPath; host: string }>();
  for (const store of view.stores()) {
    const url = view.text([...store, 'url']);
    const host = url === undefined ? undefined : addressOf(url)?.host;
    if (host === undefined) continue;
    const first = seen.get(shopOf(host));
    if (first === undefined) {
      seen.set(shopOf(host), { store, host });
      continue;
    }
    const alike = host === first.host ? '' : ' (with or without "www." it is one store)';
    const fact = `${view.storeName(store)} has the same address as ${view.storeName(first.store)}${alike}`;
    const remedy =
      first.store[0] === 'primary'
        ? "expected another store, since the primary can't be its own secondary; give its own address"
        : 'expected each store once; take one away';
    findings.push({ path: [...store, 'url'], message: `${fact}; ${remedy}` });
  }
  return findings;
}

/** Nobody runs two shops on www.example.com and example.com, and this machine has several names. */
function shopOf(host: string): string {
  return storeIdentity(host).replace(/^(127\.0\.0\.1|\[::1\])(?=:|$)/, 'localhost');
}

export function checkRates(view: FileView): Finding[] {
  return view.stores().flatMap((store): Finding[] => {
    const path = [...store, 'requestsPerMinute'];
    if (!view.has(path) || (view.value(path) !== null && view.value(path) !== 'unlimited')) return [];
    const url = view.text([...store, 'url']);
    // An address that is not known yet may be one of this machine; that it is missing is told anyway.
    if (url === undefined || isLoopbackAddress(url)) return [];
    const expected = 'expected a whole number from 1 to 500, since no limit is for a store on this machine only';
    return [{ path, message: `"requestsPerMinute" says that there is no limit; ${expected}; write for example 240` }];
  });
}
