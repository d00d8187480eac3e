import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { Command } from 'commander';
import { closest } from '../../config/problems.ts';
import {
  describeSwitches,
  expectedOf,
  type FakeStore,
  parseSwitch,
  plainSeed,
  type SwitchDescription,
  type Switches,
  startFakeStore,
} from '../../fake-store/index.ts';
import { counted } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { examples } from '../examples.ts';
import { positive } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { type Shell, signalCode } from '../shell.ts';
import { indent } from '../text/table.ts';

interface FakeStoreCommandOptions extends OutputOption {
  readonly port: number;
  readonly seed?: string;
  readonly data?: string;
  readonly name?: string;
  readonly username?: string;
  readonly switch?: readonly string[];
  readonly requestsPerMinute?: number;
}

const KEY = 'FAKE_STORE_KEY';

export interface FakeStoreDocument {
  readonly name: string;
  readonly url: string;
  /** Only a key that was made up: one that was given is known already. */
  readonly key: string | null;
  readonly username: string | null;
}

/** Whoever tries a pipeline wants something new to copy. */
const staff = `
To play its staff, with its key and port: add an order, then pay it.
  curl -s http://127.0.0.1:4001/do/WS/NetoAPI \\
    -H "NETOAPI_KEY: $${KEY}" -H "NETOAPI_ACTION: AddOrder" \\
    -H "Accept: application/json" \\
    -d '{"Order": [{"OrderID": "N90001", "OrderStatus": "Dispatched",
      "Username": "jo", "BillFirstName": "Jo", "BillLastName": "Example",
      "ShippingMethod": "Standard Delivery",
      "OrderLine": [{"SKU": "TENT-2P", "Quantity": 1, "UnitPrice": 110}]}]}'
  curl -s http://127.0.0.1:4001/do/WS/NetoAPI \\
    -H "NETOAPI_KEY: $${KEY}" -H "NETOAPI_ACTION: AddPayment" \\
    -H "Accept: application/json" \\
    -d '{"Payment": [{"OrderID": "N90001", "PaymentMethodID": 1,
      "AmountPaid": 110, "DatePaid": "2026-11-28 10:00:00"}]}'

To enter an order by hand as \`quarantine show\` says it, AddOrder takes beside these:
  number             OrderID
  account            Username, BillFirstName, BillLastName, BillCompany, Email
  days               DatePlaced, DateInvoiced, DateDue
  status             OrderStatus; approved: OrderApproval true
  shipping           ShippingMethod, ShippingCost, ShippingDiscount, TaxFreeShipping true
  prices             TaxInclusive true or false
  line               SKU, Quantity, UnitPrice, DiscountPercent, DiscountAmount, TaxFree,
                     WarehouseName
  rounding           OrderRounding
AddPayment takes OrderID, PaymentMethodID, AmountPaid, DatePaid; GetPaymentMethods lists the ids
of the methods. AddRma takes OrderID, StaffUsername, RmaStatus Closed, and per RmaLine SKU,
Quantity, RefundSubtotal, WarehouseID; per Refund PaymentMethod (its name), RefundAmount,
DateRefunded.
The StaffUsername must be one of the store's staff: of \`staff\` in the seed, such as
\`"staff": ["anna"]\`; where a seed names none, give a --seed that does. GetRma of a return
that stands there shows who entered it. The primary of the demo has anna.
UpdateOrder takes OrderID with OrderStatus or OrderApproval, to set a copy right or cancel it;
an address with ShipStreet1 and BillStreet1, as AddOrder does.`;

export function registerFakeStore(program: Command, shell: Shell): void {
  const command = program
    .command('fake-store')
    .description(
      'Starts a Neto store on this machine, to try a pipeline on. It speaks the Neto API, computes totals itself, and refuses what Neto refuses.',
    )
    .option('--port <number>', 'where it listens; 0 takes any free port', wholePort, 0)
    .option('--seed <file>', 'a JSON file with what the store starts from, such as fixtures/demo/west-store.json')
    .option('--data <file>', 'keeps what is written to the store, also when it is started again')
    .option('--name <name>', 'what its variables are called; else it is taken from the data file, the seed or the port')
    .option('--username <name>', 'makes its key a user-based one of this user')
    .option('--switch <name=value...>', 'how the store behaves where Neto is not documented; see below')
    .option('--requests-per-minute <number>', 'beyond it the store answers HTTP 429', positive);
  withOutput(command)
    .addHelpText('after', `\nThe key of the store is taken from ${KEY}; without it one is made up and shown.`)
    .addHelpText('after', staff)
    .addHelpText('after', () => `\nSwitches:\n${switchesText(describeSwitches())}`)
    .addHelpText(
      'after',
      examples(
        'fake-store --port 4001 --seed fixtures/demo/west-store.json',
        'fake-store --port 4002 --data state/main.jsonl --switch duplicateOrderId=overwrite --switch pageBase=1',
        `fake-store --switch 'lies=[{"on": "add-order", "field": "OrderTax"}]' --switch currentTimeOffset=1200`,
      ),
    )
    .action(async (options: FakeStoreCommandOptions) => {
      const given = shell.environment[KEY]?.trim();
      const apiKey = given === undefined || given === '' ? randomBytes(20).toString('hex') : given;
      const store = await start(shell, options, apiKey);
      try {
        const shown = apiKey === given ? undefined : apiKey;
        const document: FakeStoreDocument = {
          name: store.name,
          url: store.url,
          key: shown ?? null,
          username: options.username ?? null,
        };
        printResult(shell, options, document, () => welcome(store, shown, options));
        if (!shell.signal.aborted) await once(shell.signal, 'abort');
      } finally {
        await store.close();
      }
      shell.note(`The store has stopped after ${counted(store.requests.length, 'request')}.`);
      shell.end(signalCode(shell.signal.reason));
    });
}

/** @throws ConsolidatorError */
async function start(shell: Shell, options: FakeStoreCommandOptions, apiKey: string): Promise<FakeStore> {
  const at = (file: string) => path.resolve(shell.folder, file);
  const { port, seed, data, username, requestsPerMinute } = options;
  const switches = switchesOf(options.switch ?? []);
  try {
    return await startFakeStore({
      seed: seed === undefined ? plainSeed : at(seed),
      switches,
      apiKey,
      port,
      ...(username === undefined ? {} : { username }),
      ...(data === undefined ? {} : { dataFile: at(data) }),
      ...(requestsPerMinute === undefined ? {} : { requestLimit: { perMinute: requestsPerMinute } }),
    });
  } catch (cause) {
    throw startFailure(cause, options);
  }
}

function startFailure(cause: unknown, { port }: FakeStoreCommandOptions): ConsolidatorError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new ConsolidatorError('usage', `The port ${port} is taken. Give another one, or 0 for any that is free.`, {
      cause,
    });
  }
  if (code === 'EACCES') {
    return new ConsolidatorError('usage', `The port ${port} or a file is not yours to use: ${messageOf(cause)}`, {
      cause,
    });
  }
  return new ConsolidatorError('usage', messageOf(cause), { cause });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** @throws ConsolidatorError `usage` for a switch that does not exist, or not with that value */
function switchesOf(given: readonly string[]): Partial<Switches> {
  const known = describeSwitches();
  const switches: Partial<Switches> = {};
  for (const text of given) {
    const [name = '', ...rest] = text.split('=');
    const found = known.find((one) => one.name === name);
    if (found === undefined) {
      const near = closest(
        name,
        known.map((one) => one.name),
      );
      const hint = near === undefined ? 'See `neto-consolidator fake-store --help`.' : `Did you mean ${near}?`;
      throw new ConsolidatorError('usage', `The fake store has no switch "${name}". ${hint}`);
    }
    const value = parseSwitch(found.name, rest.join('='));
    if (value === undefined) {
      const expected = expectedOf(found.name, rest.join('=')) || `It takes ${found.values.replaceAll(' | ', ', ')}.`;
      const sentence = `The switch ${name} can't be "${rest.join('=')}". ${expected}`;
      throw new ConsolidatorError('usage', `${sentence} Write --switch ${name}=${found.fallback}.`);
    }
    Object.assign(switches, value);
  }
  return switches;
}

function wholePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new ConsolidatorError('usage', `"${text}" is no port: a whole number from 0 to 65535.`);
  return port;
}

function welcome({ name, url }: FakeStore, key: string | undefined, options: FakeStoreCommandOptions): string {
  const own = variableOf(url, options);
  return [
    `The fake store "${name}" listens on ${url}, for this machine alone. Ctrl-C stops it.`,
    '',
    'In a pipeline file:',
    `    url: \${${own}_URL}`,
    `    key: \${${own}_KEY}`,
    ...(options.username === undefined ? [] : [`    username: ${options.username}`]),
    '    requestsPerMinute: unlimited',
    '',
    'In the file .env beside it:',
    `    ${own}_URL=${url}`,
    key === undefined ? `and ${own}_KEY= with the key that ${KEY} holds.` : `    ${own}_KEY=${key}`,
    '',
    'Or let `neto-consolidator init` ask for that address and that key.',
  ].join('\n');
}

/** So that several stores go into one `.env`: `fixtures/demo/west-store.json` has WEST_STORE_URL and WEST_STORE_KEY. */
function variableOf(url: string, { name, data, seed }: FakeStoreCommandOptions): string {
  const file = data ?? seed;
  const given = name ?? (file === undefined ? `fake-store-${new URL(url).port}` : path.parse(file).name);
  const words = given.toUpperCase().match(/[A-Z0-9]+/g) ?? ['FAKE'];
  const own = words.includes('STORE') ? words : [...words, 'STORE'];
  return (/^[0-9]/.test(own[0] ?? '') ? ['STORE', ...words] : own).join('_');
}

/** Every switch with its values, the default first named, and what it changes. */
function switchesText(switches: readonly SwitchDescription[]): string {
  return switches
    .map(({ name, meaning, values, fallback }) => `  ${name}=${fallback}  (${values})\n${indent(meaning, 6)}`)
    .join('\n');
}
