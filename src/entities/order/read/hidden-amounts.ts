import { type Order, orderSchema } from '../../../model/order.ts';
import { type OrderSnapshot, parseSnapshot } from '../../../model/order-snapshot.ts';

/** By the names of the normal form, what a snapshot calls an amount; the others are kept there as hashes. */
const ofOrder: Readonly<Record<string, string>> = {
  orderTax: 'tax',
  shippingTotal: 'shipping',
  shippingDiscount: 'shipping discount',
  surchargeTotal: 'surcharge',
  couponDiscount: 'coupon',
};
const ofLine: Readonly<Record<string, string>> = {
  tax: 'tax',
  percentDiscount: 'discount percent',
  productDiscount: 'discount',
  couponDiscount: 'coupon',
};

export function orderIn(payload: string): Order {
  return orderSchema.parse(JSON.parse(payload));
}

/** Whether its store leaves an amount out: it stands in the order as zero, and nothing is known of it. */
function hidesAmounts({ notShown, lines }: Order): boolean {
  return notShown !== undefined || lines.some((line) => line.notShown !== undefined);
}

/** A snapshot in which the amounts that its store does not show are as they were when the order was copied. */
export function withWhatIsHidden(snapshot: string, copied: string, order: Order): string {
  const now = parseSnapshot(snapshot);
  const before = parseSnapshot(copied);
  const hidden = order.notShown ?? [];
  const texts = taken(now.texts, before.texts, hidden);
  const lines = now.lines.map((line, place) => {
    const was = before.lines.find(({ id }) => id === line.id);
    const fields = order.lines[place]?.notShown ?? [];
    return was === undefined ? line : { ...line, fields: taken(line.fields, was.fields, names(fields, ofLine)) ?? {} };
  });
  const whole: OrderSnapshot = {
    ...now,
    fields: taken(now.fields, before.fields, names(hidden, ofOrder)) ?? {},
    ...(texts === undefined ? {} : { texts }),
    lines,
  };
  // One hash of all details, which the hashes one by one tell more of.
  const isSame = JSON.stringify({ ...whole, other: '' }) === JSON.stringify({ ...before, other: '' });
  return JSON.stringify(isSame ? before : whole);
}

function names(hidden: readonly string[], of: Readonly<Record<string, string>>): string[] {
  return hidden.flatMap((name) => of[name] ?? []);
}

type Fields = Readonly<Record<string, string>>;

/** In the order of keys that every snapshot has. */
function taken(now: Fields | undefined, before: Fields | undefined, hidden: readonly string[]): Fields | undefined {
  if (now === undefined || before === undefined) return now;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return Object.fromEntries(
    keys.flatMap((name) => {
      const text = hidden.includes(name) ? (before[name] ?? now[name]) : now[name];
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Without what its store does not show: nothing later is a change of it. */
export function withoutHidden(snapshot: OrderSnapshot, order: Order): OrderSnapshot {
  if (!hidesAmounts(order)) return snapshot;
  const hidden = order.notShown ?? [];
  const { texts } = snapshot;
  return {
    ...snapshot,
    fields: without(snapshot.fields, names(hidden, ofOrder)),
    ...(texts === undefined ? {} : { texts: without(texts, hidden) }),
    lines: snapshot.lines.map((line, place) => {
      const fields = names(order.lines[place]?.notShown ?? [], ofLine);
      return { ...line, fields: without(line.fields, fields) };
    }),
  };
}

function without(fields: Fields, hidden: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.includes(name)));
}
