import { meantMethod } from '../../model/method-names.ts';
import { formatMoney } from '../../model/money.ts';
import type { Return } from '../../model/rma.ts';
import type { HandEntry } from '../definition/hand-entry.ts';

export const returnHandEntry: HandEntry<Return> = {
  isWithParent: false,
  rows({ total, issuedOn, refunds }, { rules: { payments } }) {
    const paidOut = refunds.map(({ amount, method }) => {
      return `${formatMoney(amount)} by ${meantMethod(payments.methods, method) || method || 'no method'}`;
    });
    return [
      { name: 'return', value: `${formatMoney(total)} on ${issuedOn ?? 'no day'}` },
      ...(paidOut.length === 0 ? [] : [{ name: 'paid out', value: paidOut.join(', ') }]),
    ];
  },
};
