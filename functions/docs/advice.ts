/** What helps with every refusal of a status. */
export const STATUS_ADVICE: Readonly<Record<number, string>> = {
  400: "The request could not be read. Check that the body is valid JSON in UTF-8.",
  401: "Sign in again, or send a valid token or API key as `Authorization: Bearer …`. Access tokens live for 15 minutes.",
  403: "Ask an administrator for a role with the permission that `detail` names, or use an API key whose scopes include it.",
  404: "It is not there, or it belongs to another company: both are answered alike. Check the id, and the company in `Company-Id`.",
  405: "This path does not know this method.",
  409: "The request is fine, but the present state does not allow it. Read the document again, and decide with what it says now.",
  412: "Someone else changed it after you read it. Read it again, apply your change to what is there now, and send its new `ETag` in `If-Match`.",
  413: "Send less at once: several bulk calls, or an import.",
  415: "Send the body as `application/json`, or as what the operation names in the documentation.",
  422: "The request was read, but its content is not acceptable. `errors` points at each field by JSON pointer. Repeating it unchanged will not help.",
  429: "Wait as long as `Retry-After` says.",
  500: "This is a fault of ours. Give `requestId` to whoever runs the system: it finds the cause in the logs. A POST with an `Idempotency-Key` may be repeated safely.",
  503: "Try again in a moment. A POST with an `Idempotency-Key` may be repeated safely.",
};

/** What helps with one code, beyond its status. */
export const ADVICE: Readonly<Record<string, string>> = {
  "idempotency_key.reused":
    "A key stands for one request: its method, path, query, `If-Match` and body. Make a new key for every new intention, and keep it only for repetitions.",
  in_progress:
    "The first request with this key is still running. Repeat the same request with the same key in a moment: you will get its answer.",
  "rate.exceeded":
    "Every person and every API key may make so many requests a minute; a sixth of them may come at once. Wait as long as `Retry-After` says, and use bulk calls and webhooks instead of many small questions.",
  "entry.unbalanced":
    "Debits and credits of an entry must be equal, in the company's currency and in each currency it touches. There is no tolerance.",
  "period.closed": "Post with a date in an open period, or let someone with the permission reopen the period.",
  "period.missing": "Open the fiscal year that this date belongs to.",
  "stock.not_enough": "Less is available than asked for. Receive stock, order less, or allow the product to go below zero.",
  "customer.credit_limit": "The customer's open invoices and confirmed orders would exceed the limit. Raise it, or take a payment first.",
  "page.after": "A cursor belongs to the list, filters and order that made it. Start again without `after`.",
};

/** The advice for a code. */
export const explained = (code: string, advice: Readonly<Record<string, string>>): string | undefined =>
  Object.hasOwn(advice, code) ? advice[code] : undefined;
