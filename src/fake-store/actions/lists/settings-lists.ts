import { listReply, type Reply } from '../../protocol/reply.ts';
import type { StoreState } from '../../state.ts';

/** Here alone booleans are "y" and "n". */
function yesNo(value: boolean): string {
  return value ? 'y' : 'n';
}

export function getPaymentMethods(state: StoreState): Reply {
  const methods = state.config.paymentMethods.map(({ id, name, active, visible, acc_code }) => {
    return { id, name, active: yesNo(active), visible: yesNo(visible), acc_code };
  });
  return { ...listReply('PaymentMethods', [{ PaymentMethod: methods }]), records: methods.length };
}

export function getShippingMethods(state: StoreState): Reply {
  const methods = state.config.shippingMethods.map(({ id, name, description, active }) => ({
    id,
    name,
    description,
    status: active ? 'Active' : 'Inactive',
    visibility: { customers: yesNo(active), ebay: 'n', staff: yesNo(active) },
  }));
  return {
    fields: { ShippingMethods: { ShippingMethod: methods } },
    errors: [],
    warnings: [],
    records: methods.length,
  };
}

export function getCurrencySettings(state: StoreState): Reply {
  const { country, currency, gst } = state.config;
  return listReply('CurrencySettings', [{ DEFAULTCOUNTRY: country, DEFAULTCURRENCY: currency, GST_AMT: gst }]);
}
