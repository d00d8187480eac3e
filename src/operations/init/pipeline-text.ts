import { stringify } from 'yaml';
import { escapeReferences } from '../../config/substitute.ts';
import type { NameChoices, PipelineChoices, SecondaryChoices } from './pipeline-choices.ts';

/**
 * The pipeline file, with what each part means beside it. No key is in it, only the names of the variables that hold them.
 */
export function pipelineText({ name, ledger, primary, secondaries }: PipelineChoices): string {
  const stores = secondaries.map((one) => one.name).join(', ');
  return `${[
    ...comment(
      `Made by \`neto-consolidator init\`. It is yours to change: every key is described in docs/configuration.md, and \`check\` says what is wrong with a change, with its line. Names of methods are added with \`map\`.`,
    ),
    `name: ${scalar(name)}`,
    '# What the program remembers: which copy stands for which order. Keep it; back it up.',
    `ledger: ${scalar(ledger)}`,
    '',
    '# The store that is connected to Xero. The copies go there; its own orders are not touched.',
    'primary:',
    ...indented([
      `url: ${scalar(primary.url)}`,
      ...keyLines(primary.keyVariable, primary.username),
      '# Every prefix that its own order numbers ever had: no copy gets a number that begins with one.',
      `prefixes: [${primary.prefixes.map(inFlow).join(', ')}]`,
      `timezone: ${primary.timezone} # the day that an order belongs to`,
      limitLine(primary.isHere),
    ]),
    '',
    `# The ${secondaries.length === 1 ? 'store' : 'stores'} that ${secondaries.length === 1 ? 'is' : 'are'} only read: ${stores}.`,
    'secondaries:',
    ...secondaries.flatMap((one, place) => [...(place === 0 ? [] : ['']), ...storeLines(one)]),
    '',
    ...comment(
      'When the books of a month are closed in Xero, write its last day here: what belongs to it or an earlier day then waits for you instead of being written.',
    ),
    '# accounting: { lockDate: 2026-06-30 }',
    '# When `schedule` runs it: every quarter of an hour.',
    'schedule: "*/15 * * * *"',
  ].join('\n')}\n`;
}

function storeLines(store: SecondaryChoices): string[] {
  const lines = [
    `name: ${scalar(store.name)} # on each line of its copies; not to be changed after the first run`,
    `url: ${scalar(store.url)}`,
    ...keyLines(store.keyVariable, store.username),
    `timezone: ${store.timezone}`,
    limitLine(store.isHere),
    '# What its numbers begin with, and what those of the copies begin with instead.',
    `prefix: { ${[...store.prefix].map(([from, to]) => `${inFlow(from)}: ${inFlow(to)}`).join(', ')} }`,
    `since: ${store.since} # orders of an earlier day are left alone, by the day in the books`,
    store.purpose === 'books'
      ? 'purpose: books # for the accounts alone: copied when invoiced or dispatched, never picked, no stock moves'
      : 'purpose: fulfil # the primary picks, packs and ships them: copied when approved',
    'orders:',
    ...indented(orderLines(store)),
    ...paymentLines(store),
    'customers:',
    ...indented(customerLines(store)),
    'products:',
    ...indented(productLines(store)),
    ...comment(
      'Returns are copied too once you name a member of the staff of the primary (by user name) and a warehouse for them:',
    ),
    '# entities: [products, customers, orders, payments, rmas]',
    `# rma: { staff: anna, warehouse: ${inFlow(store.warehouse ?? 'Virtual')} }`,
  ];
  return lines.map((line, place) => (line === '' ? '' : `${place === 0 ? '  - ' : '    '}${line}`));
}

function orderLines(store: SecondaryChoices): string[] {
  const { email, houseEmail, salesChannel, warehouse, surchargeSku } = store;
  return [
    ...(email === 'house'
      ? ["email: house # no mail can reach a shopper; the shopper's address goes into the notes"]
      : [
          "email: shopper # the shopper's address: the primary may write to it",
          'mailTemplatesOff: confirmed # its mail templates for orders are switched off, as you said',
        ]),
    ...(houseEmail === undefined ? [] : [`houseEmail: ${scalar(houseEmail)}`]),
    `salesChannel: ${scalar(salesChannel)} # by which the copies are found in the primary`,
    ...(warehouse === undefined ? [] : [`warehouse: ${scalar(warehouse)} # one without stock`]),
    ...mapLines('warehouses', store.warehouses, 'warehouse'),
    ...mapLines('shippingMethods', store.shippingMethods, 'shipping method'),
    ...(surchargeSku === undefined
      ? []
      : [`surchargeSku: ${scalar(surchargeSku)} # the primary's product that card surcharges are copied as`]),
    ...dueDateLines(store),
  ];
}

function dueDateLines({ dueDate, paymentTerms }: SecondaryChoices): string[] {
  const meaning = '# of orders that have no due date, which Xero wants';
  if (dueDate === 'source')
    return ['# dueDate: { days: 14 } would give one to orders that have none, which Xero wants.'];
  if (typeof dueDate === 'object')
    return [`dueDate: { days: ${dueDate.days} } ${meaning}: so many days after the invoice`];
  if (dueDate === 'invoice-date') return [`dueDate: invoice-date ${meaning}`];
  return [
    `dueDate: terms ${meaning}: by their payment terms`,
    'paymentTerms:',
    ...indented([...paymentTerms].map(([terms, days]) => `${scalar(terms)}: ${days}`)),
  ];
}

/** There even where nothing is mapped yet, as the place for what `map` adds. */
function paymentLines({ paymentMethods }: SecondaryChoices): string[] {
  return ['payments:', ...indented(mapLines('methods', paymentMethods, 'payment method', ['methods: {}']))];
}

/** What is left open stands as a comment, so that it can be seen, and waits in quarantine. */
function mapLines(key: string, names: NameChoices, words: string, ifNone: readonly string[] = []): string[] {
  const given = [...names].filter(([, to]) => to !== undefined);
  const open = [...names].filter(([, to]) => to === undefined).map(([name]) => name);
  return [
    ...(given.length === 0
      ? ifNone
      : [`${key}:`, ...indented(given.map(([name, to]) => `${scalar(name)}: ${scalar(to ?? '')}`))]),
    ...open.flatMap((name) =>
      comment(
        `Left open: ${words} ${JSON.stringify(name)}. ${key === 'warehouses' ? 'The primary chooses one.' : 'What has it waits for you.'}`,
      ),
    ),
  ];
}

function customerLines({ customers }: SecondaryChoices): string[] {
  switch (customers.policy) {
    case 'house':
      return [
        'policy: house # one account of the primary stands for all its shoppers, and is one contact in Xero',
        `house: { username: ${inFlow(customers.username)}, email: ${inFlow(customers.email)} }`,
      ];
    case 'match':
      return ["policy: match # the primary's account with the same e-mail and surname, else a new one"];
    case 'prefix':
      return ['policy: prefix # an account of its own for each shopper'];
  }
}

function productLines({ name, products }: SecondaryChoices): string[] {
  switch (products.policy) {
    case 'placeholder':
      return [
        `policy: placeholder # one service product, ${name.toUpperCase()}-ITEM, stands for all; the first run makes it`,
      ];
    case 'match':
      return ["policy: match # the primary's product with the same SKU, else a new one without stock"];
    case 'prefix':
      return [
        'policy: prefix # products of its own, with this before their SKU',
        `skuPrefix: ${scalar(products.skuPrefix)}`,
      ];
  }
}

function keyLines(variable: string, username: string | undefined): string[] {
  return [
    `key: \${${variable}} # the key itself is in .env beside this file, or in the environment`,
    ...(username === undefined ? [] : [`username: ${scalar(username)}`]),
  ];
}

function limitLine(isHere: boolean): string {
  return isHere
    ? 'requestsPerMinute: unlimited # only stores on this machine may be asked without a limit'
    : 'requestsPerMinute: 240 # Neto allows 500 for all programs of a store together';
}

/** As a text stands on a line of its own; whatever a store calls something, it is read as just that. */
function scalar(text: string): string {
  const written = escapeReferences(text);
  const plain = stringify(written, { lineWidth: 0 }).trimEnd();
  return /\p{C}/u.test(plain) ? JSON.stringify(written) : plain;
}

/** The same within braces. */
function inFlow(text: string): string {
  const plain = scalar(text);
  return /[,[\]{}]/.test(plain) && !/^["']/.test(plain) ? JSON.stringify(escapeReferences(text)) : plain;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Lines that a file of this kind is read in without scrolling. */
const WIDTH = 100;

function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
