import type { SecondaryChoices } from '../../../operations/init/pipeline-choices.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';
import { askCustomers, askEmail } from './customers.ts';
import { askDueDates } from './due-dates.ts';
import { askPaymentMethods, askShippingMethods, askWarehouses } from './methods.ts';
import { askSalesChannel, askWarehouse } from './places.ts';
import { askPrefixes } from './prefixes.ts';
import { askProducts, askSurcharge } from './products.ts';
import { askPurpose, askSince } from './purpose.ts';
import { askTimeZone } from './time-zone.ts';

/** All about one secondary, in the order in which a person thinks of it. */
export async function askSecondary(about: Interviewing, store: Surveyed): Promise<SecondaryChoices> {
  const { session, answers } = about;
  const { name, url, isHere, keyVariable, username } = store;
  const timezone = await askTimeZone(session, answers, store);
  const prefix = await askPrefixes(about, store);
  const since = await askSince(about, store);
  const purpose = await askPurpose(about, store);
  const customers = await askCustomers(about, store);
  const mail = await askEmail(about, store, customers);
  const products = await askProducts(about, store, purpose);
  const { dueDate, paymentTerms } = await askDueDates(about, store);
  const paymentMethods = await askPaymentMethods(about, store);
  const shippingMethods = await askShippingMethods(about, store);
  const warehouses = purpose === 'fulfil' ? await askWarehouses(about, store) : new Map<string, string>();
  const warehouse = purpose === 'books' ? await askWarehouse(about, store) : undefined;
  const salesChannel = await askSalesChannel(about, store);
  const surchargeSku = await askSurcharge(about, store);
  return {
    ...{ name, url, isHere, keyVariable, username, timezone, prefix, since, purpose, salesChannel, warehouse },
    ...{ warehouses, shippingMethods, paymentMethods, surchargeSku, dueDate, paymentTerms, customers, products },
    ...mail,
  };
}
