import { meantMethod } from '../../model/method-names.ts';
import { formatMoney } from '../../model/money.ts';
import { type Return, returnSchema } from '../../model/rma.ts';
import type { EntityDefinition, Financial, HandEntry } from '../definition/definition.ts';
import { returnFields } from './compare.ts';
import { returnPosting, returnReads } from './read.ts';
import { returnSteps } from './write.ts';

const returnFinancial: Financial<Return> = {
  sign: 'takes-off',
  // A run's amounts are what its stores sold and were paid.
  isSummed: false,
  leftByUndo: 'It is a credit, and a credit note in the books: see to it in the primary, and in Xero if it got there.',
  posting: returnPosting,
};

const returnHandEntry: HandEntry<Return> = {
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

export const returned = {
  name: 'rmas',
  words: { one: 'return', many: 'returns' },
  dependsOn: ['orders'],
  belongsTo: 'orders',
  content: returnSchema,
  read: returnReads,
  writes: { steps: returnSteps, isNumbered: true },
  compares: { fields: returnFields },
  financial: returnFinancial,
  reconciles: { name: 'refund' },
  handEntry: returnHandEntry,
} as const satisfies EntityDefinition;
