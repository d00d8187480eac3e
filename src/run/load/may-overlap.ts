import type { StoreRun } from '../../session/store-run.ts';
import type { OrderRun } from '../context/parts.ts';
import { mayWriteTogether } from './may-write-together.ts';
import { wholeWay } from './turns-by-doubt.ts';

/** Whether a chunk of orders may be begun while another one is under way: not before the first order has gone all the way. */
export function mayOverlap(context: OrderRun, { fixed }: StoreRun): Promise<boolean> {
  return mayWriteTogether(context, fixed.store, wholeWay(context));
}
