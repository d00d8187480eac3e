import { centsOf, type Merchant } from './merchant.ts';

export type Violation = { readonly kind: 'lost' | 'doubled' | 'wrong' | 'over the limit'; readonly what: string };

/**
 * What is not as it was planted: by the primary alone, never by a ledger.
 * @param whether all must be there by now; else only what is there is judged
 */
export function violationsOf({ name, main, west, planted }: Merchant, isEnd: boolean): Violation[] {
  const found: Violation[] = [];
  const say = (kind: Violation['kind'], what: string): void => void found.push({ kind, what: `${name}: ${what}` });
  const expected = new Map(planted.map((one) => [one.targetId, one]));
  const copies = new Map<string, number>();
  for (const { OrderID, GrandTotal, CompleteStatus, OrderLine } of main.orders()) {
    if (OrderID === 'N1') continue;
    const source = OrderLine[0]?.ExternalOrderReference ?? '';
    copies.set(source, (copies.get(source) ?? 0) + 1);
    if ((copies.get(source) ?? 0) > 1) say('doubled', `${source} is copied twice`);
    const one = expected.get(OrderID);
    if (one === undefined) say('wrong', `${OrderID} should not be there`);
    else if (centsOf(GrandTotal) !== one.cents)
      say('wrong', `${OrderID} comes to ${GrandTotal} instead of ${one.cents} cents`);
    else if (isEnd && CompleteStatus !== 'Approved') say('wrong', `${OrderID} is ${CompleteStatus}`);
  }
  judge(say, 'payment', new Map(planted.flatMap(({ payments }) => [...payments])), main.payments().flatMap(({ OrderID, CardAuthorisation, AmountPaid }) => (OrderID === 'N1' ? [] : [[referenceIn(CardAuthorisation), centsOf(AmountPaid)] as const])), isEnd); // biome-ignore format: one question
  judge(say, 'return', new Map(planted.flatMap(({ returns }) => [...returns])), main.rmas().map(({ PurchaseOrderNumber, RefundTotal }) => [referenceIn(PurchaseOrderNumber), centsOf(RefundTotal)] as const), isEnd); // biome-ignore format: one question
  if (isEnd) for (const { sourceId } of planted) if (!copies.has(sourceId)) say('lost', `${sourceId} has no copy`);
  for (const { action, write } of west.requests) if (write) say('wrong', `${action} was sent to the secondary`);
  for (const { to } of main.mails) if (to !== 'house@example.com') say('wrong', 'a shopper was mailed');
  return found;
}

function judge(
  say: (kind: Violation['kind'], what: string) => void,
  entity: string,
  expected: ReadonlyMap<string, number>,
  found: readonly (readonly [string, number])[],
  isEnd: boolean,
): void {
  const seen = new Set<string>();
  for (const [reference, cents] of found) {
    if (seen.has(reference)) say('doubled', `the ${entity} ${reference} is there twice`);
    seen.add(reference);
    if (expected.get(reference) !== cents)
      say('wrong', `the ${entity} ${reference} comes to ${cents} instead of ${expected.get(reference)} cents`);
  }
  if (isEnd)
    for (const reference of expected.keys())
      if (!seen.has(reference)) say('lost', `the ${entity} ${reference} is not there`);
}

function referenceIn(text: string): string {
  return /west:\d+/.exec(text)?.[0] ?? text;
}

/** Of the moments at which a store was asked, in milliseconds: the most within any minute. */
export function mostInAMinute(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((moment, index) => {
    while (moment - (sorted[first] ?? moment) >= 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
