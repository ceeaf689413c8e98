import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Navigate, useNavigate, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { toast } from "../../../ui/toast.ts";
import { useIssueDocument, useSaveDocument } from "./commands.ts";
import { DeleteDraft } from "./DeleteDraft.tsx";
import { DocumentHead } from "./DocumentHead.tsx";
import { DocumentLines } from "./DocumentLines.tsx";
import { type DocumentInput, type DocumentKind, DocumentValues, valuesOf } from "./documentForm.ts";
import { type Invoice, invoiceQueries } from "./queries.ts";

/** Writing to a customer what is owed. */
export const NewInvoicePage = () => <DocumentEditor kind="invoice" draft={undefined} />;

/** Entering what a supplier sent. */
export const NewBillPage = () => <DocumentEditor kind="bill" draft={undefined} />;

/** Changing a draft of either. */
export function EditDraftPage() {
  const { id = "" } = useParams();
  const { data: draft } = useSuspenseQuery({ ...invoiceQueries.one(id), staleTime: 0 });
  if (draft.state !== "draft") return <Navigate replace to={paths.finance.invoice(id)} />;
  return <DocumentEditor key={draft.version} kind={draft.kind === "bill" ? "bill" : "invoice"} draft={draft} />;
}

const today = () => new Date().toLocaleDateString("sv");

/** A document being written: kept as a draft, or issued at once. */
function DocumentEditor({ kind, draft }: { kind: DocumentKind; draft: Invoice | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { keep, issue } = useSubmissions(draft);
  const form = useZodForm(DocumentValues, valuesOf(kind, draft, today()));
  const bill = kind === "bill";
  const list = bill ? { to: paths.finance.bills(), label: t`Bills` } : { to: paths.finance.invoices(), label: t`Invoices` };
  const fresh = bill ? t`New bill` : t`New invoice`;
  return (
    <Page
      title={draft ? (bill ? t`Change the draft of a bill` : t`Change the draft of an invoice`) : fresh}
      mark={draft && <StatusBadge tone="neutral">{t`Draft`}</StatusBadge>}
      lead={draft?.party.name}
      back={list}
      actions={draft && <DeleteDraft draft={draft} />}
    >
      <Form
        form={form}
        submit={bill ? t`Post the bill` : t`Issue the invoice`}
        onSubmit={issue}
        second={{ label: draft ? t`Save the draft` : t`Keep as a draft`, onSubmit: keep }}
        onCancel={() => navigate(-1)}
      >
        <DocumentHead form={form} kind={kind} party={draft?.party} />
        <DocumentLines form={form} kind={kind} draft={draft} />
      </Form>
    </Page>
  );
}

function useSubmissions(draft: Invoice | undefined) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [saveDocument, issueDocument] = [useSaveDocument(), useIssueDocument()];
  // A draft that was saved and then not issued is at a newer version than the one this form was opened with.
  const saved = useRef<Pick<Invoice, "id" | "version"> | undefined>(draft);
  const save = async (content: DocumentInput) => {
    saved.current = await saveDocument({ draft: saved.current, content });
    return saved.current;
  };
  const keep = async (content: DocumentInput) => {
    const { id } = await save(content);
    void toast(content.kind === "bill" ? t`The bill is kept as a draft.` : t`The invoice is kept as a draft.`);
    navigate(paths.finance.invoice(id), { replace: draft !== undefined });
  };
  const issue = async (content: DocumentInput) => {
    const issued = await issueDocument({ draft: await save(content), ...(content.kind === "bill" && { issuedOn: content.day }) });
    const number = issued.number ?? "";
    void toast(content.kind === "bill" ? t`Bill ${number} is posted.` : t`Invoice ${number} is issued.`);
    navigate(paths.finance.invoice(issued.id), { replace: draft !== undefined });
  };
  return { keep, issue };
}
