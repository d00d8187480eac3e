import { idOf } from '../ids.ts';
import type { Account, Organisation, TaxRate } from './records.ts';

export function plainOrganisation(): Organisation {
  return {
    id: idOf('organisation'),
    name: 'Fake Outdoors Pty Ltd',
    shortCode: '!fAkE1',
    baseCurrency: 'AUD',
    countryCode: 'AU',
    timezone: 'AUSEASTERNSTANDARDTIME',
    salesTaxBasis: 'ACCRUALS',
    isDemoCompany: false,
    status: 'ACTIVE',
    class: 'STANDARD',
  };
}

const zones: Readonly<Record<string, string>> = {
  AUSEASTERNSTANDARDTIME: 'Australia/Sydney',
  EAUSTRALIASTANDARDTIME: 'Australia/Brisbane',
  CENAUSTRALIASTANDARDTIME: 'Australia/Adelaide',
  AUSCENTRALSTANDARDTIME: 'Australia/Darwin',
  WAUSTRALIASTANDARDTIME: 'Australia/Perth',
  NEWZEALANDSTANDARDTIME: 'Pacific/Auckland',
};

/** @throws Error for a word that no zone is known for */
export function zoneOf(timezone: string): string {
  const zone = zones[timezone];
  if (zone === undefined) throw new Error(`The fake Xero knows no zone ${timezone}`);
  return zone;
}

export function plainTaxRates(): TaxRate[] {
  return [
    { taxType: 'OUTPUT', name: 'GST on Income', rate: '10' },
    { taxType: 'EXEMPTOUTPUT', name: 'GST Free Income', rate: '0' },
    { taxType: 'NONE', name: 'No tax', rate: '0' },
    { taxType: 'INPUT', name: 'GST on Expenses', rate: '10' },
    { taxType: 'BASEXCLUDED', name: 'BAS Excluded', rate: '0' },
  ];
}

export function plainAccounts(): Account[] {
  return [
    account('200', 'Sales', 'REVENUE', 'REVENUE', { taxType: 'OUTPUT' }),
    account('201', 'Freight', 'REVENUE', 'REVENUE', { taxType: 'OUTPUT' }),
    account('310', 'Cost of goods', 'DIRECTCOSTS', 'EXPENSE', { taxType: 'INPUT' }),
    account('090', 'Bank', 'BANK', 'ASSET', { enablePayments: true }),
    account('610', 'Accounts receivable', 'CURRENT', 'ASSET', { systemAccount: 'DEBTORS' }),
    account('611', 'Clearing, cards', 'CURRENT', 'ASSET', { enablePayments: true }),
    account('612', 'Clearing, wallets', 'CURRENT', 'ASSET', { enablePayments: true }),
    account('860', 'Rounding', 'EXPENSE', 'EXPENSE', { systemAccount: 'ROUNDING' }),
  ];
}

export function account(
  code: string,
  name: string,
  type: string,
  accountClass: string,
  more: Partial<Pick<Account, 'taxType' | 'enablePayments' | 'systemAccount' | 'status'>> = {},
): Account {
  return {
    id: idOf(`account ${code}`),
    code,
    name,
    type,
    class: accountClass,
    taxType: 'NONE',
    enablePayments: false,
    systemAccount: '',
    status: 'ACTIVE',
    ...more,
  };
}
