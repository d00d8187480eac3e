/** With and without `www.` it is one store. */
function shopOf(host: string): string {
  return host.replace(/^www\./, '');
}

/** The name by which a host is known already, so that a store can't be copied again under another one. */
export function otherNameOf(
  host: string,
  known: readonly { readonly name: string; readonly host: string }[],
): string | undefined {
  return known.find((one) => shopOf(one.host) === shopOf(host))?.name;
}
