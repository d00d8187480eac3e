import type { EntityName } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { knownOrderStatuses } from '../model/order.ts';
import type { PrefixMap } from '../model/order-id.ts';
import type { LocalDate } from '../model/time.ts';
import type { GuardRules } from '../transform/guards/guard-rules.ts';

export type OrderStatus = (typeof knownOrderStatuses)[number];
type TextMap = Readonly<Record<string, string>>;

/** What is needed to talk to a store; the same for the primary and the secondaries. */
export interface StoreConnection {
  readonly name: string;
  /** The origin alone: `https://www.west-store.com.au`, without a slash at the end. */
  readonly url: string;
  /** Lower case, with the port where it is not the usual one. */
  readonly host: string;
  readonly key: string;
  readonly username?: string | undefined;
  readonly timezone: string;
  readonly format: 'json' | 'xml';
  /** `null`: no limit, for loopback addresses only. */
  readonly requestsPerMinute: number | null;
  readonly timeoutSeconds: number;
  readonly pageSize: number;
}

export interface Primary extends StoreConnection {
  readonly name: 'primary';
  readonly prefixes: readonly string[];
}

export interface OrderRules {
  readonly statuses: readonly OrderStatus[];
  readonly initialStatus: OrderStatus;
  readonly finalStatus: OrderStatus;
  readonly email: 'house' | 'shopper';
  readonly mailTemplatesOff?: 'confirmed' | undefined;
  /** Always there when `email` is `house`. */
  readonly houseEmail?: string | undefined;
  readonly salesChannel: string;
  /** Always there when the purpose is `books`. */
  readonly warehouse?: string | undefined;
  readonly shippingMethods: TextMap;
  readonly statusMap: Readonly<Record<string, OrderStatus>>;
  readonly warehouses: TextMap;
  readonly surchargeSku?: string | undefined;
  readonly zeroValue: 'copy' | 'skip';
  readonly markExported: boolean;
}

export interface CustomerRules {
  readonly policy: 'match' | 'prefix' | 'house';
  readonly usernamePrefix: string;
  /** Always there when the policy is `house`. */
  readonly house?: { readonly username: string; readonly email: string } | undefined;
  readonly sharedEmails: readonly string[];
  readonly relayDomains: readonly string[];
  readonly accountEmail: 'keep' | 'blank';
  readonly scope: 'referenced' | 'all';
}

export interface ProductRules {
  readonly policy: 'match' | 'prefix' | 'map' | 'placeholder';
  /** Always there when the policy is `prefix`. */
  readonly skuPrefix?: string | undefined;
  /** Absolute path; always there when the policy is `map`. */
  readonly map?: string | undefined;
  readonly placeholderSku: string;
  readonly sameSkuOtherName: 'warn' | 'hold';
  readonly services: TextMap;
  readonly pseudoSkus: readonly string[];
  readonly scope: 'referenced' | 'all';
}

export interface FeedSource {
  /** An absolute path with * in its last part, or an sftp:// address. */
  readonly files: string;
  readonly moveTo?: string | undefined;
  readonly columns: TextMap;
  /** Empty cells of an order mean what its first row has. */
  readonly fillDown: boolean;
  readonly password?: string | undefined;
  readonly hostKey?: string | undefined;
}

export interface RmaRules {
  readonly staff: string;
  readonly warehouse: string;
  readonly waitDays: number;
  readonly allowSpendableCredit: boolean;
  readonly taxCode: string;
  readonly freeTaxCode: string;
}

export interface Secondary extends StoreConnection {
  /** Set where the store is read from files instead of its API. */
  readonly source?: FeedSource | undefined;
  readonly prefix: PrefixMap;
  readonly references: { readonly payment: string; readonly overpayment: string; readonly creditNote: string };
  readonly since: LocalDate;
  readonly purpose: 'books' | 'fulfil';
  readonly entities: readonly EntityName[];
  readonly orders: OrderRules;
  readonly payments: {
    readonly methods: TextMap;
    readonly lookBackDays: number;
    readonly allowSpendableCredit: boolean;
  };
  readonly customers: CustomerRules;
  readonly products: ProductRules;
  /** Always there when `entities` has rmas. */
  readonly rma?: RmaRules | undefined;
}

/** The pipeline file as the program uses it: checked, every default filled in, every path absolute. */
export interface Pipeline {
  readonly name: string;
  readonly file: string;
  readonly ledger: string;
  readonly primary: Primary;
  readonly secondaries: readonly Secondary[];
  readonly accounting: {
    readonly lockDate?: LocalDate | undefined;
    readonly beforeLockDate: 'hold' | 'refuse';
    readonly tolerance: Decimal;
    readonly gstRounding: 'warn' | 'hold';
  };
  readonly guards: GuardRules;
  readonly load: {
    readonly batchSizes: readonly number[];
    readonly settleAfterSeconds: number;
    readonly overlapSeconds: number;
    readonly clockToleranceSeconds: number;
    readonly sweepDays: number;
    readonly refusals: { readonly passing: readonly string[]; readonly lasting: readonly string[] };
  };
  /** A cron line of five fields, in the primary's time zone. */
  readonly schedule?: string | undefined;
  readonly onProblem: {
    readonly webhook?: string | undefined;
    readonly format: 'json' | 'slack';
    /** 0: never. */
    readonly quietRuns: number;
  };
  readonly quarantine: {
    /** Days after which a held record loses its content. */
    readonly purgeAfterDays: number;
  };
}
