import { useLingui } from "@lingui/react/macro";
import { Page } from "../../../ui/Page.tsx";

export function DashboardPage() {
  const { t } = useLingui();
  return <Page title={t`Dashboard`}>…</Page>;
}
