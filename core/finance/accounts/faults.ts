import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, invalid } from "#core/kernel/fault.ts";

/** What Postgres refuses about accounts, whichever command runs into it; its messages name the account and the reason. */
onConstraint("account_code_once", conflict("account.code_taken", "There is an account of this code already."));
onConstraint("posted_account_keeps_type", (message) => conflict("account.posted", message));
onConstraint("group_without_postings", (message) => conflict("account.posted", message));
onConstraint("account_open_for_its_postings", (message) => conflict("account.posted", message));
onConstraint("account_in_use", (message) => conflict("account.in_use", message));
onConstraint("group_with_members_stays", (message) => conflict("account.has_members", message));
onConstraint("account_has_type_of_its_group", (message) => invalid("account.type_of_heading", message, "/parentId"));
onConstraint("account_parent_is_a_group", (message) => invalid("account.parent_is_no_heading", message, "/parentId"));
onConstraint("account_parent", invalid("account.parent_missing", "There is no such heading.", "/parentId"));
onConstraint("account_tree_without_cycle", (message) => invalid("account.cycle", message, "/parentId"));
onConstraint("account_tree_not_too_deep", (message) => invalid("account.too_deep", message, "/parentId"));
onConstraint("account_to_post_to", (message) => invalid("account.heading", message, "/accountId"));
onConstraint(
  "group_is_not_posted_to",
  invalid("account.heading_limits", "A heading is not posted to, so it has neither days, currencies, dimensions nor roles.", "/isGroup"),
);
onConstraint("account_closes_after_it_opens", invalid("account.days", "An account closes on or after the day it opens.", "/closesOn"));
onConstraint(
  "account_cash_flow",
  invalid(
    "account.cash_flow",
    "Income and expenses may stand under investing, financing or exchange; other accounts under cash, non_cash, working_capital, investing or financing.",
    "/cashFlow",
  ),
);
onConstraint("role_posts_to_accounts", (message) =>
  message.includes("insert or update")
    ? invalid("account.role_missing", "There is no such role.", "/postingRoleIds")
    : conflict("role.in_use", "Accounts are posted to by this role only. Name other roles there first."),
);
onConstraint("control_without_postings", (message) => conflict("account.posted", message));
onConstraint("account_is_no_control", (message) => invalid("account.control", message, "/accountId"));
onConstraint(
  "control_is_posted_to",
  invalid("account.control_type", "A control account is an asset or a liability that is posted to.", "/control"),
);
onConstraint("account_takes_the_posting", (message, pointer) => invalid("entry.account", message, pointer || undefined));
onConstraint(
  "account_needs_known_dimensions",
  invalid("account.dimension_missing", "There is no such dimension.", "/requiredDimensionIds"),
);
