import { type Entered, enterOrder, enterPayments, enterReturns, HOW, type How } from './entered-by-staff.ts';
import { enteredByStaff, examples, type FreshOrder, placeOrder } from './fresh-orders.ts';
import { usualRules } from './pipeline-text.ts';
import type { ExpectedCopy, Truth } from './population.ts';
import { oneOf, type Scene } from './scene.ts';
import { quarantineOf } from './verify.ts';

const LET_GO = ['retried', 'only mended'] as const;
const RELEASES = ['linked', ...LET_GO, 'not entered'] as const;
type Release = (typeof RELEASES)[number];
/** What a record may wait for that may be there already. */
const TOLD = ['may-be-there', 'target-id-taken', 'waits-for', 'copy-by-hand'];
/** Runs in which all that is to be quarantined is read and quarantined. */
const UNTIL_HELD = 5;

/** Something in quarantine, what staff of the primary do about it, and how it is let go. */
interface Case {
  readonly entity: 'orders' | 'payments' | 'rmas';
  readonly id: string;
  readonly fresh: FreshOrder;
  readonly how: How;
  readonly release: Release;
  enter(): Entered;
}

/**
 * Orders, payments and returns wait for a rule; staff enter them in the primary by hand, whole, in two parts or a cent off.
 * Then they are linked, or let go as if nobody had entered them: none may be booked beside what staff entered.
 * @returns what must be true from now on
 */
export async function enterByHand(scene: Scene, truth: Truth): Promise<Truth> {
  const { arena, planted, violation, kill } = scene;
  arena.rules = { ...usualRules, warehouse: 'Nowhere' };
  const cases = examples(truth).flatMap((like, index) => casesLike(scene, like, index));
  await kill();
  const waiting = await untilHeld(scene, cases);
  for (const name of waiting) violation(`${name} is not quarantined for its rule after ${UNTIL_HELD} runs`);
  if (waiting.length > 0) return truth;
  for (const one of cases) {
    const { entity, how, release, fresh } = one;
    planted(`${entity} quarantined and ${release === 'not entered' ? '' : `entered ${how}, `}${release}`);
    if (release === 'not entered') continue;
    const { ids, names: own } = one.enter();
    enteredByStaff(arena, own);
    if (release === 'linked') await link(scene, one, ids);
    // What was entered may be found by a run that does not know of it yet.
    else if (fresh.copy.store === 'west') await kill();
  }
  arena.rules = { ...usualRules, mended: true };
  for (const one of cases) if (one.release === 'retried') await retry(scene, one);
  await kill();
  await kill();
  const { quarantine } = await arena.run();
  for (const one of cases) {
    const found = quarantine.find((each) => `${each.store} ${each.entity} ${each.sourceId}` === nameOf(one));
    if (found !== undefined && !TOLD.includes(found.code)) violation(`${nameOf(one)} waits as ${found.code}`);
    if (found === undefined && one.release !== 'linked' && one.release !== 'not entered')
      violation(`${nameOf(one)} was entered ${one.how} and ${one.release}, and waits for nobody`);
  }
  return truthAfter(truth, cases);
}

/** Until each is quarantined, and the orders of what is paid and given back are copied. @returns what is not */
async function untilHeld({ arena }: Scene, cases: readonly Case[]): Promise<readonly string[]> {
  let open: readonly Case[] = cases;
  for (let run = 0; run < UNTIL_HELD && open.length > 0; run += 1) {
    await arena.run();
    const held = await quarantineOf(arena.place.folder);
    open = cases.filter((one) => {
      const { copy } = one.fresh;
      return !held.includes(nameOf(one)) || (one.entity !== 'orders' && arena.main.order(copy.targetId) === undefined);
    });
  }
  return open.map(nameOf);
}

function nameOf({ entity, id, fresh }: Case): string {
  return `${fresh.copy.store} ${entity} ${id}`;
}

/** For one store: an order that lacks its rule, and orders of which a payment or a return does. */
function casesLike(scene: Scene, like: ExpectedCopy, index: number): Case[] {
  const { random, arena } = scene;
  // A short story has to meet what nothing but a look can tell: entered, let go, and under a number of its own.
  const isSure = scene.prompt && index === 0;
  const draw = () => ({ how: oneOf(random, HOW), release: oneOf(random, isSure ? LET_GO : RELEASES) });
  const [order, paid, returned] = [
    // Of a total that no other order is near to: who sells the same twice in a day is asked.
    placeOrder(scene, like, {
      ...{ number: 300 + index, shippingOption: 'Camel', cents: 1_300 + 50 * index },
      payments: random() < 0.5 ? [3_100 + 100 * index] : [],
    }),
    placeOrder(scene, like, { number: 310 + index, quantity: 1, cents: 9_500, payments: [8_000], method: 'Shells' }),
    placeOrder(scene, like, { number: 320 + index, quantity: 2, cents: 8_000, returned: true }),
  ];
  const cases: Case[] = [];
  if (order !== undefined) {
    const one = { entity: 'orders', id: order.copy.sourceId, fresh: order, ...draw() } as const;
    const number = !isSure && random() < 0.5 ? order.copy.targetId : `N${5_500 + index}`;
    cases.push({ ...one, enter: () => enterOrder(arena, order, one.how, number) });
  }
  if (paid !== undefined) {
    const one = { entity: 'payments', id: idOf([...paid.copy.payments.keys()]), fresh: paid, ...draw() } as const;
    cases.push({ ...one, enter: () => enterPayments(arena, paid, one.how) });
  }
  if (returned !== undefined) {
    const one = { entity: 'rmas', id: idOf([...returned.copy.returns.keys()]), fresh: returned, ...draw() } as const;
    cases.push({ ...one, enter: () => enterReturns(arena, returned, one.how) });
  }
  return cases;
}

function idOf([reference = '']: readonly string[]): string {
  return reference.split(':')[1] ?? '';
}

async function link({ arena, violation }: Scene, one: Case, ids: readonly string[]): Promise<void> {
  const { entity, id, fresh } = one;
  const words = ['link', '<pipeline>', id, '--as', ids.join(','), '--entity', entity, '--store', fresh.copy.store];
  const { code, stderr } = await arena.command([...words, '--accept-differences', '--reason', 'entered by hand']);
  if (code !== 0) violation(`${nameOf(one)} can not be linked as ${ids.join(',')}: ${code} ${stderr}`);
}

async function retry({ arena, violation }: Scene, one: Case): Promise<void> {
  const { entity, id, fresh } = one;
  // A run that was killed has taken it up already, and the next one goes on with it.
  if (!(await quarantineOf(arena.place.folder)).includes(nameOf(one))) return;
  const words = ['quarantine', 'retry', '<pipeline>', id, '--entity', entity, '--store', fresh.copy.store];
  const { code, stderr } = await arena.command(words);
  if (code !== 0 && code !== 3) violation(`${nameOf(one)} can not be retried: ${code} ${stderr}`);
}

/** What was entered stands alone: linked, or with its record in quarantine. What nobody entered is copied once. */
function truthAfter(truth: Truth, cases: readonly Case[]): Truth {
  const held = new Set(truth.held);
  const copies = [...truth.copies];
  for (const one of cases) {
    const { entity, release, fresh } = one;
    const { copy } = fresh;
    const isEntered = release !== 'not entered';
    if (isEntered && release !== 'linked') held.add(nameOf(one));
    if (entity === 'orders' && isEntered) {
      // Its payments wait for it; those that were keyed in parts can't be paired with it, and a person is asked.
      if (release !== 'linked' || one.how === 'in two parts')
        for (const key of copy.payments.keys()) held.add(key.replace(':', ' payments '));
      continue;
    }
    const none = new Map<string, number>();
    const money = { payments: copy.payments, returns: copy.returns };
    if (isEntered) money[entity === 'payments' ? 'payments' : 'returns'] = none;
    copies.push({ ...copy, ...money });
  }
  return { ...truth, held, copies };
}
