/**
 * What only a live organisation settles (reference, section 7), and shapes that replies were seen in: every switch with
 * all its settings, the default first, which is the reading with the most evidence. A right client must bear each of
 * them; tests go through them pairwise.
 * `switch-notes.ts` says what each one changes.
 */
export const switchSettings = {
  midpoint: ['half-up', 'half-even'], // X15
  lockDates: ['utc-midnight', 'local-midnight'], // X9
  voidedNumbers: ['blocked', 'free'], // X6
  postToDeleted: ['creates', 'revives'], // X6
  numberCase: ['exact', 'ignored'], // X12
  numberMatch: ['whole', 'beginning'], // X12
  deletedInLists: ['shown', 'hidden'], // X7
  missingScope: ['401', '403'], // X2
  summaryDrops: ['all-belongings', 'lines-and-payments'], // X8
  deletedPaymentsInInvoices: ['dropped', 'kept'], // X14
  deletedAllocations: ['dropped', 'kept'], // X14
  modifiedSinceBoundary: ['inclusive', 'exclusive'], // X16
  malformedModifiedSince: ['ignored', 'refused'], // X16
  limitWords: ['plain', 'camel', 'sentence'], // X18
  limitBody: ['empty', 'text'], // X18
  retryAfterOn503: ['absent', 'present'], // X18
  identityCounts: ['no', 'yes'], // X19
  historyScope: ['document', 'journals'], // X17
  updatedString: ['zulu', 'absent', 'bare', 'offset', 'space'],
  envelopeOffset: ['absent', 'present'],
  queryTooLong: ['html', 'text'],
  contactNumberInLists: ['absent', 'present'],
  zeroTotal: ['authorised', 'paid'],
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
