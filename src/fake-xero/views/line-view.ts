import type { Line } from '../books/records.ts';
import { decimalText, fixedOf, roundedCents } from '../cents.ts';
import { Decimal, decimal, type JsonObject, money } from '../reply/json.ts';
import type { ViewOptions } from './shape.ts';

/** @param withId whether the line has an id: those of overpayments were seen without one */
export function lineView(
  line: Line,
  { detail, unitDecimals, withId = true }: ViewOptions & { readonly withId?: boolean },
): JsonObject {
  return {
    ...(line.itemCode === undefined ? {} : { ItemCode: line.itemCode }),
    Description: line.description,
    UnitAmount: unitAmount(line.unitAmount, unitDecimals),
    TaxType: line.taxType,
    TaxAmount: money(line.taxAmount),
    LineAmount: money(line.lineAmount),
    AccountCode: line.accountCode,
    Tracking: [],
    Quantity: decimal(line.quantity),
    ...(line.discountRate === undefined ? {} : { DiscountRate: decimal(line.discountRate) }),
    ...(line.discountAmount === undefined || detail !== 'single' ? {} : { DiscountAmount: money(line.discountAmount) }),
    ...(withId ? { LineItemID: line.id } : {}),
    ValidationErrors: [],
  };
}

function unitAmount(text: string, decimals: 2 | 4): Decimal {
  const given = fixedOf(text);
  if (given.scale <= decimals) return new Decimal(decimalText(given));
  if (decimals === 2) return money(roundedCents(given, 'half-up'));
  return new Decimal(decimalText({ units: given.units / 10n ** BigInt(given.scale - 4), scale: 4 }));
}
