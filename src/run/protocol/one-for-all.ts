/**
 * Work that tells all who come for it the same is done once, however many of them come while it goes on: each of them waits
 * for its end, and fails where it does.
 * @param underWay by name, what goes on now
 */
export function oneForAll(
  underWay: Map<string, Promise<void>>,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const known = underWay.get(name);
  if (known !== undefined) return known;
  const begun = work().finally(() => underWay.delete(name));
  underWay.set(name, begun);
  return begun;
}
