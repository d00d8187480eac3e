import { z } from 'zod';
import { isDay } from '../dates.ts';
import { type ConnectorSwitches, connectorSwitchSettings, plainConnectorSwitches } from './connector-switches.ts';

const optionsSchema = z.strictObject({
  primary: z.strictObject({ url: z.string(), key: z.string() }),
  /** Only orders invoiced on or after this day. */
  startDate: z.string().refine(isDay, 'expected a day such as 2026-11-24').default('0001-01-01'),
  invoicePrefix: z.string().default(''),
  creditNotePrefix: z.string().default(''),
  paymentPrefix: z.string().default(''),
  overpaymentPrefix: z.string().default(''),
  /** The contact that gets every invoice instead of the customer. Batches always go to one. */
  fixedContact: z.string().optional(),
  batchContact: z.string().default('Web store'),
  incomeAccount: z.string().default('200'),
  shippingAccount: z.string().default('201'),
  /** Where a payment method has no account of its own. */
  paymentAccount: z.string().default('611'),
  switches: z.record(z.string(), z.string()).default({}),
});

export type ConnectorOptions = Omit<z.input<typeof optionsSchema>, 'switches'> & {
  readonly switches?: Partial<ConnectorSwitches>;
};
export type ReadConnectorOptions = Omit<z.output<typeof optionsSchema>, 'switches'>;

/** @throws Error that says what can't be set so */
export function readConnectorOptions(given: ConnectorOptions): {
  readonly options: ReadConnectorOptions;
  readonly switches: ConnectorSwitches;
} {
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) throw new Error(`The export can't be set so:\n${z.prettifyError(parsed.error)}`);
  const { switches, ...options } = parsed.data;
  const known: Readonly<Record<string, readonly string[]>> = connectorSwitchSettings;
  for (const [name, value] of Object.entries(switches)) {
    if (Object.hasOwn(known, name) && known[name]?.includes(value) === true) continue;
    throw new Error(`The export has no switch ${name}=${value}`);
  }
  return { options, switches: { ...plainConnectorSwitches(), ...(switches as Partial<ConnectorSwitches>) } };
}
