/** Columns, elements and keys that say something of a person, by their words in lower case. */
const PERSONAL = [
  /e ?mail/,
  /\b(first|last|full|contact|customer|billing|shipping|bill|ship) ?name\b/,
  /^contact$|^company|\bcompany$|^name$/,
  /\b(street|address|suburb|city|phone|mobile|fax|abn|birth)/,
  /^(bill|ship|billing|shipping) .*(state|post ?code|zip|country)$|^(state|post ?code|country)$/,
  /^(internal|internal order|order|sticky|customer|delivery) ?notes?$|instruction|customer ?ref|purchase order/,
];
/** Of goods, not of people. */
const OTHERS = /^order line|^line|warehouse|^shipping (cost|total|method|tax|discount|option)|^country of origin|sku/;

/** Whether what stands under this name is about the person that a record is of. @param name as a file or an object has it */
export function isPersonalName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .replace(/(\D)\d+$/, '$1')
    .trim()
    .toLowerCase();
  return !OTHERS.test(words) && PERSONAL.some((pattern) => pattern.test(words));
}

/** Whether ids of orders stand under this name. */
export function isIdName(name: string): boolean {
  return /order|invoice|number|source|target|copy|^id$|\bid$/i.test(name) && !/purchase|line (?!.*id)/i.test(name);
}
