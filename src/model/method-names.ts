import { sameText, textKey } from './text-key.ts';

/**
 * Names of payment, shipping and refund methods are words for people: `credit card` and `Credit Card` are one method in
 * every map, list and comparison. An entry spelled just so goes before one that differs in case.
 */
export function meantMethod(map: Readonly<Record<string, string>>, name: string): string {
  return mappedMethod(map, name) ?? name;
}

/** Undefined where the map has no entry for it. A shop may well name a method `constructor`. */
export function mappedMethod(map: Readonly<Record<string, string>>, name: string): string | undefined {
  if (Object.hasOwn(map, name)) return map[name];
  const key = textKey(name);
  return Object.entries(map).find(([own]) => textKey(own) === key)?.[1];
}

/** What a map has made of a name is told with it, for the primary lacks the one and its store shows the other. */
export function lacksMethod(
  what: string,
  { key, meant, name }: { readonly key: string; readonly meant: string; readonly name: string },
): string {
  const mapped = methodKey(meant) === methodKey(name) ? '' : `, which \`${key}\` makes of ${JSON.stringify(name)}`;
  return `the primary has no ${what} ${JSON.stringify(meant)}${mapped}`;
}

/** As this store spells the method, which is how it is written there; undefined where it has none of the name. */
export function spelledIn(names: Iterable<string>, name: string): string | undefined {
  const alike = [...names].filter((own) => sameText(own, name));
  return alike.includes(name) ? name : alike[0];
}

export function sameMethod(a: string, b: string): boolean {
  return sameText(a, b);
}

/** What the spellings of one method have in common. */
export function methodKey(name: string): string {
  return textKey(name);
}
