import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { DayInput } from "../../../ui/DateField.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { toast } from "../../../ui/toast.ts";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { AccountTable } from "./AccountTable.tsx";
import { type AccountTree, accountQueries, downloadChart, useAddHeadings } from "./queries.ts";
import { visibleAccounts } from "./visibleAccounts.ts";

const filters = ["q", "asOf", "inactive"] as const;

/** The chart of accounts as the tree it is, with the balance of every heading. */
export function AccountsPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { data, error, isPlaceholderData } = useQuery(accountQueries.tree(filter.asOf));
  return (
    <Page title={t`Chart of accounts`} actions={<ChartActions />}>
      {error && !data ? (
        <ProblemView problem={problemOf(error)} />
      ) : (
        data && (
          <Tree tree={data} q={filter.q} inactive={filter.inactive === "1"} asOf={filter.asOf} stale={isPlaceholderData}>
            <SearchInput label={t`Search accounts`} value={filter.q ?? ""} onChange={(q) => setFilter({ q })} />
            <DayInput
              aria-label={t`As of`}
              placeholder={t`Today`}
              clearable
              value={filter.asOf ?? null}
              onChange={(asOf) => setFilter({ asOf: asOf ?? undefined })}
            />
            <Switch
              label={t`Inactive too`}
              checked={filter.inactive === "1"}
              onChange={(event) => setFilter({ inactive: event.currentTarget.checked ? "1" : undefined })}
            />
          </Tree>
        )
      )}
    </Page>
  );
}

const ChartActions = () => (
  <>
    <Button variant="default" onClick={() => void downloadChart()}>
      <Trans>Download</Trans>
    </Button>
    <Button variant="default" component={Link} to={paths.finance.importAccounts()}>
      <Trans>Import</Trans>
    </Button>
    <Button component={Link} to={paths.finance.newAccount()} leftSection={<Icon name="plus" size={16} />}>
      <Trans>New account</Trans>
    </Button>
  </>
);

interface TreeProps {
  readonly tree: AccountTree;
  readonly q: string | undefined;
  readonly inactive: boolean;
  readonly asOf: string | undefined;
  readonly stale: boolean;
  /** Search and filters. */
  readonly children: ReactNode;
}

function Tree({ tree, q, inactive, asOf, stale, children }: TreeProps) {
  const { t } = useLingui();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const headings = tree.items.filter(({ isGroup }) => isGroup).map(({ id }) => id);
  const fold = (id: string) => setFolded((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));
  return (
    <div className="DataTable" data-stale={stale || undefined}>
      <div className="DataTable-toolbar">
        <div className="DataTable-filters">{children}</div>
        {headings.length > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setFolded(new Set(folded.size > 0 ? [] : headings))}>
            {folded.size > 0 ? t`Open all headings` : t`Fold all headings`}
          </Button>
        ) : (
          <AddHeadings />
        )}
      </div>
      <AccountTable
        rows={visibleAccounts(tree.items, { q, inactive, folded })}
        currency={tree.currency}
        asOf={asOf}
        folded={q ? new Set() : folded}
        onFold={fold}
      />
    </div>
  );
}

/** For charts from before there were headings. */
function AddHeadings() {
  const { t } = useLingui();
  const add = useAddHeadings();
  const press = async () => {
    try {
      const { placed } = await add.mutateAsync(undefined);
      void toast(t`${placed} accounts stand below headings now.`);
    } catch (error) {
      const { detail, title } = problemOf(error);
      void toast(detail ?? title);
    }
  };
  return (
    <Button variant="subtle" size="compact-sm" loading={add.isPending} onClick={() => void press()}>
      <Trans>Add the headings of the template</Trans>
    </Button>
  );
}
