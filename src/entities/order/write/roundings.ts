import {
  absolute,
  add,
  compare,
  type Decimal,
  equal,
  isZero,
  MAXIMUM_DOUBT,
  negate,
  subtract,
} from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { lowerKey } from '../../../model/text-key.ts';
import type { NetoClient } from '../../../neto/client.ts';
import { readOrders, setRounding } from '../../../neto/orders.ts';
import type { LoadTarget } from '../../writing/load-target.ts';
import type { RoundingEffects } from '../../writing/write-services.ts';
import type { ExpectedOrder } from '../compare/expected-order.ts';
import { compareOrder } from '../compare/order.ts';

interface RoundedCopy {
  readonly expected?: ExpectedOrder | undefined;
  readonly total: Decimal;
}

/** Cents by which a copy's total lies beside what is meant; undefined where it is right, or off by more than rounding is. */
export function centsOff({ expected, total }: RoundedCopy, { grandTotal }: Order): Decimal | undefined {
  const off = subtract(grandTotal, expected?.total ?? total);
  return isZero(off) || compare(absolute(off), MAXIMUM_DOUBT) > 0 ? undefined : off;
}

/**
 * Sets the totals of copies right by cents, before they are approved. What is looked up is the copy that comes to what
 * is meant, so one that does not counts as absent; after the write it is looked at as it is.
 */
export function roundingTarget(
  client: NetoClient,
  effects: RoundingEffects,
  signal?: AbortSignal,
): LoadTarget<RoundedCopy, Order> {
  const sent = new Set<string>();
  const read = async (ids: readonly string[]): Promise<Order[]> => (await readOrders(client, ids, { signal })).orders;
  const send = (rounding: readonly (readonly [string, Decimal])[]) =>
    setRounding(
      client,
      rounding.map(([orderId, off]) => ({ orderId, rounding: effects.known() === 'subtracted' ? off : negate(off) })),
      { signal },
    );

  /** Nothing tells its sign beforehand: the first use is looked at, and turned round where it went the wrong way. */
  async function tryOut(copy: RoundedCopy, id: string, off: Decimal): Promise<void> {
    await send([[id, off]]);
    const [after] = await read([id]);
    const left = after === undefined ? off : subtract(after.grandTotal, copy.expected?.total ?? copy.total);
    if (isZero(left)) await effects.learn('added');
    else if (equal(left, off)) await effects.learn('ignored');
    else if (equal(left, add(off, off))) {
      await effects.learn('subtracted');
      await send([[id, off]]);
    }
  }

  return {
    async lookUp(items) {
      const drafts = new Map(items.map(({ targetId, draft }) => [lowerKey(targetId), draft]));
      const orders = await read(items.map(({ targetId }) => targetId));
      const due = orders.filter((order) => {
        const draft = drafts.get(lowerKey(order.id));
        return sent.has(lowerKey(order.id)) || (draft !== undefined && centsOff(draft, order) === undefined);
      });
      return new Map(due.map((order) => [lowerKey(order.id), order]));
    },
    async write(items) {
      const orders = new Map(
        (await read(items.map(({ targetId }) => targetId))).map((order) => [lowerKey(order.id), order]),
      );
      const offs = items.flatMap(({ targetId, draft }) => {
        const order = orders.get(lowerKey(targetId));
        const off = order === undefined ? undefined : centsOff(draft, order);
        return off === undefined ? [] : [{ targetId, draft, off }];
      });
      const [first] = offs;
      const isFirstUse = effects.known() === null && first !== undefined;
      if (isFirstUse) await tryOut(first.draft, first.targetId, first.off);
      const rest = isFirstUse ? offs.slice(1) : offs;
      if (rest.length > 0) await send(rest.map(({ targetId, off }) => [targetId, off] as const));
      for (const { targetId } of offs) sent.add(lowerKey(targetId));
      return { kind: 'accepted', ids: items.map(({ targetId }) => targetId), errors: [] };
    },
    // That it is ours was proven when it was added.
    isCopyOf: () => true,
    compare({ expected }, existing) {
      return expected === undefined ? [] : compareOrder(expected, existing);
    },
  };
}
