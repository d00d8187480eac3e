import type { KeyPath } from '../../config/problems.ts';
import { Environment } from '../../config/substitute.ts';
import { readSource, type Source } from '../../config/yaml-source.ts';
import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { TextProblem } from '../../operations/init/write-pipeline.ts';
import type { Answers } from './answers.ts';

interface Asked {
  /** Of the question. */
  readonly id: string;
  /** By which it can be answered, as in `--since west=…`. */
  readonly flag: string;
}

/**
 * Of answers that don't go together: tells each that is to be changed by its option. At a terminal these are asked for
 * again, and all others are kept.
 */
export async function notRight(
  answers: Answers,
  text: string,
  problems: readonly TextProblem[],
): Promise<ConsolidatorError> {
  const source = readSource(text, new Environment());
  const found = problems.map((problem) => ({ ...problem, asked: askedAt(source, problem) }));
  await answers.takeBack(found.flatMap(({ asked }) => asked?.id ?? []));
  const lines = found.flatMap(({ message, line, asked }) => [
    `  ${message}`,
    asked === undefined ? `    as in the line: ${text.split('\n')[line - 1]?.trim()}` : `    answered by ${asked.flag}`,
  ]);
  const remedy =
    answers.person === undefined
      ? 'Give the same line with another answer to it.'
      : 'Give the same command again: it asks for this anew, and all else that you answered is kept.';
  const fact = 'The answers do not go together, so no pipeline file was written:';
  return new ConsolidatorError('usage', [fact, ...lines].join('\n'), { remedy });
}

/** The question whose answer stands at a place of the text. */
function askedAt({ entries, data }: Source, { line, column }: TextProblem): Asked | undefined {
  const paths = [...entries].flatMap(([id, { place, keyPlace }]) =>
    [place, keyPlace].some((one) => one?.line === line && one.column === column) ? [JSON.parse(id) as KeyPath] : [],
  );
  const path = paths.sort((a, b) => b.length - a.length).at(0);
  if (path === undefined) return undefined;
  const [first, second, ...rest] = path;
  const own = (first === 'primary' ? [second, ...rest] : rest).filter((step) => step !== undefined);
  const store = first === 'primary' ? 'primary' : storeAt(data, second);
  return store === undefined ? undefined : questionOf(store, own);
}

function storeAt(data: unknown, place: string | number | undefined): string | undefined {
  const { secondaries } = data as { readonly secondaries: readonly { readonly name: string }[] };
  return typeof place === 'number' ? secondaries[place]?.name : undefined;
}

/** Keys of a store, and the questions that they are answers to. */
const single: Readonly<Record<string, readonly [id: string, flag: string]>> = {
  name: ['url', 'store'],
  url: ['url', 'store'],
  key: ['keyVariable', 'key-from-env'],
  username: ['username', 'username'],
  timezone: ['timezone', 'timezone'],
  since: ['since', 'since'],
  purpose: ['purpose', 'purpose'],
  'orders.email': ['email', 'email'],
  'orders.mailTemplatesOff': ['mailTemplatesOff', 'mail-templates-off'],
  'orders.houseEmail': ['houseEmail', 'house-email'],
  'orders.salesChannel': ['salesChannel', 'sales-channel'],
  'orders.warehouse': ['warehouse', 'warehouse'],
  'orders.surchargeSku': ['surchargeSku', 'surcharge-sku'],
  'orders.dueDate': ['dueDate', 'due-date'],
  'customers.policy': ['customers', 'customers'],
  'customers.house.username': ['houseUsername', 'house-username'],
  'customers.house.email': ['houseEmail', 'house-email'],
  'products.policy': ['products', 'products'],
  'products.skuPrefix': ['skuPrefix', 'sku-prefix'],
};

/** The same of what is asked for each name. */
const named: Readonly<Record<string, readonly [id: string, flag: string]>> = {
  prefix: ['prefix', 'prefix'],
  'payments.methods': ['paymentMethod', 'payment-method'],
  'orders.shippingMethods': ['shippingMethod', 'shipping-method'],
  'orders.warehouses': ['sendingWarehouse', 'sending-warehouse'],
  'orders.paymentTerms': ['terms', 'payment-terms'],
};

function questionOf(store: string, path: KeyPath): Asked | undefined {
  if (store === 'primary' && path[0] === 'prefixes') return { id: 'primary.prefixes', flag: '--primary-prefix' };
  if (store === 'primary' && path[0] === 'url') return { id: 'primary.url', flag: '--primary' };
  const own = single[path.join('.')];
  if (own !== undefined) return { id: `${store}.${own[0]}`, flag: `--${own[1]} ${store}=…` };
  const ofName = named[path.slice(0, -1).join('.')];
  const name = path.at(-1);
  if (ofName === undefined || name === undefined) return undefined;
  return { id: `${store}.${ofName[0]}.${name}`, flag: `--${ofName[1]} ${shellWord(`${store}:${name}=…`)}` };
}
