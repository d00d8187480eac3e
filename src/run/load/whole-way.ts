import { type OrderWrite, orderSteps } from '../../entities/order/write/steps.ts';
import type { WritingRun } from '../context/parts.ts';
import type { Step } from '../protocol/steps.ts';

/** The steps that every order goes through: none is added that could not be approved. */
export function wholeWay({ steps }: Pick<WritingRun, 'steps'>): readonly Step<OrderWrite>[] {
  return [steps.of(orderSteps.add), steps.of(orderSteps.approve)];
}
