import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";

interface WhyProps {
  readonly to: string;
  /** Of what, for who does not see where it stands. */
  readonly of: string;
}

/** A quiet link beside a figure to how it came about. In a statement it shows when one comes near, by pointer or keyboard. */
export function Why({ to, of }: WhyProps) {
  return (
    <Link className="Why" to={to}>
      <Trans>why?</Trans>
      <span className="visually-hidden"> {of}</span>
    </Link>
  );
}
