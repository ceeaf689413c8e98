import { CompiledQuery } from "kysely";
import { attempt } from "#core/kernel/amount-faults.ts";
import { addDays, todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { calculateDocument } from "#core/kernel/pricing.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import type { InvoiceBody, InvoiceInput, InvoiceKind } from "./invoice.ts";
import { deferIssue } from "./issue-documents.ts";
import { invoiceSubject, issueSettings } from "./issue-settings.ts";
import { readInvoice } from "./list-invoices.ts";
import type { ChargedTax, IssuedLine } from "./write-invoices.ts";

type Target = Readonly<{ id: string; expectedVersion?: number | undefined }>;
type Definition = Omit<ChargedTax, "baseMinor" | "taxMinor">;

const partySubject = (input: InvoiceInput, on: string) => ({
  on,
  sql: "select p.id as party_id, coalesce($4, p.currency) as currency, $5::text as kind from finance.party p where p.company_id = $1 and p.id = $3",
  parameters: [input.partyId, input.currency ?? null, input.kind],
});

const draftContext = async (tx: TxCtx, input: InvoiceInput, on: string) => {
  const company = tx.actor.companyId;
  const codes = [...new Set(input.lines.flatMap(({ taxCodes }) => taxCodes ?? []))];
  const accountIds = [...new Set(input.lines.flatMap(({ accountId }) => accountId ?? []))];
  const [party, settings, taxes, accounts] = await Promise.all([
    tx.db
      .selectFrom("finance.party")
      .select(["name", "currency", "active"])
      .where("companyId", "=", company)
      .where("id", "=", input.partyId)
      .executeTakeFirst(),
    issueSettings(tx, partySubject(input, on)),
    tx.db.executeQuery<Definition>(
      CompiledQuery.raw(
        `select t.id as "taxCodeId", t.account_id as "accountId", t.code, t.kind, r.rate::text, t.included, t.compound
           from finance.tax_code t join finance.tax_rate r on r.company_id = t.company_id and r.tax_code_id = t.id and r.valid @> $3::date
          where t.company_id = $1 and t.code = any ($2::text[]) and t.active`,
        [company, codes, on],
      ),
    ),
    tx.db
      .selectFrom("finance.account")
      .select("id")
      .where("companyId", "=", company)
      .where("id", "in", [...accountIds, company])
      .where("active", "=", true)
      .execute(),
  ]);
  return { party, settings, taxes: taxes.rows, accounts };
};

const checkReferences = (input: InvoiceInput, context: Awaited<ReturnType<typeof draftContext>>): Outcome<undefined> => {
  if (!context.party) return refuse(invalid("invoice.party_missing", `There is no party ${input.partyId}.`, "/partyId"));
  for (const [index, line] of input.lines.entries()) {
    if (line.accountId && !context.accounts.some(({ id }) => id === line.accountId))
      return refuse(invalid("invoice.account_missing", "There is no such active account.", `/lines/${index}/accountId`));
    const unknown = (line.taxCodes ?? []).findIndex((code) => !context.taxes.some((tax) => tax.code === code));
    if (unknown >= 0)
      return refuse(invalid("invoice.tax_missing", "There is no such tax with a rate on this day.", `/lines/${index}/taxCodes/${unknown}`));
  }
  return done(undefined);
};

/** Prices the lines with the taxes of the day. */
const pricedLines = (
  tx: TxCtx,
  input: InvoiceInput,
  currency: string,
  context: Awaited<ReturnType<typeof draftContext>>,
): Outcome<IssuedLine[]> => {
  const definitions = input.lines.map((line) =>
    (line.taxCodes ?? [])
      .flatMap((code) => context.taxes.filter((tax) => tax.code === code))
      .map((tax) => ({ ...tax, included: tax.included || input.pricesIncludeTax })),
  );
  const priced = attempt(() =>
    calculateDocument({
      currency,
      rounding: tx.company.rounding,
      lines: input.lines.map(({ quantity, unitPrice, discountPercent }, index) => ({
        quantity,
        unitPrice,
        discountPercents: discountPercent ? [discountPercent] : [],
        taxes: definitions[index] ?? [],
      })),
    }),
  );
  if (!priced.ok) return priced;
  return done(
    priced.value.lines.map((line, index): IssuedLine => {
      const {
        taxCodes: _,
        accountId = context.settings.defaultAccountId,
        discountPercent = "0",
        ...facts
      } = input.lines[index] as InvoiceInput["lines"][number];
      const taxes = (definitions[index] ?? []).map((tax) => {
        const amounts = line.taxes.find(({ code }) => code === tax.code);
        return { ...tax, baseMinor: String(amounts?.baseMinor ?? 0n), taxMinor: String(amounts?.taxMinor ?? 0n) };
      });
      return {
        ...facts,
        id: tx.newId(),
        accountId,
        discountPercent,
        discountMinor: line.discountMinor,
        netMinor: line.netMinor,
        taxMinor: line.taxMinor,
        taxes,
      };
    }),
  );
};

const insertDraft = (tx: TxCtx, id: string, input: InvoiceInput, currency: string, lines: readonly IssuedLine[]) => {
  const sum = (field: "netMinor" | "taxMinor") => lines.reduce((total, line) => total + line[field], 0n);
  const [netMinor, taxMinor] = [sum("netMinor"), sum("taxMinor")];
  const company = tx.actor.companyId;
  return Promise.all([
    tx.db
      .insertInto("finance.invoice")
      .values({
        ...{
          id,
          companyId: company,
          kind: input.kind,
          partyId: input.partyId,
          currency,
          rounding: tx.company.rounding,
          pricesIncludeTax: input.pricesIncludeTax,
        },
        ...{ netMinor, taxMinor, totalMinor: netMinor + taxMinor, reference: input.reference ?? null, notes: input.notes ?? null },
      })
      .execute(),
    tx.db.executeQuery(
      CompiledQuery.raw(
        `insert into finance.invoice_line (id, company_id, invoice_id, position, description, product_id, quantity, unit_price, discount_percent, discount_minor, net_minor, tax_minor, total_minor, account_id, taxes)
         select l.id, $1, $2, l.position, l.description, l."productId", l.quantity, l."unitPrice", l."discountPercent", l."discountMinor", l."netMinor", l."taxMinor", l."netMinor" + l."taxMinor", l."accountId", l.taxes
           from jsonb_to_recordset($3::jsonb) as l (id uuid, position smallint, description text, "productId" uuid, quantity numeric, "unitPrice" numeric, "discountPercent" numeric, "discountMinor" bigint,
                "netMinor" bigint, "taxMinor" bigint, "accountId" uuid, taxes jsonb)`,
        [company, id, jsonWithIntegers(lines.map((line, index) => ({ ...line, position: index + 1 })))],
      ),
    ),
  ]);
};

const answered = async (tx: TxCtx, id: string, action: string): Promise<Outcome<InvoiceBody>> => {
  const after = await readInvoice(tx, id);
  if (!after) throw new Error(`Invoice ${id} is gone after it was written.`);
  tx.audit({ action, subjectType: "invoice", subjectId: id, after });
  return done(after);
};

/**
 * Drafts an invoice or a bill: priced and taxed, without number or entry, free to change or delete. Amounts are in the party's currency unless another is
 * given. Refuses an unknown party, account or tax.
 */
export const draftInvoice = command("finance.invoice.write", async (tx, input: InvoiceInput): Promise<Outcome<InvoiceBody>> => {
  const context = await draftContext(tx, input, todayOf(tx));
  const references = checkReferences(input, context);
  if (!references.ok) return references;
  const currency = input.currency ?? context.party?.currency ?? tx.company.baseCurrency;
  const lines = pricedLines(tx, input, currency, context);
  if (!lines.ok) return lines;
  const id = tx.newId();
  await insertDraft(tx, id, input, currency, lines.value);
  return answered(tx, id, "invoice.drafted");
});

const lockDraft = async (tx: TxCtx, { id, expectedVersion }: Target) => {
  const draft = await tx.db
    .selectFrom("finance.invoice as i")
    .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "i.companyId").onRef("p.id", "=", "i.partyId"))
    .selectAll("i")
    .select(["p.name as partyName", "p.paymentTermsDays as termsDays"])
    .where("i.companyId", "=", tx.actor.companyId)
    .where("i.id", "=", id)
    .forUpdate("i")
    .executeTakeFirst();
  if (!draft) return refuse(missing("invoice", id));
  if (expectedVersion !== undefined && expectedVersion !== draft.version) return refuse(stale("invoice", draft.version));
  if (draft.state !== "draft")
    return refuse(conflict("invoice.not_draft", `Only a draft can be changed; this is ${draft.state.replace("_", " ")}.`));
  return done(draft);
};

const removeDraft = (tx: TxCtx, id: string) =>
  Promise.all([
    tx.db.deleteFrom("finance.invoiceLine").where("companyId", "=", tx.actor.companyId).where("invoiceId", "=", id).execute(),
    tx.db.deleteFrom("finance.invoice").where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute(),
  ]);

/** Deletes a draft. Nothing that was ever issued can be deleted. */
export const deleteDraft = command("finance.invoice.write", async (tx, input: Target): Promise<Outcome<{ id: string }>> => {
  const draft = await lockDraft(tx, input);
  if (!draft.ok) return draft;
  const before = await readInvoice(tx, input.id);
  await removeDraft(tx, input.id);
  tx.audit({ action: "invoice.draft_deleted", subjectType: "invoice", subjectId: input.id, before });
  return done({ id: input.id });
});

/**
 * Issues a draft: it becomes final, gets the next number of its series and is posted, in two round trips. Taxes are those it was drafted with. Refuses
 * anything but a draft, a day to come, a closed period, a missing rate, a total of zero. Locks: the draft, then the counter.
 */
export const issueInvoice = command(
  "finance.invoice.issue",
  async (tx, input: Target & { issuedOn?: string | undefined; dueOn?: string | undefined }): Promise<Outcome<InvoiceBody>> => {
    const issuedOn = input.issuedOn ?? todayOf(tx);
    if (issuedOn > todayOf(tx)) return refuse(invalid("date.future", "This day is still to come.", "/issuedOn"));
    const [locked, settings, lines] = await Promise.all([
      lockDraft(tx, input),
      issueSettings(tx, invoiceSubject(input.id, issuedOn)),
      tx.db
        .selectFrom("finance.invoiceLine")
        .selectAll()
        .where("companyId", "=", tx.actor.companyId)
        .where("invoiceId", "=", input.id)
        .orderBy("position")
        .execute(),
    ]);
    if (!locked.ok) return locked;
    const draft = locked.value;
    const dueOn = input.dueOn ?? addDays(issuedOn, draft.termsDays);
    if (dueOn < issuedOn) return refuse(invalid("invoice.due_before_issue", "It cannot be due before it is issued.", "/dueOn"));
    const base = tx.company.baseCurrency;
    if (draft.currency !== base && settings.rate === null)
      return refuse(invalid("rate.missing", `There is no exchange rate for ${draft.currency} on or before ${issuedOn}.`));
    return deferIssue(
      tx,
      {
        ...{
          id: draft.id,
          kind: draft.kind as InvoiceKind,
          partyId: draft.partyId,
          partyName: draft.partyName,
          issuedOn,
          dueOn,
          currency: draft.currency,
        },
        ...{
          rounding: draft.rounding as "line" | "document",
          pricesIncludeTax: draft.pricesIncludeTax,
          reference: draft.reference ?? undefined,
          notes: draft.notes ?? undefined,
        },
        controlAccountId: settings.controlAccountId,
        journalId: settings.journalId,
        ...(draft.currency === base ? {} : { exchange: { from: draft.currency, to: base, rate: settings.rate ?? "" } }),
        lines: lines.map(
          (line): IssuedLine => ({
            ...line,
            productId: line.productId ?? undefined,
            dimensionId: line.dimensionId ?? undefined,
            sourceLineId: line.sourceLineId ?? undefined,
            taxes: line.taxes as unknown as ChargedTax[],
          }),
        ),
      },
      // The draft makes room: the issued document is written whole, under the same id, by the statement that takes the number.
      () => {
        tx.defer({
          sql: "delete from finance.invoice_line where company_id = $1 and invoice_id = $2",
          parameters: [tx.actor.companyId, draft.id],
        });
        tx.defer({ sql: "delete from finance.invoice where company_id = $1 and id = $2", parameters: [tx.actor.companyId, draft.id] });
      },
    );
  },
);
