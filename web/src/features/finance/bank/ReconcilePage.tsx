import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { LinePanel } from "./LinePanel.tsx";
import { type BankLine, bankQueries } from "./queries.ts";
import { useLineKeys } from "./useLineKeys.ts";

/** The lines that are left of an account, and what each may be: walked and confirmed by keyboard. */
export function ReconcilePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: account, error } = useQuery(bankQueries.account(id));
  const { rows: lines, loading, more } = usePages(bankQueries.openLines(id));
  const [chosen, setChosen] = useState<string>();
  const at = Math.max(
    0,
    lines.findIndex((line) => line.id === chosen),
  );
  const line = lines[at];
  useLineKeys((step) => setChosen(lines[Math.min(lines.length - 1, Math.max(0, at + step))]?.id));
  if (error && !account) return <ProblemView problem={problemOf(error)} />;
  return (
    <Page
      title={account?.name ?? t`Bank`}
      lead={
        account && (
          <Trans>
            <MoneyText value={account.balance} currency={account.currency} /> at the bank, {account.linesLeft} lines to reconcile
          </Trans>
        )
      }
      back={{ to: paths.finance.bankAccounts(), label: t`Bank` }}
      actions={<Actions id={id} />}
    >
      {line ? (
        <div className="Reconcile">
          <ol className="Reconcile-lines" aria-label={t`Lines to reconcile`}>
            {lines.map((one) => (
              <li key={one.id}>
                <LineButton line={one} current={one.id === line.id} onChoose={() => setChosen(one.id)} />
              </li>
            ))}
            {more.hasMore && (
              <li>
                <Button variant="subtle" fullWidth loading={more.loading} onClick={more.load}>
                  <Trans>More</Trans>
                </Button>
              </li>
            )}
          </ol>
          <LinePanel key={line.id} line={line} onDone={() => setChosen(lines[at + 1]?.id ?? lines[at - 1]?.id)} />
        </div>
      ) : (
        !loading && <NothingLeft id={id} />
      )}
    </Page>
  );
}

function NothingLeft({ id }: { id: string }) {
  const { t } = useLingui();
  return (
    <EmptyState
      icon="check"
      title={t`Nothing is left to reconcile`}
      hint={t`Every line of the bank has its counterpart in the ledger.`}
      action={
        <Button component={Link} to={paths.finance.bankImport({ bankAccountId: id })} variant="default">
          <Trans>Import statements</Trans>
        </Button>
      }
    />
  );
}

const Actions = ({ id }: { id: string }) => (
  <>
    <Button component={Link} to={paths.finance.bankReconciliation(id)} variant="subtle">
      <Trans>Reconciliation statement</Trans>
    </Button>
    <Button component={Link} to={paths.finance.bankStatements(id)} variant="subtle">
      <Trans>Statements</Trans>
    </Button>
    <Button component={Link} to={paths.finance.bankImport({ bankAccountId: id })} variant="default">
      <Trans>Import statements</Trans>
    </Button>
  </>
);

function LineButton({ line, current, onChoose }: { line: BankLine; current: boolean; onChoose: () => void }) {
  return (
    <button type="button" className="Reconcile-line" aria-current={current || undefined} onClick={onChoose}>
      <span className="Reconcile-name">{line.name ?? line.text ?? line.code}</span>
      <MoneyText value={line.left} currency={line.currency} strong />
      <small>
        <DateText value={line.bookedOn} />
        {line.name && line.text && ` · ${line.text}`}
      </small>
    </button>
  );
}
