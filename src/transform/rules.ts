import type { Decimal } from '../model/money.ts';
import type { PrefixMap } from '../model/order-id.ts';
import type { LocalDate } from '../model/time.ts';
import type { GuardRules } from './guards/guard-rules.ts';
import type { HistoryWindow } from './history.ts';
import type { KnownReadings } from './known-readings.ts';

/**
 * Where the due date of an order comes from that has none in its own store. `terms`: so many days after its day in the
 * books as `paymentTerms` says of its terms. `invoice-date`: that day itself. `days`: so many days after it.
 */
type DueDateRule = 'terms' | 'invoice-date' | { readonly days: number };

interface OrderRules {
  /** For the first copy only; a copied order is followed in every status. */
  readonly statuses: readonly string[];
  readonly initialStatus: string;
  readonly finalStatus: string;
  readonly email: 'house' | 'shopper';
  readonly houseEmail: string;
  readonly salesChannel: string;
  readonly warehouse?: string;
  readonly shippingMethods: Readonly<Record<string, string>>;
  /** Source status → final status of the copy; for `fulfil` only. */
  readonly statusMap: Readonly<Record<string, string>>;
  /** Source warehouse → the primary's; for `fulfil` only. */
  readonly warehouses: Readonly<Record<string, string>>;
  readonly surchargeSku?: string;
  readonly zeroValue: 'copy' | 'skip';
  readonly markExported: boolean;
  /** Left out: its copy has none either. */
  readonly dueDate?: DueDateRule;
  /** Payment terms → days; there where `dueDate` is `terms`. Names are compared as those of methods are. */
  readonly paymentTerms?: Readonly<Record<string, number>>;
}

interface CustomerRules {
  readonly policy: 'match' | 'prefix' | 'house';
  readonly usernamePrefix: string;
  readonly house?: { readonly username: string; readonly email: string };
  readonly sharedEmails: readonly string[];
  readonly relayDomains: readonly string[];
  /** Whether a made account bears the shopper's address. */
  readonly accountEmail: 'keep' | 'blank';
}

interface ProductRules {
  readonly policy: 'match' | 'prefix' | 'map' | 'placeholder';
  readonly skuPrefix?: string;
  /** Source SKU in upper case → target SKU. */
  readonly map: ReadonlyMap<string, string>;
  readonly placeholderSku: string;
  /** Source SKU → the primary's service product, whatever the policy. */
  readonly services: Readonly<Record<string, string>>;
  /** What follows where the primary's product of the same SKU has another name. */
  readonly sameSkuOtherName: 'warn' | 'hold';
  /** SKUs that stand for notes, not for products; `*` at the end for any ending. */
  readonly pseudoSkus: readonly string[];
}

interface ReturnRules {
  /** User name of the member of the primary's staff whom the copies name. */
  readonly staff: string;
  /** The primary's warehouse that the goods go back to. */
  readonly warehouse: string;
  /** Days after its last change for which a return that is not paid out in full is waited for. */
  readonly waitDays: number;
  readonly allowSpendableCredit: boolean;
  readonly taxCode: string;
  readonly freeTaxCode: string;
}

/** What the pipeline file says about one secondary, as plain data. */
export interface FixedRules {
  readonly store: string;
  readonly timeZone: string;
  /** The primary's, in which its days begin. */
  readonly primaryTimeZone: string;
  readonly prefix: PrefixMap;
  readonly references: { readonly payment: string; readonly overpayment: string; readonly creditNote: string };
  readonly since: LocalDate;
  /** Days before `since` that a back-fill has opened, the latest begun last. */
  readonly history?: readonly HistoryWindow[];
  readonly purpose: 'books' | 'fulfil';
  readonly orders: OrderRules;
  readonly payments: {
    readonly methods: Readonly<Record<string, string>>;
    readonly allowSpendableCredit: boolean;
  };
  readonly customers: CustomerRules;
  readonly products: ProductRules;
  /**
   * There where returns are copied. By the name in the pipeline file: what was judged under these rules is known by a hash of them,
   * names and all.
   */
  readonly rma?: ReturnRules;
  readonly lockDate?: LocalDate;
  readonly beforeLockDate: 'hold' | 'refuse';
  readonly tolerance: Decimal;
  /** What follows where the GST of a copy differs by no more than rounding explains; `warn` when left out. */
  readonly gstRounding?: 'warn' | 'hold';
  readonly guards: GuardRules;
  readonly installationId: string;
  /** How often the ledger was moved, put back or made anew; left out where nothing is written by it. */
  readonly generation?: number;
  /** The store's, by which its copies are known whatever it is called. */
  readonly host?: string;
  /** The copies go into files that somebody imports. */
  readonly byFile?: boolean;
}

/** All that the transform stages need to know: also what was asked of the two stores. */
export interface StoreRules extends FixedRules {
  readonly sourceGstPercent: Decimal;
  readonly primaryGstPercent: Decimal;
  /** `AUD` */
  readonly sourceCurrency: string;
  readonly primaryCurrency: string;
  /** What orders have taught about the arithmetic of the two stores; everything is possible where it is left out. */
  readonly readings?: {
    readonly source: KnownReadings;
    readonly primary: KnownReadings;
    /** The primary makes nothing of OrderRounding, so that cents of a copy can't be set right. */
    readonly ignoresRounding?: boolean;
  };
}

/** An entry of a map that a person wrote: a shop may well name a method `constructor`. */
export function mapped(map: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
