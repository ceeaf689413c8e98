import { addDays, todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { done, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { checkLines, draftDimensions } from "./check-dimensions.ts";
import { outdatedRates, ratesChanged } from "./check-rates.ts";
import type { InvoiceBody, InvoiceKind } from "./invoice.ts";
import { deferIssue } from "./issue-documents.ts";
import { invoiceSubject, issueSettings } from "./issue-settings.ts";
import { type DraftTarget, lockDraft } from "./lock-draft.ts";
import { linesOf } from "./read-lines.ts";
import { type ChargedTax, type IssuedLine, keptTerms, type WrittenDocument } from "./write-invoices.ts";

type Draft = Extract<Awaited<ReturnType<typeof lockDraft>>, { ok: true }>["value"];

/** What was written on the draft, as the issued document has it. */
const wordsOf = (draft: Draft) => ({
  rounding: draft.rounding as "line" | "document",
  pricesIncludeTax: draft.pricesIncludeTax,
  reference: draft.reference ?? undefined,
  notes: draft.notes ?? undefined,
  duplicateReason: draft.duplicateReason ?? undefined,
  taxedOn: draft.taxedOn ?? undefined,
});

/**
 * Issues a draft: it becomes final, gets the next number of its series and is posted, in two round trips. Taxes are those it was drafted with. Refuses
 * anything but a draft, a day to come, a closed period, a missing rate, taxes of another day than the tax point, dimensions out of use or not named where they must be, a total of zero. Locks: the draft, then the counter.
 */
export const issueInvoice = command(
  "finance.invoice.issue",
  async (tx, input: DraftTarget & { issuedOn?: string | undefined; dueOn?: string | undefined }): Promise<Outcome<InvoiceBody>> => {
    const issuedOn = input.issuedOn ?? todayOf(tx);
    if (issuedOn > todayOf(tx)) return refuse(invalid("date.future", "This day is still to come.", "/issuedOn"));
    const [locked, settings, outdated, book, lines] = await Promise.all([
      lockDraft(tx, input),
      issueSettings(tx, invoiceSubject(input.id, issuedOn)),
      outdatedRates(tx, input.id, issuedOn),
      draftDimensions(tx, input.id),
      linesOf(tx.db, tx.actor.companyId, input.id).execute(),
    ]);
    if (!locked.ok) return locked;
    const draft = locked.value;
    if (draft.kind === "bill" && !tx.actor.grants.has("finance.bill.issue")) return refuse(forbidden("finance.bill.issue"));
    const [first, ...others] = outdated;
    if (first) return refuse(ratesChanged([first, ...others]));
    const named = checkLines(book, lines, issuedOn);
    if (!named.ok) return named;
    const dueOn = input.dueOn ?? addDays(issuedOn, draft.termsDays);
    if (dueOn < issuedOn) return refuse(invalid("invoice.due_before_issue", "It cannot be due before it is issued.", "/dueOn"));
    const base = tx.company.baseCurrency;
    if (draft.currency !== base && settings.rate === null)
      return refuse(invalid("rate.missing", `There is no exchange rate for ${draft.currency} on or before ${issuedOn}.`));
    const issued = deferIssue(
      tx,
      {
        ...{
          id: draft.id,
          kind: draft.kind as InvoiceKind,
          partyId: draft.partyId,
          partyName: draft.partyName,
          issuedOn,
          dueOn,
          terms: input.dueOn === undefined ? draft.terms : undefined,
          currency: draft.currency,
        },
        ...wordsOf(draft),
        controlAccountId: settings.controlAccountId,
        journalId: settings.journalId,
        ...(draft.currency === base ? {} : { exchange: { from: draft.currency, to: base, rate: settings.rate ?? "" } }),
        lines: lines.map(
          (line): IssuedLine => ({
            ...line,
            productId: line.productId ?? undefined,
            dimensionId: line.dimensionId ?? undefined,
            shares: line.shares ?? undefined,
            sourceLineId: line.sourceLineId ?? undefined,
            taxes: line.taxes as unknown as ChargedTax[],
          }),
        ),
      },
      undefined,
      (written) => issueStatement(tx, written),
    );
    return issued.ok ? done({ ...issued.value, version: draft.version + 1 }) : issued;
  },
);

/** The draft becomes the issued document where it stands, taking the number of its series. */
const issueStatement = (tx: TxCtx, written: WrittenDocument): Statement => {
  const { document, entryId, totals } = written;
  const { dueOn, dueDates, paymentTermId, discounts } = keptTerms(written);
  return {
    sql: `update finance.invoice set state = 'issued', number = shared.take_number($1, kind, $3), issued_on = $3, due_on = $4, open_minor = total_minor, company_minor = $5, open_company_minor = $5,
                 entry_id = $6, due_dates = $7::date[], payment_term_id = $8, discounts = $9::jsonb, version = version + 1 where company_id = $1 and id = $2`,
    parameters: [
      ...[tx.actor.companyId, document.id, document.issuedOn, dueOn, totals.companyMinor, entryId, dueDates ?? null, paymentTermId ?? null],
      discounts ? JSON.stringify(discounts) : null,
    ],
  };
};
