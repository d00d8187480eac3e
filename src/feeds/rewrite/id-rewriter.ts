import { ConsolidatorError } from '../../model/errors.ts';
import { findPrefixClashes, ORDER_ID_MAXIMUM, type PrefixMap, rewriteOrderId } from '../../model/order-id.ts';
import { lowerKey } from '../../model/text-key.ts';
import { fieldKey } from '../field-key.ts';

/** Names as `fieldKey` makes them, of Neto's exports, import tables and API documents. */
const known: ReadonlyMap<string, IdKind> = new Map([
  ['orderid', 'order'],
  ['parentorderid', 'order'],
  ['relatedorderid', 'order'],
  ['orderlineid', 'line'],
  ['orderlinereference', 'line'],
  ['linereference', 'line'],
]);

/** Distinct kept ids that are remembered; some 100 bytes each. */
const MAXIMUM_KEPT = 200_000;
const HYPHEN = 0x2d;

/** Why an id can't be rewritten, as a sentence for people. */
export class IdRefusal extends Error {
  override readonly name = 'IdRefusal';
}

interface Pair {
  readonly source: Buffer;
  readonly target: Buffer;
  readonly targetText: string;
}

/**
 * Rewrites ids as bytes: a feed holds millions, and a string for each would cost more than the rest of the work.
 * The rules are those of `rewriteOrderId`, which decides whatever the quick way does not.
 */
export class IdRewriter {
  rewritten = 0;
  kept = 0;
  readonly #prefixes: PrefixMap;
  readonly #keepOther: boolean;
  readonly #pairs: readonly Pair[];
  readonly #keptWithTarget = new Set<string>();
  #verifying = false;

  /** @throws ConsolidatorError `usage` for prefixes by which two ids could meet */
  constructor(prefixes: PrefixMap, keepOther: boolean) {
    this.#prefixes = prefixes;
    this.#keepOther = keepOther;
    refuseClashes(prefixes);
    this.#pairs = Object.entries(prefixes)
      .sort(([a], [b]) => b.length - a.length)
      .map(([source, target]) => ({ source: Buffer.from(source), target: Buffer.from(target), targetText: target }));
  }

  /** Ids were kept that a rewritten one could meet, so that a second pass must look whether one does. */
  get mustVerify(): boolean {
    return this.#keptWithTarget.size > 0;
  }

  /** From now on `rewrite` refuses an id whose new form is one of those that were kept. */
  verify(): void {
    this.#verifying = true;
  }

  /**
   * Writes the new form of `bytes[start, end)` into `out` at `at`, which has room for 16 bytes more than the id.
   * @returns its length @throws IdRefusal
   */
  rewrite(bytes: Buffer, start: number, end: number, kind: IdKind, out: Buffer, at: number): number {
    if (start === end) return 0;
    if (!this.#verifying) {
      const written = this.#quickly(bytes, start, end, out, at);
      if (written > 0) return written;
    }
    return out.write(this.#carefully(bytes.toString('utf8', start, end), kind), at, 'utf8');
  }

  /** @returns 0 where the id is not plainly right */
  #quickly(bytes: Buffer, start: number, end: number, out: Buffer, at: number): number {
    for (const { source, target } of this.#pairs) {
      if (!beginsWith(bytes, start, end, source)) continue;
      const digits = start + source.length;
      const rest = end - digits;
      if (target.length + rest > ORDER_ID_MAXIMUM || !isRest(bytes, digits, end)) return 0;
      for (let index = 0; index < target.length; index += 1) out[at + index] = target[index] as number;
      for (let index = 0; index < rest; index += 1) {
        out[at + target.length + index] = bytes[digits + index] as number;
      }
      this.rewritten += 1;
      return target.length + rest;
    }
    return 0;
  }

  #carefully(id: string, kind: IdKind): string {
    const whole = rewriteOrderId(id, this.#prefixes);
    if (whole.kind === 'rewritten') return this.#met(id, whole.id, whole.id);
    // `N1354-1-0` is the first line of the backorder `N1354-1`.
    const order = kind === 'line' ? id.replace(/-\d+$/, '') : id;
    const result = order === id ? whole : rewriteOrderId(order, this.#prefixes);
    if (result.kind === 'rewritten') return this.#met(id, result.id, result.id + id.slice(order.length));
    const target = this.#pairs.find(({ targetText }) => isOf(order, targetText))?.targetText;
    if (target !== undefined) {
      if (!this.#keepOther) {
        throw new IdRefusal(
          `found ${JSON.stringify(id)}, which begins with the target prefix ${target} already; expected a source prefix; was the file rewritten before? --keep-other keeps such ids`,
        );
      }
      this.#remember(order);
    } else if (result.reason !== 'prefix-unknown' || !this.#keepOther) {
      const more =
        result.reason === 'prefix-unknown' ? '; declare it with --prefix, or keep such ids with --keep-other' : '';
      throw new IdRefusal(`${result.message}${more}`);
    }
    this.kept += 1;
    return id;
  }

  #met(id: string, order: string, rewritten: string): string {
    if (this.#verifying && this.#keptWithTarget.has(lowerKey(order))) {
      throw new IdRefusal(
        `${JSON.stringify(id)} would become ${order}, an id that the file holds already and --keep-other keeps: two orders would have one id`,
      );
    }
    this.rewritten += 1;
    return rewritten;
  }

  #remember(order: string): void {
    this.#keptWithTarget.add(lowerKey(order));
    if (this.#keptWithTarget.size > MAXIMUM_KEPT) {
      throw new IdRefusal(
        `more than ${MAXIMUM_KEPT} ids begin with a target prefix already; the file seems to be rewritten for the most part: take its new orders alone`,
      );
    }
  }
}

function refuseClashes(prefixes: PrefixMap): void {
  const owners = Object.entries(prefixes).map(([source, prefix]) => ({
    owner: `--prefix ${source}=${prefix}`,
    prefix,
  }));
  const clash = findPrefixClashes(owners)[0];
  if (clash === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `${clash.longer.owner} and ${clash.shorter.owner}: one target prefix begins with the other, so that two ids could meet. Take target prefixes that don't begin like one another.`,
  );
}

function beginsWith(bytes: Buffer, start: number, end: number, prefix: Buffer): boolean {
  if (end - start < prefix.length) return false;
  for (let index = 0; index < prefix.length; index += 1) if (bytes[start + index] !== prefix[index]) return false;
  return true;
}

/** Digits, `-n` for a backorder; a line reference has one `-n` more, but its order is the business of the careful way. */
function isRest(bytes: Buffer, start: number, end: number): boolean {
  let hyphens = 0;
  let digits = 0;
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte >= 0x30 && byte <= 0x39) digits += 1;
    else if (byte === HYPHEN && digits > 0 && hyphens === 0) {
      hyphens = 1;
      digits = 0;
    } else return false;
  }
  return digits > 0;
}

/** A shop and Xero take upper and lower case for the same. */
function isOf(order: string, target: string): boolean {
  return lowerKey(order).startsWith(lowerKey(target)) && /^\d+(-\d+)?$/.test(order.slice(target.length));
}

/** What a column or element holds: an order id, or an order id, a hyphen and the line's place (`N10007-1`). */
export type IdKind = 'order' | 'line';

/** @param more names that the user gave; they may hold order ids or line references */
export function idKindOf(name: string, more: readonly string[]): IdKind | undefined {
  const key = fieldKey(name);
  return known.get(key) ?? (more.some((one) => fieldKey(one) === key) ? 'line' : undefined);
}
