/** Every key once or as a comment; a test reads it and looks for keys that it leaves out. */
export const annotatedSample = `# yaml-language-server: $schema=../schema/pipeline.schema.json
name: au-stores                           # in reports and in the ledger
ledger: state/au-stores.db                # what was done; beside this file. Keep it: it is what prevents doubles

primary:                                  # the store that is connected to Xero
  url: https://www.main-store.com.au
  key: \${MAIN_STORE_KEY}                  # the name of a variable; the key itself never stands here
  username: \${MAIN_STORE_USER}            # only for user-based keys
  prefixes: [N]                           # every prefix its own order numbers ever had; "" for none
  timezone: Australia/Sydney
  requestsPerMinute: 240                  # Neto allows 500 for all of a store's apps together
  timeoutSeconds: 60
  pageSize: 100
  format: json                            # or xml

secondaries:                              # the stores that are copied from; nothing is ever written to them
  - name: west                            # keep it: it is on every line of the copies
    url: https://www.west-store.com.au
    key: \${WEST_STORE_KEY}
    timezone: Australia/Perth
    # source:                             # read it from feed files instead of its API
    #   files: feeds/west/*.csv           # or sftp://user@host:2022/export/*.csv
    #   moveTo: feeds/west/done
    #   columns: { "Tax Inclusive": "Yes" }   # for columns that the files lack
    #   fillDown: true                    # an order's empty cells mean what its first row has
    #   password: \${WEST_SFTP_PASSWORD}
    #   hostKey: SHA256:uNiVztksCsDhcc0u9e8BrqXVUpSpDJGgMn4Hqjz1Vhk
    prefix: { N: W, SFX: X, "": V }       # N11177 becomes W11177, SFX5 becomes X5, 1234 becomes V1234
    references: { payment: "west:", overpayment: "west:", creditNote: "west:" }
    since: 2026-07-01                     # earlier orders are left alone
    purpose: books                        # books: for the accounts only. fulfil: the primary picks, packs and ships
    entities: [products, customers, orders, payments, rmas]
    orders:
      statuses: [New, Pick, Pack, Dispatched]   # for the first copy only
      initialStatus: New                  # until the copy is compared
      finalStatus: Dispatched             # for books the only one
      email: house                        # no mail can reach a shopper. shopper: needs mailTemplatesOff: confirmed
      # mailTemplatesOff: confirmed
      houseEmail: accounts@main-store.com.au
      salesChannel: West
      warehouse: Virtual                  # required for books, so that no stock moves
      shippingMethods: { "Express": "Express Post" }   # the secondary's: the primary's
      statusMap: {}                       # for fulfil: { Pack: Pick }
      warehouses: {}                      # for fulfil: { "Perth": "Main" }
      surchargeSku: SURCHARGE
      zeroValue: copy                     # orders of nothing; or skip
      markExported: false                 # true: the copies never reach Xero
      dueDate: terms                      # or source, invoice-date, { days: 14 }; an order's own due date is kept
      paymentTerms: { "Net 14": 14, COD: 0, "": 0 }   # days after the invoice date; "" for orders that name none
    payments:
      methods: { "Credit Card": "West - Credit Card" }   # the secondary's: the primary's
      lookBackDays: 45
      allowSpendableCredit: false         # true: an overpayment may become a shopper's credit
    customers:
      policy: house                       # match, prefix or house
      house: { username: west_store, email: accounts@main-store.com.au }
      usernamePrefix: w_                  # for match and prefix
      sharedEmails: [sales@west-store.com.au]
      relayDomains: [members.ebay.com, marketplace.amazon.com.au]
      accountEmail: keep                  # or blank
      scope: referenced                   # or all
    products:
      policy: placeholder                 # match, prefix, map or placeholder
      placeholderSku: WEST-ITEM
      # skuPrefix: W-                     # for prefix
      # map: west-skus.csv                # for map
      sameSkuOtherName: warn              # or hold; for match and prefix
      services: { "GIFT-50": "GIFT-VOUCHER" }   # lines that are no goods
      pseudoSkus: [TEXT_NOTE*, header_*]
      scope: referenced                   # or all
    rma:                                  # where entities has rmas
      staff: anna                         # Neto wants a member of the primary's staff
      warehouse: Virtual
      waitDays: 14                        # for refunds that are still to come
      allowSpendableCredit: false
      taxCode: GST
      freeTaxCode: FREE

accounting:
  lockDate: 2026-06-30                    # nothing is written for this day and those before it
  beforeLockDate: hold                    # or refuse: leave such orders and payments out
  tolerance: "0.00"                       # a copy's total must be right to the cent
  gstRounding: warn                       # GST that differs by rounding alone; or hold

guards:                                   # what Xero would refuse or take wrongly: stop, hold or warn
  skus: hold
  numbers: hold
  negativeTotals: hold
  dueDates: warn
  contacts: warn
  currency: stop

load:                                     # the defaults suit nearly everyone
  batchSizes: [1, 5, 20]
  settleAfterSeconds: 300
  overlapSeconds: 300
  clockToleranceSeconds: 120
  sweepDays: 14
  refusals:                               # where the primary does not speak English
    passing: ["bitte später"]
    lasting: ["ungültig"]

# xero:                                   # the books themselves, only read: has all arrived, once and to the cent?
#   clientId: \${XERO_CLIENT_ID}          # of a custom connection
#   clientSecret: \${XERO_CLIENT_SECRET}
#   tokenFile: state/xero-token.json      # of an ordinary app in its place: where its tokens are kept
#   organisation: 2d6848a8-08e9-53eb-b602-b8e6cad5bd82   # \`check\` shows it
#   scopes: [accounting.invoices.read, accounting.payments.read, accounting.contacts.read, accounting.settings.read]
#   invoices: each                        # or batched
#   invoicePrefix: ""                     # what the export puts before the number of an order
#   creditNotePrefix: ""                  # and of a return
#   accounts: { "West - Credit Card": "611" }   # payment method: code of its account
#   usualDelayHours: 26                   # until then what is not there is pending
#   requestsPerMinute: 50                 # Xero allows 60
#   timeoutSeconds: 60
#   url: http://127.0.0.1:8093            # only to try things out with fake-xero
#   identityUrl: http://127.0.0.1:8093

schedule: "*/15 * * * *"                  # every 15 minutes
onProblem:
  webhook: \${ALERT_WEBHOOK}
  format: json                            # or slack
  email:
    to: [books@main-store.com.au]
    from: alerts@main-store.com.au
    smtp: \${SMTP_URL}                     # smtps://user:password@smtp.example.com; or by its parts:
    # host: smtp.example.com
    # port: 587
    # secure: starttls                    # or tls; none for this machine itself
    # username: \${SMTP_USER}
    # password: \${SMTP_PASSWORD}
  quietRuns: 96                           # runs without an order read from a store: a day, every 15 minutes
  remindDays: 7                           # what lasts is told again
  digest: weekly                          # or never: what was copied and what waits, once a week
  digestDay: monday
  digestHour: 8
  page: https://books.example.com         # where messages lead to; left out: nowhere
quarantine: { purgeAfterDays: 180 }       # then what is quarantined loses what is personal in it
`;

/** Only what is required. */
export const shortSample = `name: au-stores
primary:
  url: https://www.main-store.com.au
  key: \${MAIN_STORE_KEY}
  prefixes: [N]
  timezone: Australia/Sydney
secondaries:
  - name: west
    url: https://www.west-store.com.au
    key: \${WEST_STORE_KEY}
    timezone: Australia/Perth
    prefix: { N: W }
    since: 2026-07-01
    purpose: books
    orders: { warehouse: Virtual }
    customers: { policy: house, house: { username: west_store, email: accounts@main-store.com.au } }
    products: { policy: placeholder }
`;
