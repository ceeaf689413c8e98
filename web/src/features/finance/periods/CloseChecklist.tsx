import { Trans, useLingui } from "@lingui/react/macro";
import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { CheckTable } from "./CheckTable.tsx";
import { CloseItems } from "./CloseItems.tsx";
import { closingQueries } from "./closing.ts";

/** What the close of a period asks for: what is looked at by itself, and what people tick. */
export function CloseChecklist({ periodId, closed }: { periodId: string; closed: boolean }) {
  const { t } = useLingui();
  const { data, error } = useQuery(closingQueries.checklist(periodId));
  return (
    <Panel
      flush
      title={t`Close checklist`}
      actions={
        <Group gap="md">
          <Link to={paths.finance.closes(periodId)}>
            <Trans>What it said at each close</Trans>
          </Link>
          <Link to={paths.finance.closeRules()}>
            <Trans>What it refuses</Trans>
          </Link>
        </Group>
      }
    >
      {error && !data && <ProblemView problem={problemOf(error)} />}
      {data && <CheckTable checks={data.checks} />}
      {data && data.items.length > 0 && <CloseItems periodId={periodId} items={data.items} closed={closed} />}
    </Panel>
  );
}
