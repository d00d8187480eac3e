import type { Command } from 'commander';
import { describeSwitches, type SwitchDescription } from '../../fake-store/describe-switches.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { positive } from '../narrowing-options.ts';
import { withOutput } from '../output.ts';
import { wholePort } from '../port-option.ts';
import type { Shell } from '../shell.ts';
import { indent } from '../text/table.ts';

const KEY = 'FAKE_STORE_KEY';

/** Whoever tries a pipeline wants something new to copy. */
const staff = `
To play its staff, with its key and port: add an order, pay it, look up the ids of the warehouses,
and take the goods back.
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
  curl -s http://127.0.0.1:4001/do/WS/NetoAPI \\
    -H "NETOAPI_KEY: $${KEY}" -H "NETOAPI_ACTION: GetWarehouse" \\
    -H "Accept: application/json" \\
    -d '{"Filter": {"OutputSelector": ["WarehouseID", "WarehouseName"]}}'
  curl -s http://127.0.0.1:4001/do/WS/NetoAPI \\
    -H "NETOAPI_KEY: $${KEY}" -H "NETOAPI_ACTION: AddRma" \\
    -H "Accept: application/json" \\
    -d '{"Rma": [{"OrderID": "N90001", "StaffUsername": "anna", "RmaStatus": "Closed",
      "ShippingRefundAmount": 0,
      "RmaLines": {"RmaLine": [{"SKU": "TENT-2P", "Quantity": 1, "RefundSubtotal": 110,
        "WarehouseID": 1}]},
      "Refunds": {"Refund": [{"PaymentMethod": "Credit Card", "RefundAmount": 110,
        "DateRefunded": "2026-11-29 10:00:00"}]}}]}'

To enter an order by hand as \`quarantine show\` says it, AddOrder takes beside these:
  number             OrderID
  account            Username, Email
  billing name       BillFirstName, BillLastName, BillCompany; shipping name: ShipFirstName …
  addresses          BillStreet1, BillCity, BillState, BillPostCode, BillCountry, BillContactPhone,
                     and the same with Ship
  sales channel      SalesChannel
  days               DatePlaced, DateInvoiced, DateDue
  status             OrderStatus; approved: OrderApproval true
  shipping           ShippingMethod, ShippingCost, ShippingDiscount, TaxFreeShipping true
  prices             TaxInclusive true or false
  line               SKU, Quantity, UnitPrice, DiscountPercent, DiscountAmount, TaxFree,
                     WarehouseName
  rounding           OrderRounding
AddPayment takes OrderID, PaymentMethodID, AmountPaid, DatePaid; GetPaymentMethods lists the ids
of the methods. AddRma takes all fields of its line above: ShippingRefundAmount must be there, if
0; WarehouseID is one that GetWarehouse lists, PaymentMethod the name of one.
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
    .option(
      '--seed <file>',
      'a JSON file with what the store starts from, such as fixtures/demo/west-store.json of this package',
    )
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
    .action(lazily(shell, () => import('../actions/fake-store.ts')));
}

/** Every switch with its values, the default first named, and what it changes. */
function switchesText(switches: readonly SwitchDescription[]): string {
  return switches
    .map(({ name, meaning, values, fallback }) => `  ${name}=${fallback}  (${values})\n${indent(meaning, 6)}`)
    .join('\n');
}
