import type { NameChoices } from '../../../operations/init/pipeline-choices.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';
import { askNames } from './names.ts';

const WAITS = 'What has it waits for you in quarantine after the first run, and `todo` asks again then.';

export function askPaymentMethods(about: Interviewing, store: Surveyed): Promise<NameChoices> {
  const { lists, latest } = store.survey;
  return askNames(about, store, {
    ...{ id: 'paymentMethod', flag: 'payment-method', words: 'payment method', of: 'payment' },
    seen: latest.paymentMethods,
    listed: lists.paymentMethods.filter(({ active }) => active).map(({ name }) => name),
    primaryNames: about.primary.survey.lists.paymentMethods.filter(({ active }) => active).map(({ name }) => name),
    consequence: 'Each payment is booked to a payment method of the primary, and by it to an account in Xero:',
    ifOpen: WAITS,
  });
}

export function askShippingMethods(about: Interviewing, store: Surveyed): Promise<NameChoices> {
  const { lists, latest } = store.survey;
  return askNames(about, store, {
    ...{ id: 'shippingMethod', flag: 'shipping-method', words: 'shipping method', of: 'order' },
    seen: latest.shippingMethods,
    listed: lists.shippingMethods.map(({ name }) => name),
    primaryNames: about.primary.survey.lists.shippingMethods.map(({ name }) => name),
    consequence: 'Each copy names a shipping method of the primary:',
    ifOpen: WAITS,
  });
}

export function askWarehouses(about: Interviewing, store: Surveyed): Promise<NameChoices> {
  return askNames(about, store, {
    ...{ id: 'sendingWarehouse', flag: 'sending-warehouse', words: 'warehouse', of: 'line' },
    seen: store.survey.latest.warehouses,
    listed: [],
    primaryNames: about.primary.survey.lists.warehouses.filter(({ active }) => active).map(({ name }) => name),
    consequence: 'The primary sends the goods from a warehouse of its own:',
    ifOpen: 'Copies name none for it, and the primary chooses.',
  });
}
