import { describe, expect, test } from 'vitest';
import type { NetoClient } from '../../src/neto/client.ts';
import { readCustomersByUsername } from '../../src/neto/customers.ts';
import { listOrders, readOrders } from '../../src/neto/orders.ts';
import { readProducts } from '../../src/neto/products.ts';
import { readCurrencySettings, readPaymentMethods, readShippingMethods } from '../../src/neto/reference-lists.ts';
import { write } from '../../src/neto/write-reply.ts';
import { xmlCodec } from '../../src/neto/xml-codec.ts';
import { collect, type Step, withStore } from './scripted-store.ts';

const xml =
  (text: string, status = 200): Step =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(text);
  };
const reply = (root: string, body: string, ack = 'Success'): Step =>
  xml(
    `<?xml version="1.0" encoding="utf-8"?>\n<${root}>\n${body}\n  <CurrentTime>2026-07-01 00:00:00</CurrentTime>\n  <Ack>${ack}</Ack>\n</${root}>\n`,
  );
/** The same client as for JSON; only the codec is another. */
const withXmlStore = <T>(steps: readonly Step[], work: (client: NetoClient) => Promise<T>) =>
  withStore(steps, work, { codec: xmlCodec });

describe('the client with XML', () => {
  test('asks for it', () =>
    withStore(
      [reply('GetOrderResponse', '')],
      async (client, seen) => {
        await readOrders(client, ['N1', 'N<&>2']);
        expect(seen[0]?.headers).toMatchObject({ accept: 'application/xml', 'content-type': 'application/xml' });
        expect(seen[0]?.text).toMatch(
          /^<\?xml version="1\.0" encoding="utf-8"\?>\n<GetOrder><Filter><OrderID>N1<\/OrderID><OrderID>N&lt;&amp;&gt;2<\/OrderID><Limit>100<\/Limit><OutputSelector>ID<\/OutputSelector><OutputSelector>/,
        );
        expect(seen[0]?.text).toMatch(/<\/Filter><\/GetOrder>$/);
      },
      { codec: xmlCodec },
    ));

  const body = `
  <Order>
    <OrderID>N00123</OrderID><GrandTotal>7.10</GrandTotal><TaxInclusive>True</TaxInclusive>
    <BillFirstName>Zoë &amp; Sam</BillFirstName><BillPostCode>0800</BillPostCode><DateRequired/>
    <OrderLine><SKU>00123</SKU><Quantity>2.000</Quantity><UnitPrice>3.55000000</UnitPrice>
      <ExtraOptions><ExtraOption><Name>Size</Name><Value>1e3</Value></ExtraOption></ExtraOptions></OrderLine>
    <OrderPayment><Id>1653</Id><Amount>7.10</Amount></OrderPayment>
    <StickyNotes><StickyNote><StickyNoteID>5</StickyNoteID><Title>true</Title></StickyNote></StickyNotes>
  </Order>`;

  test.each(['GetOrderResponse', 'GetOrder', 'ActionResponse'])('U38: root %s; text stays text', (root) =>
    withXmlStore([reply(root, body)], async (client) => {
      const { orders, currentTime } = await readOrders(client, ['N00123']);
      expect(currentTime).toBe('2026-07-01T00:00:00Z');
      expect(orders).toMatchObject([
        {
          id: 'N00123',
          grandTotal: '7.1',
          billing: { firstName: 'Zoë & Sam', postCode: '0800' },
          requiredAt: null,
          lines: [{ sku: '00123', quantity: '2', unitPrice: '3.55', extraOptions: [{ name: 'Size', value: '1e3' }] }],
          payments: [{ id: '1653', amount: '7.1' }],
          stickyNotes: [{ id: '5', title: 'true' }],
        },
      ]);
    }),
  );

  test('repeated elements are a list, an empty one is none', () =>
    withXmlStore(
      [
        reply('GetItemResponse', '<Item><SKU>1E5</SKU></Item><Item><SKU>007</SKU></Item>'),
        reply('GetCustomerResponse', '<Customer/>'),
      ],
      async (client) => {
        expect((await readProducts(client, ['1E5', '007'])).map(({ sku }) => sku)).toEqual(['1E5', '007']);
        expect(await readCustomersByUsername(client, ['sam'])).toEqual([]);
        expect(await collect(listOrders(client, {}))).toMatchObject([{ orders: [] }]);
      },
    ));

  test('reference lists', () =>
    withXmlStore(
      [
        reply(
          'GetPaymentMethodsResponse',
          '<PaymentMethods><PaymentMethod><id>1</id><name>Card</name><active>y</active></PaymentMethod></PaymentMethods>',
        ),
        reply(
          'GetShippingMethodsResponse',
          '<ShippingMethods><ShippingMethod><id>1</id><name>A</name></ShippingMethod><ShippingMethod><id>2</id><name>B</name></ShippingMethod></ShippingMethods>',
        ),
        reply(
          'GetCurrencySettingsResponse',
          '<CurrencySettings><DEFAULTCOUNTRY>AU</DEFAULTCOUNTRY><DEFAULTCURRENCY>AUD</DEFAULTCURRENCY><GST_AMT>10</GST_AMT></CurrencySettings>',
        ),
      ],
      async (client) => {
        expect(await readPaymentMethods(client)).toEqual([{ id: '1', name: 'Card', active: true }]);
        expect(await readShippingMethods(client)).toHaveLength(2);
        expect(await readCurrencySettings(client)).toEqual({ country: 'AU', currency: 'AUD', gstPercent: '10' });
      },
    ));

  test('a write, with a warning', () =>
    withStore(
      [
        reply(
          'AddOrderResponse',
          '<Order><OrderID>W1</OrderID></Order><Messages><Warning><Message>soft</Message></Warning></Messages>',
          'Warning',
        ),
      ],
      async (client, seen) => {
        const target = { action: 'AddOrder', entity: 'Order', idField: 'OrderID' };
        const record = { OrderID: 'W1', OrderLine: [{ SKU: '00123' }, { SKU: 'B' }], Note: 'a]]>b\r\n "c"' };
        expect(await write(client, target, [record])).toEqual({
          kind: 'accepted',
          ids: ['W1'],
          warnings: ['soft'],
          errors: [],
          milliseconds: expect.any(Number),
        });
        const sent: unknown = xmlCodec.decode(seen[0]?.text ?? '');
        expect(sent).toEqual({ AddOrder: { Order: record } });
      },
      { codec: xmlCodec },
    ));

  test.each([
    ['cut off after an open tag', '<GetOrderResponse><Order><OrderID>N1</OrderID></Order><Order>', 'answer-truncated'],
    ['cut off in a tag', '<GetOrderResponse><Order><Orde', 'answer-truncated'],
    ['cut off in a text', '<GetOrderResponse><Order><OrderID>N', 'answer-truncated'],
    ['empty', '', 'answer-truncated'],
    ['crossed tags', '<GetOrderResponse><Order><OrderID>N1</Order></OrderID></GetOrderResponse>', 'not-xml'],
    ['JSON', '{"Ack":"Success"}', 'not-xml'],
    ['a page', '<html><head><title>Log in</title></head><body><br></body></html>', 'html-answer'],
    ['a refused key in JSON', '{"Ack":"Error","Messages":{"Error":{"Message":"Invalid API Key"}}}', 'key-refused'],
    ['something else', '<rss><channel/></rss>', 'answer-unexpected'],
  ])('%s is an error', (_what, text, code) =>
    withStore(
      [xml(text)],
      async (client, seen) => {
        await expect(client.request('AddOrder', {})).rejects.toMatchObject({ code, store: 'west' });
        expect(seen).toHaveLength(1);
      },
      { codec: xmlCodec },
    ),
  );

  test('an entity that would grow without bounds is not expanded', () =>
    withStore(
      [
        xml(
          `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]><GetOrderResponse><Ack>Success</Ack><Order><OrderID>&c;</OrderID></Order></GetOrderResponse>`,
        ),
      ],
      async (client) => {
        const { body } = await client.request('AddOrder', {});
        expect(JSON.stringify(body).length).toBeLessThan(100);
      },
      { codec: xmlCodec },
    ));
});
