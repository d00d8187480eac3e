import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const header = [
  'Order ID',
  'Parent Order ID',
  'Email',
  'Ship Address Line 1',
  'Order Line SKU',
  'Order Line Qty',
  'Order Line Unit Price',
  'Customer Instructions',
];
const streets = ['12 "Rose" Cottage Rd', '7/45 O’Connell St', 'Unit 3, 9 High St', '88 Smith St'];
const notes = ['', 'Leave at door', 'Ring twice,\r\nthen wait', 'Say "hello"'];

/** Writes a CSV of order lines: every cell in quotes, CRLF between records, doubled quotes and line breaks in cells; ids begin with the prefix. */
export async function writeOrderCsv(file: string, rows: number, prefix = 'N'): Promise<void> {
  const row = (cells: readonly string[]): string =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
  await writeInBlocks(file, row(header), rows, (index) => {
    const order = 10_000 + (index >> 1);
    const parent = index % 16 === 0 ? `${prefix}${order - 1}` : '';
    return row([
      `${prefix}${order}`,
      parent,
      `buyer${index % 1000}@example.com`,
      streets[index % 4] ?? '',
      `00${index % 977}`,
      String((index % 5) + 1),
      `${index % 90}.95`,
      notes[index % 4] ?? '',
    ]);
  });
}

/** Writes an API-shaped document of orders with two lines each; ids begin with the prefix. */
export async function writeOrderXml(file: string, orders: number, prefix = 'N'): Promise<void> {
  const start = '<?xml version="1.0" encoding="utf-8"?>\n<GetOrderResponse>\n';
  await writeInBlocks(
    file,
    start,
    orders,
    (index) => {
      const id = `${prefix}${10_000 + index}`;
      const line = (place: number): string =>
        `    <OrderLine>\n      <OrderLineID>${id}-${place}</OrderLineID>\n      <SKU>00${index % 977}</SKU>\n      <ProductName>Cup &amp; saucer, ${place}</ProductName>\n      <Quantity>2</Quantity>\n      <UnitPrice>7.95</UnitPrice>\n    </OrderLine>\n`;
      return `  <Order>\n    <OrderID>${id}</OrderID>\n    <RelatedOrderID/>\n    <Username>buyer${index % 1000}</Username>\n    <Email>buyer${index % 1000}@example.com</Email>\n    <ShipStreetLine1>12 &quot;Rose&quot; Cottage Rd</ShipStreetLine1>\n    <GrandTotal>15.90</GrandTotal>\n${line(0)}${line(1)}  </Order>\n`;
    },
    '  <Ack>Success</Ack>\n</GetOrderResponse>\n',
  );
}

async function writeInBlocks(
  file: string,
  start: string,
  count: number,
  record: (index: number) => string,
  end = '',
): Promise<void> {
  const stream = createWriteStream(file);
  stream.write(start);
  let block = '';
  for (let index = 0; index < count; index += 1) {
    block += record(index);
    if (block.length > 1 << 20) {
      if (!stream.write(block)) await once(stream, 'drain');
      block = '';
    }
  }
  stream.end(block + end);
  await once(stream, 'finish');
}
