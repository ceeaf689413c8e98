/** Why a line on a control account is refused, in the words of the trigger `lines_checked`. */
export const partyNeeded = (accountCode: string): string => `Account ${accountCode} is a control account: name the customer or supplier.`;
