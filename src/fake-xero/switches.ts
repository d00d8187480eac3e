/**
 * What only a live organisation settles (reference, section 7), and shapes that replies were seen in: every switch with
 * all its settings, the default first, which is the reading with the most evidence. A right client must bear each of
 * them; tests go through them pairwise.
 */
export const switchSettings = {
  /** Where half a cent of a line's tax goes (X15). */
  midpoint: ['half-up', 'half-even'],
  /** Lock dates as midnight UTC, or as midnight in the organisation's zone (X9). */
  lockDates: ['utc-midnight', 'local-midnight'],
  /** Whether the number of a voided invoice can be used again (X6). */
  voidedNumbers: ['blocked', 'free'],
  /** What becomes of a POST with the number of a deleted invoice: a second record, or the first lives again (X6). */
  postToDeleted: ['creates', 'revives'],
  /** Whether numbers that differ in case alone are one, when they are made unique and looked up (X12). */
  numberCase: ['exact', 'ignored'],
  /** Whether `InvoiceNumbers` finds what only begins with a given number, too (X12). */
  numberMatch: ['whole', 'beginning'],
  /** Whether lists show DELETED invoices (X7). */
  deletedInLists: ['shown', 'hidden'],
  /** The status of a missing scope (X2). */
  missingScope: ['401', '403'],
  /** What `summaryOnly` drops: lines, payments and HasAttachments, or also credit notes, overpayments, prepayments (X8). */
  summaryDrops: ['all-belongings', 'lines-and-payments'],
  /** Whether an invoice's own list of payments keeps deleted ones (X14). */
  deletedPaymentsInInvoices: ['dropped', 'kept'],
  /** Whether a credit's list of allocations keeps deleted ones, marked (X14). */
  deletedAllocations: ['dropped', 'kept'],
  /** Whether what changed in the very second of If-Modified-Since comes (X16). */
  modifiedSinceBoundary: ['inclusive', 'exclusive'],
  /** An If-Modified-Since that can't be read (X16). */
  malformedModifiedSince: ['ignored', 'refused'],
  /** The spelling of X-Rate-Limit-Problem (X18). */
  limitWords: ['plain', 'camel', 'sentence'],
  limitBody: ['empty', 'text'],
  retryAfterOn503: ['absent', 'present'],
  /** Whether asking for tokens and connections counts towards the limits (X19). */
  identityCounts: ['no', 'yes'],
  /** Whether History is readable with the scope of its document alone (X17). */
  historyScope: ['document', 'journals'],
  /** UpdatedDateUTCString: as it is since July 2026, absent as before, or in one of the other forms seen. */
  updatedString: ['zulu', 'absent', 'bare', 'offset', 'space'],
  /** Whether `/Date(…)/` of an envelope has an offset. */
  envelopeOffset: ['absent', 'present'],
  queryTooLong: ['html', 'text'],
  /** Whether a list's contacts have their number (it was only seen sometimes). */
  contactNumberInLists: ['absent', 'present'],
  /** Whether an invoice over nothing turns PAID by itself. */
  zeroTotal: ['authorised', 'paid'],
  /** Fields that no document names, which come within a major version. */
  strangeFields: ['absent', 'present'],
} as const satisfies Record<string, readonly [string, string, ...string[]]>;

export type Switches = {
  -readonly [Name in keyof typeof switchSettings]: (typeof switchSettings)[Name][number];
};

/** @throws Error for a switch that does not exist or can't be set so */
export function checkedSwitches(given: Readonly<Record<string, unknown>>): Partial<Switches> {
  const settings: Readonly<Record<string, readonly string[]>> = switchSettings;
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (known === undefined) throw new Error(`The fake Xero has no switch ${name}`);
    if (typeof value === 'string' && known.includes(value)) continue;
    throw new Error(`The switch ${name} of the fake Xero can't be ${String(value)}, but: ${known.join(', ')}`);
  }
  return given;
}

export function readSwitches(given: Partial<Switches> = {}): Switches {
  const usual = Object.entries(switchSettings).map(([name, [first]]) => [name, first]);
  return { ...(Object.fromEntries(usual) as Switches), ...checkedSwitches(given) };
}
