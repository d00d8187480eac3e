import { type OrderWrite, orderSteps } from '../../entities/order/write/steps.ts';
import type { RoundingEffects } from '../../entities/writing/write-services.ts';
import { compare, type Decimal, MAXIMUM_DOUBT, ZERO } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { isTelling } from '../../session/store-readings.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { OrderRun, WritingRun } from '../context/parts.ts';
import { searchPrimary } from '../context/search-primary.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';
import type { Step } from '../protocol/steps.ts';
import { knownOfPrimary } from './known-of-primary.ts';

interface Doubtful {
  readonly order: Order;
  readonly load: { readonly doubt: Decimal };
}

interface Turns<One> {
  /** What was known of the primary when they were transformed, as `knownOfPrimary` tells it. */
  readonly known: string;
  /** Transforms anew those that are still to be written, by what is known of the primary now. */
  readonly again: (rest: readonly One[]) => Promise<readonly One[]>;
  /** @param isLast whether no other of these orders comes after them */
  readonly add: (group: readonly One[], isLast: boolean) => Promise<LoadOutcomes>;
}

/**
 * Adds orders so that what the primary may make something else of goes last: alone, until one has shown how the primary
 * reads it, and the others can go in fields that say the same to it.
 * @throws ConsolidatorError
 */
export async function inTurns<One extends Doubtful>(
  context: OrderRun,
  store: StoreRun,
  orders: readonly One[],
  { known: knownBefore, again, add }: Turns<One>,
): Promise<LoadOutcomes> {
  const { canaries, rounding } = context;
  const whatIsKnown = await knownOfPrimary(context);
  let known = knownBefore;
  const byWhatIsKnown = async (rest: readonly One[]): Promise<readonly One[]> => {
    if (whatIsKnown() === known) return rest;
    known = whatIsKnown();
    return again(rest);
  };
  const added: LoadOutcomes = new Map();
  const search = async (rest: readonly One[]): Promise<void> => {
    // What is more than cents can't be set right once it is written, nor can cents where the primary ignores OrderRounding.
    const limit = rounding.known() === 'ignored' ? ZERO : MAXIMUM_DOUBT;
    if (!rest.some(({ load }) => compare(load.doubt, limit) > 0)) return;
    await searchPrimary(context, (await context.lookups.rules(store)).primaryGstPercent);
  };
  for (let rest = orders; rest.length > 0; ) {
    await search(rest);
    rest = await byWhatIsKnown(rest);
    if (await canaries.areStopped(store.fixed.store, wholeWay(context))) break;
    const group = nextGroup(context, rest);
    for (const [id, outcome] of await add(group, group.length === rest.length)) added.set(id, outcome);
    rest = await byWhatIsKnown(rest.filter((one) => !group.includes(one)));
  }
  return added;
}

function nextGroup<One extends Doubtful>({ destination, rounding }: OrderRun, rest: readonly One[]): readonly One[] {
  // What is not kept teaches nothing.
  if (!destination.keeps) return rest;
  const within = (limit: Decimal): readonly One[] => rest.filter(({ load }) => compare(load.doubt, limit) <= 0);
  const sure = within(canBeSetRight(rounding) ? MAXIMUM_DOUBT : ZERO);
  if (sure.length > 0) return sure;
  const teacher = rest.find(({ order }) => isTelling(order));
  if (teacher !== undefined) return [teacher];
  const byCents = within(MAXIMUM_DOUBT);
  return byCents.length > 0 ? byCents : rest.slice(0, 1);
}

/** Cents, once it is known what the primary makes of OrderRounding. */
function canBeSetRight(rounding: RoundingEffects): boolean {
  const known = rounding.known();
  return known !== null && known !== 'ignored';
}

/** The steps that every order goes through: none is added that could not be approved. */
export function wholeWay({ steps }: Pick<WritingRun, 'steps'>): readonly Step<OrderWrite>[] {
  return [steps.of(orderSteps.add), steps.of(orderSteps.approve)];
}
