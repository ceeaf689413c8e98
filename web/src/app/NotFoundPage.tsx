import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { paths } from "./paths.ts";

export function NotFoundPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Not found`}>
      <EmptyState
        icon="search"
        title={t`There is nothing at this address`}
        action={
          <Button component={Link} to={paths.dashboard()}>
            <Trans>Back to the dashboard</Trans>
          </Button>
        }
      />
    </Page>
  );
}
