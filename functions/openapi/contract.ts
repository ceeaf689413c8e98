/** What holds for every operation, told once, at the head of the document. */
export const CONTRACT = `
Sales, finance and the platform of a company on one ledger. What holds for every operation:

**Signing in.** \`POST /auth/login\` gives an access token of 15 minutes; programs use an API key (\`ek_…\`). Both are sent as
\`Authorization: Bearer …\`. Keys to verify tokens are at \`/.well-known/jwks.json\`. Someone who belongs to several companies names one in \`Company-Id\`.
What belongs to another company answers exactly like what is not there.

**Once means once.** Send an \`Idempotency-Key\` of your own making (1 to 255 characters) with a POST, and repeat the call with it as often as you
must: the effect happens once and the first answer comes again, with \`Idempotency-Replayed: true\`. The same key with another request is refused (422); while
the first call still runs, its repetition waits a few seconds, then answers 409. Keys are kept for 30 days.

**Dry run.** \`Prefer: dry-run\` on a write runs the real code, changes nothing, and answers what would have been, with the journal entries and
events in \`preview\`.

**Versions.** What changes carries a \`version\`, and its answer an \`ETag\`. \`If-None-Match\` answers 304 when you have it already; \`If-Match\` on PATCH and PUT
refuses (412) when someone else was faster.

**Lists** take \`limit\` (1 to 200, usually 50), filters of their own, and \`after\`: the \`next\` of the page before, which is also in the \`Link\` header. There is no
\`next\` on the last page. Rows that are added meanwhile neither repeat nor hide others.

**Values.** Money is a decimal string in major units with exactly the currency's decimals (\`"1265793.29"\`), its \`currency\` stands on the document. Dates are
\`YYYY-MM-DD\`, instants RFC 3339 in UTC. An unknown field is refused rather than ignored.

**Refusals** are \`application/problem+json\` (RFC 9457): \`code\` is for programs and stays, \`detail\` is for people, \`errors\` points at the fields of the
request (JSON pointers), \`requestId\` finds the request in the logs; \`X-Request-Id\` carries it both ways. Each \`type\` leads to a page that explains it.
`.trim();

/** The chapters of the document, in the order of reading. */
export const TAGS: Readonly<Record<string, string>> = {
  Sessions: "Signing in and out, and who one is.",
  Customers: "Whom we sell to, with addresses, contacts, terms and limits.",
  Catalogue: "What we sell: categories, products and their images.",
  "Public catalogue": "What everyone may see, without signing in.",
  Prices: "Price lists, and what things cost from when to when.",
  Warehouses: "Where stock lies.",
  Stock: "What is there, what is promised, and every move. Never below zero unless the product allows it.",
  Orders: "From draft to closed: what was ordered, delivered and invoiced.",
  Deliveries: "Goods sent out and goods that came back.",
  Returns: "What came back, and the credit for it.",
  Analytics: "Figures of sales.",
  Parties: "Whom finance deals with, customers and suppliers alike.",
  Invoices: "Invoices, bills and credit notes.",
  Payments: "Money received and paid, and the documents it settles.",
  "Payment terms": "When documents are due, in instalments, and what paying early saves.",
  Settlement: "Taking allocations back, and how far the company writes off.",
  Approvals: "What waits for a second person, and for which actions two people are needed.",
  "Bank accounts": "The company's accounts at banks, each with its account in the ledger.",
  "Bank statements": "What banks say: files, statements and their lines.",
  "Bank reconciliation":
    "How lines of the bank and of the books come together: suggestions, confirmations, rules, the reconciliation statement.",
  Accounts: "The chart of accounts, the journals, and which account a posting finds.",
  Dimensions: "What lines are told apart by beside their account: cost centre, project, region and whatever a company adds.",
  Entries: "Journal entries: posted by hand or by documents, numbered, sealed, reversed, never changed.",
  Periods: "Fiscal years and their periods, open or closed.",
  Closing: "What must be in order before a period is closed: checks with their figures, and what people tick.",
  Taxes: "Taxes with their dated rates, and which of them a class of goods bears.",
  Rates: "What a currency is worth in the company's own, by date.",
  Reports: "Trial balance, general ledger, profit and loss and balance sheet, on any day and as known at any instant.",
  Companies: "Each with its own books, people and roles.",
  Users: "Who may sign in to the company.",
  Roles: "What people may do.",
  "API keys": "What programs sign in with.",
  Webhooks: "Endpoints of your own that hear what happens, signed by Standard Webhooks.",
  Events: "What happens, as it happens.",
  Audit: "Who did what to which.",
  Imports: "Files of an old system brought in: customers to open items, safe to repeat.",
  Exports: "Everything of a kind as CSV; the chart of accounts comes back by its import.",
  Jobs: "Work that outlives a request.",
  Search: "One box over everything.",
};

export const SECURITY_SCHEMES = {
  accessToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of `POST /auth/login`, good for 15 minutes.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "ek_…",
    description: "A key made under `/platform/api-keys`, for programs. It may do what its scopes say.",
  },
};
