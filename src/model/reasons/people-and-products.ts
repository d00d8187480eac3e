import { BY_ITSELF, quarantine, RETRY, type Reason } from './reason.ts';

/** Why a customer or a product can not be matched or made. */
export const peopleAndProducts = {
  'sku-too-long': quarantine(
    'The product number in the primary would be longer than the 25 characters that Neto takes.',
    'Use a shorter `skuPrefix`, or a map that gives this product a shorter number.',
  ),
  'sku-unmapped': quarantine(
    'The map of product numbers has no usable entry: it is missing, or the primary lacks the product it names.',
    `Add the product to the map or to the primary, ${RETRY}`,
  ),
  'sku-name-differs': quarantine(
    'The primary has a product of the same SKU under another name: perhaps another product.',
    'Give one of the two another SKU, or use the policy `prefix` or `map`. If it is the same product, give it one name, or set `products.sameSkuOtherName: warn`; then `retry`.',
  ),
  'sku-unfit-for-xero': quarantine(
    'A line names a product whose number Xero does not take: more than 30 characters, a blank, or a slash.',
    'Give the product another number in its store, or use the `map` or `placeholder` policy for products. `guards.skus: warn` lets it through.',
  ),
  'email-too-long': quarantine(
    'The e-mail address is longer than its field in the primary, and must not be cut.',
    'Use `email: house`, or mend the address in its store and `retry`.',
  ),
  'customer-name-differs': quarantine(
    'An account in the primary has the user name and the e-mail address of this customer, but another surname.',
    'Find out whether it is the same person, and mend the name in one of the stores.',
  ),
  'username-unmakeable': quarantine(
    'No user name for the primary can be made for this customer.',
    'Give the customer a user name in its store, or use the `house` policy for customers.',
  ),
  'contact-shared': quarantine(
    'Xero would take the customer of the order and somebody else for one contact: two accounts have one name there (the company, else first and last name), or one account serves two people; with `xero`, also where a contact in Xero has the name and another user name or address.',
    `Mend their accounts in the store, or the name of the contact in Xero (then \`retry\`), or use \`customers.policy: house\`, or set \`guards.contacts: warn\`; ${BY_ITSELF}`,
  ),
} as const satisfies Record<string, Reason>;
