import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/model/money.ts';
import type { Order } from '../../src/model/order.ts';
import { StoreReadings } from '../../src/session/store-readings.ts';
import { KnownReadings } from '../../src/transform/known-readings.ts';
import { priceOrder } from '../../src/transform/price-order.ts';
import { type Reading, standardReading } from '../../src/transform/readings.ts';
import { line, order } from '../transform/samples.ts';

const GST = decimal(10);
const HOST = 'west.example.com';

/** 24 at 9.97 with 12.5 percent off, as a store shows it that rounds so: it tells where a discount is rounded. */
function discounted(reading: Reading): Order {
  const shown = {
    taxInclusive: true, taxFreeShipping: false, shippingCost: decimal(0), shippingDiscount: decimal(0),
    lines: [{ unitPrice: decimal('9.97'), quantity: decimal(24), discountPercent: decimal('12.5'), discountAmount: decimal(0), taxFree: false }],
  }; // biome-ignore format: a table
  const lines = [line({ unitPrice: decimal('9.97'), quantity: decimal(24), percentDiscount: decimal('12.5') })];
  return order({ lines, grandTotal: priceOrder(shown, reading, GST).total });
}

describe('what orders teach about a store', () => {
  test('while what was learned before is being put down is put down the next time', async () => {
    const kept: string[] = [];
    const ledger = {
      learned: async () => null,
      learn: async (_scope: string, _key: string, text: string) => {
        kept.push(text);
        // Another chunk shows that the store has changed its ways, before this one is put down.
        if (kept.length === 1) await readings.teach(HOST, discounted(standardReading), GST);
      },
    };
    const readings: StoreReadings = new StoreReadings(ledger);
    await readings.teach(HOST, discounted({ ...standardReading, discountRounding: 'per-unit' }), GST);
    await readings.save();
    await readings.save();
    expect(kept).toHaveLength(2);
    expect(kept[1]).toBe((await readings.of(HOST)).text());
    expect(KnownReadings.parse(kept[1] ?? '').text()).not.toBe(kept[0]);
    await readings.save();
    expect(kept).toHaveLength(2);
  });
});
