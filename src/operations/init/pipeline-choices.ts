/** What a pipeline file is written from. */
export interface PipelineChoices {
  readonly name: string;
  /** Relative to the file. */
  readonly ledger: string;
  readonly primary: ConnectionChoices & { readonly prefixes: readonly string[] };
  readonly secondaries: readonly SecondaryChoices[];
}

interface ConnectionChoices {
  readonly url: string;
  /** The environment variable that holds its key. */
  readonly keyVariable: string;
  readonly username: string | undefined;
  readonly timezone: string;
  /** A store on this machine, which may be asked without a limit. */
  readonly isHere: boolean;
}

export const purposes = ['books', 'fulfil'] as const;
export type Purpose = (typeof purposes)[number];
export const customerPolicies = ['house', 'match', 'prefix'] as const;
export type CustomerPolicy = (typeof customerPolicies)[number];
/** `map` needs a CSV file, which is made with the pipeline file at hand. */
export const productPolicies = ['placeholder', 'match', 'prefix'] as const;
export type ProductPolicy = (typeof productPolicies)[number];
export const emailChoices = ['house', 'shopper'] as const;
export type EmailChoice = (typeof emailChoices)[number];

export type DueDateChoice = 'source' | 'terms' | 'invoice-date' | { readonly days: number };

/** Names of a store, and what stands for each in the primary; undefined of one that is left open. */
export type NameChoices = ReadonlyMap<string, string | undefined>;

export interface SecondaryChoices extends ConnectionChoices {
  readonly name: string;
  readonly prefix: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD` */
  readonly since: string;
  readonly purpose: Purpose;
  readonly salesChannel: string;
  /** For `books`. */
  readonly warehouse: string | undefined;
  /** For `fulfil`. */
  readonly warehouses: NameChoices;
  readonly shippingMethods: NameChoices;
  readonly paymentMethods: NameChoices;
  readonly email: EmailChoice;
  /** Where the copies bear the house's address, and no house account gives it. */
  readonly houseEmail: string | undefined;
  readonly surchargeSku: string | undefined;
  readonly dueDate: DueDateChoice;
  /** Payment terms and days, for `terms`. */
  readonly paymentTerms: ReadonlyMap<string, number>;
  readonly customers:
    | { readonly policy: 'house'; readonly username: string; readonly email: string }
    | { readonly policy: 'match' | 'prefix' };
  readonly products:
    | { readonly policy: 'placeholder' | 'match' }
    | { readonly policy: 'prefix'; readonly skuPrefix: string };
}
