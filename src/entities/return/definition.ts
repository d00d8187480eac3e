import { meantMethod } from '../../model/method-names.ts';
import { formatMoney, isZero } from '../../model/money.ts';
import { type Return, returnSchema } from '../../model/rma.ts';
import type { EntityDefinition, Financial, HandEntry } from '../definition/definition.ts';
import { returnFields } from './compare.ts';
import { returnKind } from './kind.ts';
import { returnPosting, returnReads } from './read.ts';
import { returnSteps } from './write.ts';

const returnFinancial: Financial<Return> = {
  ...returnKind.financial,
  posting: returnPosting,
};

const returnHandEntry: HandEntry<Return> = {
  isWithParent: false,
  rows({ total, tax, issuedOn, refunds, lines, shippingRefund, surchargeRefund }, { rules: { payments }, skuThere }) {
    const paidOut = refunds.map(({ amount, method }) => {
      return `${formatMoney(amount)} by ${meantMethod(payments.methods, method) || method || 'no method'}`;
    });
    return [
      { name: 'return', value: `${formatMoney(total)}, GST in it ${formatMoney(tax)}, on ${issuedOn ?? 'no day'}` },
      ...lines.map(({ sku, quantity, subtotal, tax: lineTax }) => {
        const what = `${quantity} × ${skuThere(sku) ?? (sku || 'no product')}`;
        return { name: 'line', value: `${what}, ${formatMoney(subtotal)}, GST in it ${formatMoney(lineTax)}` };
      }),
      ...(isZero(shippingRefund) ? [] : [{ name: 'shipping back', value: formatMoney(shippingRefund) }]),
      ...(isZero(surchargeRefund) ? [] : [{ name: 'surcharge back', value: formatMoney(surchargeRefund) }]),
      ...(paidOut.length === 0 ? [] : [{ name: 'paid out', value: paidOut.join(', ') }]),
    ];
  },
};

export const returned = {
  ...returnKind,
  content: returnSchema,
  read: returnReads,
  writes: { steps: returnSteps, isNumbered: true },
  compares: { fields: returnFields },
  financial: returnFinancial,
  handEntry: returnHandEntry,
} as const satisfies EntityDefinition;
