import { emptyAddress } from '../../model/address.ts';
import type { CustomerDraft } from '../../model/drafts.ts';
import { houseNote } from '../../model/origin.ts';
import { lowerKey, sameText, textKey } from '../../model/text-key.ts';
import { quarantine } from '../../transform/outcome.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Judgement } from '../definition/judging.ts';
import { expectHouse } from './compare.ts';
import type { PrimaryAccounts } from './primary-accounts.ts';
import { isEmailTaken } from './same-person.ts';
import type { CustomerCopy } from './write.ts';

/** What becomes of the one account for all of a store's orders. */
export function judgeHouse(rules: StoreRules, { byEmail, byUsername }: PrimaryAccounts): Judgement<CustomerCopy> {
  const { house } = rules.customers;
  if (house === undefined) return quarantine('username-unmakeable', '`customers.house` names no house account');
  const holder = byUsername.get(lowerKey(house.username));
  if (holder === undefined) {
    // The merchant's own address may well stand on another account of theirs, and no store takes it twice.
    const isTaken = isEmailTaken(byEmail.get(textKey(house.email)) ?? [], house.username);
    const email = isTaken ? '' : house.email;
    const expected = expectHouse(rules.store, house, { isEmailTaken: isTaken });
    const draft = { ...houseAccount({ ...house, email }, rules), expected };
    return { kind: 'write', targetId: house.username, draft };
  }
  if (holder.email.trim() === '' || sameText(holder.email, house.email)) {
    return { kind: 'link', targetId: holder.username };
  }
  const message = `The account ${house.username} exists in the primary with another e-mail address than the one in \`customers.house\`.`;
  return quarantine('target-id-taken', message);
}

function houseAccount(house: { readonly username: string; readonly email: string }, rules: StoreRules): CustomerDraft {
  const address = { ...emptyAddress, company: `Sales of ${rules.store}` };
  return {
    username: house.username,
    email: house.email,
    type: 'Customer',
    abn: '',
    userGroup: '',
    internalNotes: houseNote(rules.store),
    billing: address,
    shipping: address,
  };
}
