import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import type { LoadItem } from '../../load/load-target.ts';
import { emptyAddress } from '../../model/address.ts';
import { type CustomerRecord, customerRecordSchema } from '../../model/customer.ts';
import type { CustomerDraft } from '../../model/drafts.ts';
import { lookUpAccounts, type PrimaryAccounts } from '../../resolve/primary-accounts.ts';
import { type CustomerDecision, customerEmail, decideCustomer, targetUsername } from '../../transform/customer.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { RunContext, StoreRun } from './context.ts';
import { loadInBatches } from './load-in-batches.ts';

/** The one account of a store whose customers are not copied one by one; no source id of a store looks like it. */
export const HOUSE = '@house';

interface Person {
  readonly record: LedgerRecord;
  readonly content: CustomerRecord;
  readonly email: string;
  /** The user name that it would get, in lower case. */
  readonly username: string;
}

/**
 * Links or makes the accounts of these staged customers. People who share an address or a name are decided one after
 * another, so that the second is judged by what the first has become.
 */
export async function loadCustomers(
  context: RunContext,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  const rules = await context.asked.rules(store);
  const house = records.filter(({ sourceId }) => sourceId === HOUSE);
  if (house.length > 0) await loadHouse(context, rules, house);
  let waiting = records.filter(({ sourceId }) => sourceId !== HOUSE).map((record) => personOf(record, rules));
  while (waiting.length > 0) {
    const [now, later] = firstOfEach(waiting);
    await loadPeople(context, rules, now);
    waiting = later;
  }
}

function personOf(record: LedgerRecord, rules: StoreRules): Person {
  const content = customerRecordSchema.parse(JSON.parse(record.payload ?? ''));
  const email = customerEmail(content.buyer, content.customer ?? undefined).toLowerCase();
  const sourceUsername = content.customer?.username || content.buyer.username;
  return { record, content, email, username: targetUsername(sourceUsername, rules).toLowerCase() };
}

/** Those that share nothing with an earlier one, and the rest. */
function firstOfEach(people: readonly Person[]): [Person[], Person[]] {
  const taken = new Set<string>();
  const now: Person[] = [];
  const later: Person[] = [];
  for (const person of people) {
    const keys = [`name ${person.username}`, ...(person.email === '' ? [] : [`address ${person.email}`])];
    (keys.some((key) => taken.has(key)) ? later : now).push(person);
    for (const key of keys) taken.add(key);
  }
  return [now, later];
}

async function loadPeople(context: RunContext, rules: StoreRules, people: readonly Person[]): Promise<void> {
  const accounts = await lookUpAccounts(
    context.primary,
    { emails: people.map(({ email }) => email), usernames: people.map(({ username }) => username) },
    { signal: context.signal },
  );
  const decided: Decision[] = [];
  const items: LoadItem<CustomerDraft>[] = [];
  for (const person of people) {
    const { record } = person;
    const decision = decide(person, rules, accounts);
    if (decision.kind === 'make') items.push({ key: record, targetId: decision.username, draft: decision.draft });
    else if (decision.kind === 'quarantine') decided.push({ ...decision, key: record });
    else decided.push({ kind: 'link', key: record, targetId: decision.username });
  }
  await context.ledger.decide(context.run, decided);
  await loadInBatches(context, context.targets.customers, items);
}

function decide({ content, email, username }: Person, rules: StoreRules, accounts: PrimaryAccounts): CustomerDecision {
  return decideCustomer({
    buyer: content.buyer,
    customer: content.customer ?? undefined,
    rules,
    primary: { byEmail: accounts.byEmail.get(email) ?? [], byUsername: accounts.byUsername.get(username) },
    madeBefore: undefined,
  });
}

async function loadHouse(context: RunContext, rules: StoreRules, records: readonly LedgerRecord[]): Promise<void> {
  const { house } = rules.customers;
  if (house === undefined) return;
  const { byUsername } = await lookUpAccounts(
    context.primary,
    { emails: [], usernames: [house.username] },
    { signal: context.signal },
  );
  const holder = byUsername.get(house.username.toLowerCase());
  for (const key of records) {
    if (holder === undefined) {
      const items = [{ key, targetId: house.username, draft: houseAccount(house, rules) }];
      await loadInBatches(context, context.targets.customers, items);
    } else if (holder.email.trim() === '' || holder.email.trim().toLowerCase() === house.email.toLowerCase()) {
      await context.ledger.decide(context.run, [{ kind: 'link', key, targetId: holder.username }]);
    } else {
      const message = `The account ${house.username} exists in the primary with another e-mail address than the one in \`customers.house\`.`;
      await context.ledger.decide(context.run, [{ kind: 'quarantine', key, reason: 'target-id-taken', message }]);
    }
  }
}

function houseAccount(house: { readonly username: string; readonly email: string }, rules: StoreRules): CustomerDraft {
  const address = { ...emptyAddress, company: `Sales of ${rules.store}` };
  return {
    username: house.username,
    email: house.email,
    type: 'Customer',
    abn: '',
    userGroup: '',
    internalNotes: `All orders copied from ${rules.store} by neto-consolidator stand under this account`,
    billing: address,
    shipping: address,
  };
}
