let hashes = 0;
/** Each one is another. */
function hash(length = 22): string {
  hashes += 1;
  return String(hashes).padStart(length, '-');
}

const part = (): string => hash(8);
const address = (): string => [part(), part(), '', part(), '', part(), part(), part(), part(), part()].join(',');

const line = (id: number, taxCode: string, warehouseName: string) => ({
  id: `N10001-${id}`,
  fields: {
    ...{ SKU: 'SKU-1', quantity: '1', 'unit price': '11.95', tax: '1.09' },
    ...{ 'discount percent': '0', discount: '0.00', coupon: '0.00' },
  },
  other: hash(),
  texts: {
    ...{ name: hash(), itemNotes: '', taxCode, warehouseName, serialNumber: '' },
    ...{ componentOfKit: '', extraOptions: '', externalLine: '' },
  },
  ...{ tracking: '', service: '' },
});

function order(): unknown {
  const [person, other, username, email] = [hash(), hash(), hash(), hash()];
  const billing = address();
  const texts = {
    ...{ username, email, billing, shipping: billing, deliveryInstruction: '', userGroup: hash(), relatedOrderId: '' },
    ...{ type: hash(), salesPerson: '', signatureRequired: hash(), couponCode: '', productSubtotal: hash() },
    ...{ shippingTax: hash(), surchargeTaxable: hash() },
  };
  const references = hash();
  const [first, taxCode, warehouse] = [0, hash(), hash()];
  return {
    ...{ salt: 'west N10001', status: 'Dispatched', approved: true },
    fields: {
      ...{
        total: '100.00',
        tax: '9.09',
        shipping: '9.95',
        'shipping discount': '0.00',
        surcharge: '0.00',
        coupon: '0.00',
      },
      ...{
        'tax inclusive': 'true',
        'date placed': '2026-07-04T15:23:59Z',
        'invoice date': '2026-07-04',
        'due date': '',
      },
      ...{ 'shipping method': 'Standard Post', 'payment method': 'Credit Card', 'payment terms': 'Net' },
      ...{ 'sales channel': 'Website', 'date required': '' },
    },
    ...{ person, other, texts, references, notes: '' },
    lines: [line(first, taxCode, warehouse), line(1, taxCode, warehouse), line(2, taxCode, warehouse)],
  };
}

/**
 * A snapshot as most are. What zlib finds the texts of others in: never changed, for with another one nothing that was packed
 * before can be read.
 */
export const SAMPLE = [
  '"status":"New","status":"Pick","status":"Pack","status":"Pending","status":"On Hold","status":"Cancelled"',
  '"payment method":"PayPal","payment method":"Cash","payment method":"Bank Deposit","sales channel":"eBay"',
  JSON.stringify(order()),
].join('\n');

/** The same of one with short hashes, which has none of several fields as one. */
export const SHORT_SAMPLE = SAMPLE.replaceAll(/"(person|other)":"[^"]*"/g, '"$1":""')
  .replaceAll(/"-[-\d]{21}"/g, (hash) => `"${hash.slice(-12)}`)
  .replace('"salt":"', '"salt":"*');
