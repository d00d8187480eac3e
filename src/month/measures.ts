import { add, isZero, subtract, ZERO } from '../model/money.ts';
import { amountKeys, countKeys, type Measures } from './pack.ts';

export const noMeasures: Measures = {
  ...{ orders: 0, total: ZERO, gst: ZERO, shipping: ZERO, paid: ZERO },
  ...{ paidInMonth: ZERO, credits: 0, credited: ZERO, creditedGst: ZERO, paidOut: ZERO },
};

export function plusMeasures(a: Measures, b: Measures): Measures {
  const sum = { ...a };
  for (const key of amountKeys) sum[key] = add(a[key], b[key]);
  for (const key of countKeys) sum[key] = a[key] + b[key];
  return sum;
}

export function minusMeasures(a: Measures, b: Measures): Measures {
  const rest = { ...a };
  for (const key of amountKeys) rest[key] = subtract(a[key], b[key]);
  for (const key of countKeys) rest[key] = a[key] - b[key];
  return rest;
}

export function sumOfMeasures(all: readonly Measures[]): Measures {
  return all.reduce(plusMeasures, noMeasures);
}

export function isNone(of: Measures): boolean {
  return amountKeys.every((key) => isZero(of[key])) && countKeys.every((key) => of[key] === 0);
}
