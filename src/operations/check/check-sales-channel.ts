import type { NetoClient } from '../../neto/client.ts';
import { hasOrderInChannel } from '../../neto/probes.ts';
import type { CheckedSecondary } from '../findings/findings.ts';
import type { CheckContext } from './check-context.ts';

/** There is no list of sales channels; that some order stands in it proves that it exists. @throws ConsolidatorError */
export async function checkSalesChannel(
  { findings, signal }: CheckContext,
  { secondary, path }: CheckedSecondary,
  primary: NetoClient,
): Promise<void> {
  const channel = secondary.orders.salesChannel;
  if (channel === '') return;
  if (await hasOrderInChannel(primary, channel, { signal })) {
    findings.ok('sales channel', secondary.name, `The primary has orders in the sales channel ${channel}.`);
    return;
  }
  const message = `No order of the primary stands in the sales channel ${JSON.stringify(channel)}. Neto gives no list of channels, so whether it exists can't be told.`;
  const remedy = 'Look in the control panel of the primary whether it takes this channel, before the first run.';
  findings.warn('sales channel', secondary.name, message, remedy, [...path, 'orders', 'salesChannel']);
}
