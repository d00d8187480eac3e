/** Neto's OrderIdType (reference, section 1.6): at most 15 characters. */
export const ORDER_ID_MAXIMUM = 15;

/** Source prefix → target prefix, as in the pipeline file: `{ N: 'W', SFX: 'X' }`. Both are literals. */
export type PrefixMap = Readonly<Record<string, string>>;

export type RewriteResult =
  | { readonly kind: 'rewritten'; readonly id: string; readonly sourcePrefix: string; readonly targetPrefix: string }
  | {
      readonly kind: 'refused';
      readonly reason: 'prefix-unknown' | 'id-malformed' | 'id-too-long';
      readonly message: string;
    };

/** Digits, and the backorder suffix that Neto appends when it splits an order (`N1354-1`). */
const REST = /^\d+(-\d+)?$/;

/**
 * Rewrites an order id by the longest declared prefix it begins with. Exact, byte for byte: `n1` is not `N1`, no zero
 * is added or dropped, so that two ids can only meet if their prefixes do, and `findPrefixClashes` forbids that.
 */
export function rewriteOrderId(id: string, prefixes: PrefixMap): RewriteResult {
  let sourcePrefix: string | undefined;
  for (const candidate of Object.keys(prefixes)) {
    if (id.startsWith(candidate) && (sourcePrefix === undefined || candidate.length > sourcePrefix.length)) {
      sourcePrefix = candidate;
    }
  }
  const targetPrefix = sourcePrefix === undefined ? undefined : prefixes[sourcePrefix];
  const declared = Object.keys(prefixes).map((prefix) => (prefix === '' ? '"" (none)' : prefix));
  if (sourcePrefix === undefined || targetPrefix === undefined) {
    return refused('prefix-unknown', `${quote(id)} begins with none of the declared prefixes ${declared.join(', ')}`);
  }
  const rest = id.slice(sourcePrefix.length);
  if (!REST.test(rest)) {
    // With { "": V } every id begins with the empty prefix: an undeclared prefix is the likelier mistake then.
    return sourcePrefix === '' && /^[A-Za-z]/.test(rest)
      ? refused('prefix-unknown', `${quote(id)} begins with none of the declared prefixes ${declared.join(', ')}`)
      : refused(
          'id-malformed',
          `${quote(id)}: after the prefix ${quote(sourcePrefix)} come digits, with an optional -n, but not ${quote(rest)}`,
        );
  }
  const target = targetPrefix + rest;
  if (target.length > ORDER_ID_MAXIMUM) {
    return refused(
      'id-too-long',
      `${quote(id)} would become ${quote(target)}: ${target.length} characters, and Neto takes ${ORDER_ID_MAXIMUM}`,
    );
  }
  return { kind: 'rewritten', id: target, sourcePrefix, targetPrefix };
}

export interface PrefixOwner {
  /** A store's name, or `primary`. */
  readonly owner: string;
  readonly prefix: string;
}

interface PrefixClash {
  readonly shorter: PrefixOwner;
  readonly longer: PrefixOwner;
}

/**
 * Pairs of prefixes of which one begins with the other, upper and lower case being the same to a shop and to Xero.
 * No pair at all means: no two ids made from them can be equal, and no filter by prefix takes in another store's orders.
 * The empty prefix stands for ids that begin with a digit.
 */
export function findPrefixClashes(owners: readonly PrefixOwner[]): PrefixClash[] {
  const clashes: PrefixClash[] = [];
  for (const [index, a] of owners.entries()) {
    for (const b of owners.slice(index + 1)) {
      if (a.owner === b.owner && a.owner === 'primary') continue;
      const [shorter, longer] = a.prefix.length <= b.prefix.length ? [a, b] : [b, a];
      if (beginsLike(longer.prefix.toLowerCase(), shorter.prefix.toLowerCase())) clashes.push({ shorter, longer });
    }
  }
  return clashes;
}

function beginsLike(longer: string, shorter: string): boolean {
  if (shorter === '') return longer === '' || /^\d/.test(longer);
  return longer.startsWith(shorter);
}

function refused(reason: 'prefix-unknown' | 'id-malformed' | 'id-too-long', message: string): RewriteResult {
  return { kind: 'refused', reason, message };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
