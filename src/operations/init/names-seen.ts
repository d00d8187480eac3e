import { textKey } from '../../model/text-key.ts';

export interface NameSeen {
  /** As it was seen first. */
  readonly name: string;
  readonly times: number;
}

/** Names in the order of how often they are there. Spellings in another case are one name, as in the maps of a pipeline file. */
export function countNames(names: readonly string[], { blank = false }: { readonly blank?: boolean } = {}): NameSeen[] {
  const groups = Map.groupBy(
    names.map((name) => name.trim()).filter((name) => blank || name !== ''),
    textKey,
  );
  const seen = [...groups.values()].map((some) => ({ name: some[0] ?? '', times: some.length }));
  return seen.sort((a, b) => b.times - a.times || a.name.localeCompare(b.name));
}
