import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";

const plain = "There is not enough stock, or more is promised than there would be.";

/** The database says what is missing where it can; a broken check constraint only says that it broke. */
export const stockFault = (message: string) => conflict("stock.not_enough", message.startsWith("new row") ? plain : message);

onConstraint("stock_never_below_zero", stockFault);
onConstraint("reserved_not_negative", conflict("stock.not_reserved", "More was released than was promised."));
onConstraint("stock_move_external_id_once", conflict("stock.external_id_taken", "A move with this external id exists already."));
