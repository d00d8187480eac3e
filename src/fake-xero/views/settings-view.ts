import type { Books } from '../books/books.ts';
import { zoneOf } from '../books/plain-organisation.ts';
import type { Account, HistoryEntry, TaxRate } from '../books/records.ts';
import { type Day, dateOfDay, dateOfInstant, instantOfLocal, secondsText } from '../dates.ts';
import { decimal, type JsonObject } from '../reply/json.ts';

/** Reference, section 3.9: lock dates that are not set are absent. */
export function organisationView(books: Books): JsonObject {
  const { organisation } = books;
  const { periodLockDate, endOfYearLockDate } = organisation;
  return {
    Name: organisation.name,
    LegalName: organisation.name,
    PaysTax: true,
    Version: organisation.countryCode,
    OrganisationType: 'COMPANY',
    BaseCurrency: organisation.baseCurrency,
    CountryCode: organisation.countryCode,
    IsDemoCompany: organisation.isDemoCompany,
    OrganisationStatus: organisation.status,
    TaxNumber: '',
    FinancialYearEndDay: 30,
    FinancialYearEndMonth: 6,
    SalesTaxBasis: organisation.salesTaxBasis,
    SalesTaxPeriod: 'QUARTERLY1',
    DefaultSalesTax: 'Tax Inclusive',
    DefaultPurchasesTax: 'Tax Inclusive',
    ...(periodLockDate === undefined ? {} : { PeriodLockDate: lockDate(books, periodLockDate) }),
    ...(endOfYearLockDate === undefined ? {} : { EndOfYearLockDate: lockDate(books, endOfYearLockDate) }),
    CreatedDateUTC: dateOfInstant(Date.UTC(2019, 1, 11, 3, 15), false),
    OrganisationEntityType: 'COMPANY',
    Timezone: organisation.timezone,
    ShortCode: organisation.shortCode,
    OrganisationID: organisation.id,
    Edition: 'BUSINESS',
    Class: organisation.isDemoCompany ? 'DEMO' : organisation.class,
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}

function lockDate({ switches, organisation }: Books, day: Day): string {
  if (switches.lockDates === 'utc-midnight') return dateOfDay(day);
  return dateOfInstant(instantOfLocal(`${day} 00:00:00`, zoneOf(organisation.timezone)));
}

export function taxRateView({ taxType, name, rate }: TaxRate): JsonObject {
  return {
    Name: name,
    TaxType: taxType,
    ReportTaxType: taxType,
    CanApplyToAssets: true,
    CanApplyToEquity: true,
    CanApplyToExpenses: taxType === 'INPUT',
    CanApplyToLiabilities: true,
    CanApplyToRevenue: taxType !== 'INPUT',
    DisplayTaxRate: decimal(rate),
    EffectiveRate: decimal(rate),
    Status: 'ACTIVE',
    TaxComponents: [{ Name: 'GST', Rate: decimal(rate), IsCompound: false, IsNonRecoverable: false }],
  };
}

export function accountView(account: Account): JsonObject {
  return {
    AccountID: account.id,
    // Bank accounts may have none.
    ...(account.type === 'BANK' ? {} : { Code: account.code }),
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    Class: account.class,
    EnablePaymentsToAccount: account.enablePayments,
    SystemAccount: account.systemAccount,
    HasAttachments: false,
    UpdatedDateUTC: dateOfInstant(Date.UTC(2025, 2, 1)),
  };
}

export function historyView({ changes, at, user, details }: HistoryEntry): JsonObject {
  return {
    Changes: changes,
    DateUTCString: secondsText(at),
    DateUTC: dateOfInstant(at),
    User: user,
    Details: details,
  };
}
