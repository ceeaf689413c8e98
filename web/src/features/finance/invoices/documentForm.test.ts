import { expect, test } from "vitest";
import { contentOf, DocumentValues, valuesOf } from "./documentForm.ts";
import type { Invoice } from "./queries.ts";

const PARTY = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708";
const ACCOUNT = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709";
const PRODUCT = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f70a";
const VALUE = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f70b";
const draft = {
  ...{ kind: "bill", party: { id: PARTY, name: "Grandma Kelly" }, currency: "EUR", pricesIncludeTax: true, reference: "GK-1" },
  ...{ notes: null, paymentTermId: null, duplicateReason: null, taxedOn: "2026-03-01" },
  lines: [
    {
      ...{ description: "Pears", quantity: "40", unitPrice: "30", discountPercent: "2.5", accountId: ACCOUNT, productId: PRODUCT },
      taxes: [{ code: "ECO" }, { code: "STANDARD" }],
      dimensions: [],
      shares: [
        { percent: "62.5", dimensions: [{ value: { id: VALUE } }] },
        { percent: "37.5", dimensions: [] },
      ],
    },
    {
      description: "Allowance",
      quantity: "1",
      unitPrice: "-0.125",
      discountPercent: "0",
      accountId: ACCOUNT,
      productId: null,
      taxes: [],
      dimensions: [{ value: { id: VALUE } }],
      shares: [],
    },
  ],
} as unknown as Invoice;
const sent = (values: object) => {
  const parsed = DocumentValues.safeParse(values);
  return parsed.success ? contentOf(parsed.data) : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
};

test("a draft that is opened and kept as it is says all it said: nothing is lost on the way through the form", () => {
  expect(sent(valuesOf("bill", draft, "2026-04-01"))).toEqual({
    ...{ kind: "bill", partyId: PARTY, currency: "EUR", pricesIncludeTax: true, reference: "GK-1", taxedOn: "2026-03-01" },
    lines: [
      {
        ...{ description: "Pears", quantity: "40", unitPrice: "30.00", discountPercent: "2.5", accountId: ACCOUNT, productId: PRODUCT },
        taxCodes: ["ECO", "STANDARD"],
        shares: [
          { percent: "62.5", dimensions: [VALUE] },
          { percent: "37.5", dimensions: [] },
        ],
      },
      { description: "Allowance", quantity: "1", unitPrice: "-0.125", accountId: ACCOUNT, dimensions: [VALUE] },
    ],
  });
});

test("a bill needs a number and a date; an invoice neither", () => {
  const lines = [{ description: "Paper", quantity: "1", unitPrice: "4.20" }];
  expect(sent({ kind: "bill", partyId: PARTY, lines })).toEqual([
    "reference: Write the number on the bill.",
    "day: Say the date of the bill.",
  ]);
  expect(sent({ kind: "invoice", partyId: PARTY, reference: "", day: "", lines })).toMatchObject({ kind: "invoice", lines });
  expect(sent(valuesOf("invoice", undefined, "2026-04-01"))).toEqual(
    expect.arrayContaining(["partyId: Choose who it is with.", "lines.0.description: Write what it is for."]),
  );
});
