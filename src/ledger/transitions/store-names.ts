import { storeIdentity } from '../../model/store-identity.ts';

/** The name by which a host is known already, so that a store can't be copied again under another one. */
export function otherNameOf(
  host: string,
  known: readonly { readonly name: string; readonly host: string }[],
): string | undefined {
  return known.find((one) => storeIdentity(one.host) === storeIdentity(host))?.name;
}
