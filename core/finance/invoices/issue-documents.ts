import { attempt } from "#core/kernel/amount-faults.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { deferPosting, postEntries } from "../entries/post-entry.ts";
import { taxResultStatement, writeTaxResults } from "../taxes/tax-results.ts";
import type { InvoiceBody } from "./invoice.ts";
import { writtenInvoiceBody } from "./invoice-body.ts";
import {
  type IssuedDocument,
  invoiceStatement,
  nothingToInvoice,
  postingOf,
  type WrittenDocument,
  writeInvoices,
} from "./write-invoices.ts";

type Ready = WrittenDocument & Pick<ReturnType<typeof postingOf>, "posting" | "results">;

const written = (tx: TxCtx, document: IssuedDocument): Outcome<Ready> => {
  const entryId = tx.newId();
  const posted = attempt(() => postingOf(document, entryId));
  if (!posted.ok) return posted;
  if (posted.value.totals.totalMinor <= 0n) return refuse(nothingToInvoice);
  return done({ document, entryId, ...posted.value });
};

const tell = (tx: TxCtx, body: InvoiceBody) => {
  tx.audit({
    action: `${body.kind}.issued`,
    subjectType: "invoice",
    subjectId: body.id,
    after: { number: body.number, total: body.total, currency: body.currency },
  });
  tx.event({
    type: `${body.kind}.issued`,
    subject: body.id,
    data: {
      id: body.id,
      number: body.number,
      kind: body.kind,
      partyId: body.party.id,
      issuedOn: body.issuedOn,
      dueOn: body.dueOn,
      total: body.total,
      currency: body.currency,
    },
  });
  if (body.kind === "invoice") tx.count("revenue_generated_total", { currency: body.currency }, Number(body.net));
};

/**
 * Issues one document in the last round trip: its entry is posted, then the number is taken and the document written, then COMMIT. The answer holds
 * a late number. `statementOf` writes the document (a draft is updated where it stands). `beforeNumber` defers what the caller writes between the posting and the number. Refuses a document of zero; Postgres refuses a closed period and a date before the last number's.
 */
export const deferIssue = (
  tx: TxCtx,
  document: IssuedDocument,
  beforeNumber: () => void = () => undefined,
  statementOf: (written: WrittenDocument) => Statement = (ready) => invoiceStatement([ready]),
): Outcome<InvoiceBody> => {
  const ready = written(tx, document);
  if (!ready.ok) return ready;
  deferPosting(tx, [ready.value.posting]);
  if (ready.value.results.length > 0) tx.defer(taxResultStatement([ready.value]));
  beforeNumber();
  const body = writtenInvoiceBody(ready.value, document.number ?? tx.lateNumber(document.kind));
  tx.defer(statementOf(ready.value));
  tell(tx, body);
  return done(body);
};

/**
 * Issues a batch with four statements, numbers in the order given; for imports and bulk calls. `beforeNumbers` writes what the caller writes between
 * the postings and the numbers; it runs when there is nothing to issue too.
 */
export const issueDocuments = async (
  tx: TxCtx,
  documents: readonly IssuedDocument[],
  beforeNumbers: () => Promise<unknown> = async () => undefined,
): Promise<Outcome<InvoiceBody[]>> => {
  const ready: Ready[] = [];
  for (const document of documents) {
    const one = written(tx, document);
    if (!one.ok) return one;
    ready.push(one.value);
  }
  if (ready.length > 0) {
    await postEntries(
      tx,
      ready.map(({ posting }) => posting),
    );
    await writeTaxResults(tx, ready);
  }
  await beforeNumbers();
  if (ready.length === 0) return done([]);
  const numbers = await writeInvoices(tx, ready);
  const bodies = ready.map((one, index) => writtenInvoiceBody(one, numbers[index] ?? ""));
  for (const body of bodies) tell(tx, body);
  return done(bodies);
};
