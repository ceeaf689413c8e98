import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import type { AccountRow } from "./queries.ts";
import { useTypeNames } from "./typeNames.ts";

interface AccountTableProps {
  readonly rows: readonly AccountRow[];
  readonly currency: string;
  readonly asOf: string | undefined;
  readonly folded: ReadonlySet<string>;
  readonly onFold: (id: string) => void;
}

/** The rows of the tree, each below its heading. */
export function AccountTable({ rows, currency, asOf, folded, onFold }: AccountTableProps) {
  const { t } = useLingui();
  const types = useTypeNames();
  const columns: Column<AccountRow>[] = [
    {
      id: "account",
      head: t`Account`,
      cell: (account) => <AccountName account={account} asOf={asOf} isFolded={folded.has(account.id)} onFold={onFold} />,
    },
    { id: "limits", head: t`Limits`, cell: (account) => <Limits account={account} />, width: "13rem" },
    { id: "type", head: t`Type`, cell: ({ type }) => types[type], width: "7rem" },
    {
      id: "balance",
      head: t`Balance in ${currency}`,
      cell: ({ balance, isGroup }) => <MoneyText value={balance} strong={isGroup} />,
      align: "end",
      width: "9rem",
    },
    {
      id: "edit",
      head: t`Change`,
      cell: ({ id, code }) => (
        <Link to={paths.finance.editAccount(id)} aria-label={t`Change ${code}`}>
          <Icon name="edit" size={16} />
        </Link>
      ),
      align: "end",
      width: "5rem",
    },
  ];
  return <SimpleTable label={t`Chart of accounts`} rows={rows} columns={columns} rowId={({ id }) => id} empty={t`No account matches.`} />;
}

interface AccountNameProps {
  readonly account: AccountRow;
  readonly asOf: string | undefined;
  readonly isFolded: boolean;
  readonly onFold: (id: string) => void;
}

function AccountName({ account: { id, code, name, depth, isGroup, members }, asOf, isFolded, onFold }: AccountNameProps) {
  const { t } = useLingui();
  return (
    <span className="AccountName" style={{ paddingInlineStart: `${depth * 1.5}rem` }} data-group={isGroup || undefined}>
      {isGroup && members > 0 ? (
        <button
          type="button"
          className="AccountName-fold"
          aria-expanded={!isFolded}
          aria-label={isFolded ? t`Open ${name}` : t`Fold ${name}`}
          onClick={() => onFold(id)}
        >
          <Icon name={isFolded ? "chevronRight" : "chevronDown"} size={16} />
        </button>
      ) : (
        <span className="AccountName-fold" />
      )}
      {isGroup ? <span>{code}</span> : <Link to={paths.finance.generalLedger(id, { to: asOf })}>{code}</Link>}
      <span>{name}</span>
    </span>
  );
}

function Limits({ account }: { account: AccountRow }) {
  const { active, isGroup, manualPosting, control, opensOn, closesOn, currencies, requiredDimensionIds, postingRoleIds } = account;
  return (
    <span className="AccountLimits">
      {!active && (
        <StatusBadge tone="warning">
          <Trans>Inactive</Trans>
        </StatusBadge>
      )}
      {currencies && <span>{currencies.join(" ")}</span>}
      {opensOn && (
        <span>
          <Trans>
            from <DateText value={opensOn} />
          </Trans>
        </span>
      )}
      {closesOn && (
        <span>
          <Trans>
            until <DateText value={closesOn} />
          </Trans>
        </span>
      )}
      {control && (
        <span>
          <Trans>control account</Trans>
        </span>
      )}
      {!manualPosting && !isGroup && (
        <span>
          <Trans>documents only</Trans>
        </span>
      )}
      {requiredDimensionIds.length > 0 && (
        <span>
          <Trans>needs dimensions</Trans>
        </span>
      )}
      {postingRoleIds && (
        <span>
          <Trans>some roles only</Trans>
        </span>
      )}
    </span>
  );
}
