import { ConsolidatorError } from '../../model/errors.ts';

/** What `init` is given on the command line; every list may hold several. */
export interface InitOptions {
  readonly primary?: string;
  readonly store?: readonly string[];
  readonly username?: readonly string[];
  readonly keyFromEnv?: readonly string[];
  readonly primaryPrefix?: readonly string[];
  readonly timezone?: readonly string[];
  readonly prefix?: readonly string[];
  readonly since?: readonly string[];
  readonly purpose?: readonly string[];
  readonly paymentMethod?: readonly string[];
  readonly shippingMethod?: readonly string[];
  readonly warehouse?: readonly string[];
  readonly salesChannel?: readonly string[];
  readonly customers?: readonly string[];
  readonly houseUsername?: readonly string[];
  readonly houseEmail?: readonly string[];
  readonly products?: readonly string[];
  readonly skuPrefix?: readonly string[];
  readonly sendingWarehouse?: readonly string[];
  readonly surchargeSku?: readonly string[];
  readonly dueDate?: readonly string[];
  readonly paymentTerms?: readonly string[];
  readonly email?: readonly string[];
  readonly mailTemplatesOff?: readonly string[];
  readonly saveKeys?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly anew?: boolean;
}

/** Of one answer for a store, or for all: `--since 2026-07-01`, `--since west=2026-07-01`. */
const ofStores = {
  since: 'since',
  purpose: 'purpose',
  timezone: 'timezone',
  warehouse: 'warehouse',
  salesChannel: 'salesChannel',
  customers: 'customers',
  houseUsername: 'houseUsername',
  houseEmail: 'houseEmail',
  products: 'products',
  skuPrefix: 'skuPrefix',
  surchargeSku: 'surchargeSku',
  dueDate: 'dueDate',
  email: 'email',
  mailTemplatesOff: 'mailTemplatesOff',
  username: 'username',
  keyFromEnv: 'keyVariable',
} as const satisfies Partial<Record<keyof InitOptions, string>>;

/** No two stores share these. */
const ONE_STORE: readonly string[] = ['username', 'keyVariable'];

/** Of one answer for each name of a store: `--payment-method "west:Zip=West - Zip"`. */
const ofNames = {
  prefix: 'prefix',
  paymentMethod: 'paymentMethod',
  shippingMethod: 'shippingMethod',
  sendingWarehouse: 'sendingWarehouse',
  paymentTerms: 'terms',
} as const satisfies Partial<Record<keyof InitOptions, string>>;

export interface GivenStore {
  readonly name: string;
  readonly url: string;
}

/** @throws ConsolidatorError `usage` */
export function storesOf({ store = [] }: InitOptions): GivenStore[] {
  return store.map((text) => {
    const [, name, url] = /^([^=:/]+)=(.*)$/.exec(text) ?? [];
    if (name !== undefined && url !== undefined) return { name, url };
    throw new ConsolidatorError('usage', `--store takes a name and an address, not ${JSON.stringify(text)}.`, {
      remedy: 'Write for example --store west=https://www.west-store.com.au',
    });
  });
}

/** By the id of the question that each answers; `*` stands for every store. @throws ConsolidatorError `usage` */
export function flagsOf(options: InitOptions, stores: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  if (options.primary !== undefined) flags.set('primary.url', options.primary);
  for (const { name, url } of storesOf(options)) flags.set(`${name}.url`, url);
  if (options.primaryPrefix !== undefined) flags.set('primary.prefixes', options.primaryPrefix.join(' '));
  for (const [key, id] of Object.entries(ofStores)) {
    for (const text of options[key as keyof typeof ofStores] ?? []) {
      const [, store, value] = /^([a-z][a-z0-9-]*)=(.*)$/s.exec(text) ?? [];
      const isOfStore = store !== undefined && (store === 'primary' || stores.includes(store));
      if (!isOfStore && ONE_STORE.includes(id))
        throw new ConsolidatorError(
          'usage',
          `--${dashed(key)} takes a store and a name (what was given is not shown).`,
          {
            remedy: `Write for example --${dashed(key)} ${stores[0] ?? 'primary'}=${id === 'username' ? 'anna' : 'WEST_STORE_KEY'}`,
          },
        );
      if (isOfStore) flags.set(`${store}.${id}`, value ?? '');
      else flags.set(`*.${id}`, text);
    }
  }
  for (const [key, id] of Object.entries(ofNames)) {
    for (const text of options[key as keyof typeof ofNames] ?? []) {
      const { store, name, to } = nameIn(text, stores, `--${dashed(key)}`);
      flags.set(`${store}.${id}.${name}`, to);
    }
  }
  return flags;
}

function nameIn(text: string, stores: readonly string[], flag: string): { store: string; name: string; to: string } {
  const [, before = '', own = ''] = /^([a-z][a-z0-9-]*):(.*)$/s.exec(text) ?? [];
  const isOfStore = stores.includes(before);
  const rest = isOfStore ? own : text;
  const at = rest.indexOf('=');
  if (at >= 0) return { store: isOfStore ? before : '*', name: rest.slice(0, at), to: rest.slice(at + 1) };
  throw new ConsolidatorError(
    'usage',
    `${flag} takes what a store says and what stands for it, not ${JSON.stringify(text)}.`,
    {
      remedy: `Write for example ${flag} "${stores[0] ?? 'west'}:Credit Card=West - Credit Card"`,
    },
  );
}

export function dashed(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
