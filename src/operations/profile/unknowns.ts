import type { HabitName } from '../../model/habits.ts';

/** A question about the Neto API that public material leaves open. */
export interface Unknown {
  /** By which it is numbered in the reference of the API, section 5. */
  readonly id: string;
  readonly question: string;
  /** What the program does as long as nobody knows. */
  readonly meanwhile: string;
  /** Habits that answer it once all of them are known; none: nothing that the program does shows it. */
  readonly toldBy: readonly HabitName[];
  /** They answer a part of it, so that it stays open. */
  readonly inPart?: true;
  /** Left out: of every store. */
  readonly primaryOnly?: true;
}

const primaryOnly = true;
const inPart = true;

/** All of them, in the order of their numbers. `docs/stores.md` is made from it. */
export const unknowns: readonly Unknown[] = [
  { id: 'U1', question: 'What a second order under a taken number does', meanwhile: 'Looks before each write, and sends no such order', toldBy: [], primaryOnly },
  { id: 'U2', question: 'Whether a write whose answer was lost is stored', meanwhile: 'Only looks for it from then on', toldBy: ['lostAnswer'], primaryOnly },
  { id: 'U3', question: 'What is kept of a write of several, one of them bad', meanwhile: 'Reads back which are there, and sends the others alone', toldBy: ['faultyBatch'], primaryOnly },
  { id: 'U4', question: 'How many records a request may carry', meanwhile: 'Asks for `pageSize`, writes `load.batchSizes`, and notices a page that is cut', toldBy: ['pageCut'], inPart },
  { id: 'U5', question: 'How many rows come where no number is asked for', meanwhile: 'Always asks for a number', toldBy: [] },
  { id: 'U6', question: 'Whether pages count from 0 or 1', meanwhile: 'Finds it out in each listing', toldBy: ['firstPage'] },
  { id: 'U7', question: 'Whether a short page is the last one', meanwhile: 'Looks behind each short page', toldBy: ['shortPage'] },
  { id: 'U8', question: 'What becomes of a line whose SKU is not there', meanwhile: 'Makes sure of each SKU first', toldBy: [], primaryOnly },
  { id: 'U9', question: 'What becomes of an order whose user name is not there', meanwhile: 'Makes sure of the customer first', toldBy: [], primaryOnly },
  { id: 'U10', question: 'What a second customer of one user name or e-mail does', meanwhile: 'Looks before each write', toldBy: [], primaryOnly },
  { id: 'U11', question: 'What a second product of one SKU does', meanwhile: 'Looks before each write', toldBy: [], primaryOnly },
  { id: 'U12', question: 'What the status Dispatched sets off', meanwhile: 'Compares the copy once more after that step; stock and mails are kept out of it by the pipeline file', toldBy: ['invoiceDateWhenDispatched'], inPart, primaryOnly },
  { id: 'U13', question: 'What a payment sets off on its order', meanwhile: 'Approves the order itself, before its payments', toldBy: [], primaryOnly },
  { id: 'U14', question: 'What becomes of a payment of nothing or less', meanwhile: 'Sends none', toldBy: [], primaryOnly },
  { id: 'U15', question: 'What becomes of what is paid beyond the total', meanwhile: 'Adds up what is paid before each payment', toldBy: [], primaryOnly },
  { id: 'U16', question: "In which zone a payment's day is meant", meanwhile: "Sends the store's own day, and compares what comes back", toldBy: [], primaryOnly },
  { id: 'U17', question: 'Which of two date fields counts when an order is added', meanwhile: 'Sends the one in UTC alone', toldBy: [], primaryOnly },
  { id: 'U18', question: 'What the answer to a new return says', meanwhile: 'Looks for it on its order', toldBy: ['returnAnswer'], primaryOnly },
  { id: 'U19', question: 'What closing a return sets off', meanwhile: 'Copies closed ones only where their credit is spent', toldBy: [], primaryOnly },
  { id: 'U20', question: 'Which fields a return really needs', meanwhile: 'Sends them all', toldBy: [], primaryOnly },
  { id: 'U21', question: 'Where a surcharge can be written', meanwhile: 'Copies it as a line of `orders.surchargeSku`', toldBy: [], primaryOnly },
  { id: 'U22', question: "Which way an order's rounding goes", meanwhile: 'Tries it on the first order that needs it', toldBy: ['orderRounding'], primaryOnly },
  { id: 'U23', question: 'Whether shipping is told before its discount and with its tax', meanwhile: 'Lets the totals of orders decide', toldBy: ['shipping', 'shippingTax'] },
  { id: 'U24', question: 'Whether a discount is for the line or for each unit', meanwhile: 'Lets the totals of orders decide', toldBy: ['discountAmount'] },
  { id: 'U25', question: 'Where tax is rounded', meanwhile: 'Lets the totals of orders decide', toldBy: ['taxRounding'] },
  { id: 'U26', question: 'Whether a user name may go with a key that needs none', meanwhile: '`check` tries both', toldBy: [] },
  { id: 'U27', question: 'In which form errors and warnings come', meanwhile: 'Reads every form', toldBy: ['messages'] },
  { id: 'U28', question: 'How a flag for warehouses is written', meanwhile: 'Does not use it', toldBy: [] },
  { id: 'U29', question: 'Whether ids of order lines are numbers', meanwhile: 'Takes them as texts', toldBy: ['lineIds'] },
  { id: 'U30', question: 'In which zone a return is dated', meanwhile: 'Takes the day as it is written', toldBy: [] },
  { id: 'U31', question: 'Whether keys differ by case', meanwhile: 'Takes A and a for one, and asks for such keys one by one', toldBy: [] },
  { id: 'U32', question: "Whether a payment or return moves its order's time of change", meanwhile: 'Reads payments by their ids or days, and returns by dates of their own', toldBy: [] },
  { id: 'U33', question: 'What is told of what was deleted', meanwhile: 'Lists everything anew once a day', toldBy: [] },
  { id: 'U34', question: 'In which currency an order is', meanwhile: "Takes that of its payments, else the store's", toldBy: [] },
  { id: 'U35', question: 'How long an external reference may be', meanwhile: 'Keeps them short, and writes the same into the notes', toldBy: ['externalReference'], inPart, primaryOnly },
  { id: 'U36', question: 'Whether orders can be asked for by external reference', meanwhile: 'Never relies on it', toldBy: ['externalFilter'], primaryOnly },
  { id: 'U37', question: 'Whether listings hold quotes', meanwhile: 'Expects them, and leaves them out', toldBy: ['quotes'] },
  { id: 'U38', question: 'What the root of an XML answer is called', meanwhile: 'Takes any', toldBy: [] },
  { id: 'U39', question: 'What the refusal of too many requests says', meanwhile: 'Waits a minute where it says nothing', toldBy: ['tooManyRequests'] },
  { id: 'U40', question: 'How long an OAuth token lasts', meanwhile: 'Uses keys, no tokens', toldBy: [] },
  { id: 'U41', question: 'What answers look like that nobody has recorded', meanwhile: 'Reads back the first record of each kind before others follow', toldBy: ['firstCopy'], inPart, primaryOnly },
]; // biome-ignore format: a table
