import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Panel } from "../../../ui/Page.tsx";
import type { PayeeAccount } from "./queries.ts";

/** The account that money goes to: what is looked at here is what is paid, or it is refused. */
export function PayTo({ partyId, account }: { partyId: string; account: PayeeAccount | undefined }) {
  return (
    <Panel>
      <p>
        {account ? (
          <Trans>
            Goes to <strong>{account.hint}</strong> {[account.holder, account.bankName].filter(Boolean).join(", ")}
          </Trans>
        ) : (
          <Trans>No bank account of the payee is entered for this day.</Trans>
        )}{" "}
        <Link to={paths.finance.supplier(partyId)}>
          <Trans>Where it is paid</Trans>
        </Link>
      </p>
    </Panel>
  );
}
