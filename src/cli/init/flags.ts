import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { textKey } from '../../model/text-key.ts';

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

/** What these take, and nothing else: known before any store is read. */
const choices: Readonly<Record<string, readonly string[]>> = {
  purpose: ['books', 'fulfil'],
  customers: ['house', 'match', 'prefix'],
  products: ['placeholder', 'match', 'prefix'],
  email: ['house', 'shopper'],
};

/** @throws ConsolidatorError `usage` */
function refuseNoChoice(words: string, id: string, value: string): void {
  const own = choices[id];
  if (own === undefined || own.includes(value.trim())) return;
  throw new ConsolidatorError('usage', `${words} is none of ${own.join(', ')}.`, { remedy: 'Give one of these.' });
}

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

/** An answer of the command line. */
export interface GivenFlag {
  readonly value: string;
  /** As it was given, but for what might be a key. */
  readonly words: string;
}

/**
 * By what `givenId` makes of the id of the question that each answers; `*` stands for every store.
 * @param isAll whether no store can come beside these
 * @throws ConsolidatorError `usage`, also where two say different things
 */
export function flagsOf(options: InitOptions, stores: readonly string[], isAll: boolean): Map<string, GivenFlag> {
  const flags = new Map<string, GivenFlag>();
  const give = (id: string, given: GivenFlag): void => {
    const before = flags.get(id);
    if (before !== undefined && before.value !== given.value)
      throw new ConsolidatorError('usage', `${before.words} and ${given.words} contradict each other.`, {
        remedy: 'Give one of the two.',
      });
    flags.set(id, given);
  };
  if (options.primary !== undefined)
    give('primary.url', { value: options.primary, words: `--primary ${options.primary}` });
  for (const { name, url } of storesOf(options)) give(`${name}.url`, { value: url, words: `--store ${name}=${url}` });
  if (options.primaryPrefix !== undefined) {
    const words = options.primaryPrefix.map((prefix) => `--primary-prefix ${shellWord(prefix)}`).join(' ');
    give('primary.prefixes', { value: options.primaryPrefix.join(' '), words });
  }
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
      const words = `--${dashed(key)} ${ONE_STORE.includes(id) ? `${store}=(not shown)` : shellWord(text)}`;
      if (!isOfStore && isAll) refuseStranger(words, text, stores);
      refuseNoChoice(words, id, store === undefined || (!isOfStore && isAll) ? text : (value ?? ''));
      if (isOfStore || (!isAll && store !== undefined)) give(`${store}.${id}`, { value: value ?? '', words });
      else give(`*.${id}`, { value: text, words });
    }
  }
  for (const [key, id] of Object.entries(ofNames)) {
    for (const text of options[key as keyof typeof ofNames] ?? []) {
      const { store, name, to } = nameIn(text, stores, `--${dashed(key)}`);
      give(givenId(`${store}.${id}.${name}`), { value: to, words: `--${dashed(key)} ${shellWord(text)}` });
    }
  }
  return flags;
}

/** Names of methods are words for people, which differ in no capitals; prefixes are letter for letter. */
export function givenId(id: string): string {
  const [, kind = '', name = ''] =
    /^([^.]*\.(?:paymentMethod|shippingMethod|sendingWarehouse|terms)\.)(.*)$/s.exec(id) ?? [];
  return kind === '' ? id : `${kind}${textKey(name)}`;
}

/** What begins like a store's name is meant for one. @throws ConsolidatorError `usage` */
function refuseStranger(words: string, text: string, stores: readonly string[]): void {
  const [, store] = /^([A-Za-z][\w-]{0,11})=/.exec(text) ?? [];
  if (store === undefined) return;
  const named = stores.length === 0 ? 'no --store is given' : `there is ${stores.join(', ')}`;
  throw new ConsolidatorError('usage', `${words}: there is no store ${store}; ${named}.`, {
    remedy: `Name a store that is given by --store, as in ${words.split(' ')[0]} ${stores[0] ?? 'west'}=…`,
  });
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
