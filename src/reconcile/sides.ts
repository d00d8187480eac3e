import type { Secondary } from '../config/pipeline.ts';
import type { Order } from '../model/order.ts';
import type { LocalDate } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import type { FixedRules } from '../transform/rules.ts';
import type { Belonging } from './belongs.ts';

export interface StoreSide {
  readonly secondary: Secondary;
  readonly rules: FixedRules;
  readonly client: NetoClient;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  /** Nothing of this store is compared; its orders are known all the same, so that none is taken for another's. */
  readonly isLeftOut?: boolean;
}

export interface Copy {
  readonly order: Order;
  readonly belonging: Belonging;
}

export interface Unreadable {
  readonly entity: 'order' | 'payment' | 'refund';
  readonly store: string;
  readonly id: string;
  readonly problem: string;
}
