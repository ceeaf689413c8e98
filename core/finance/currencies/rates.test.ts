import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany, reading, resultOf } from "#core/testing/company.ts";
import { rateOn } from "./rate-on.ts";

const opened = async () => {
  const company = await aCompany();
  const accountant = await aCaller(company, ["accountant"]);
  const enter = async (currency: string, rate: string, validOn: string) => accountant.post("/finance/rates", { currency, rate, validOn });
  return { company, accountant, enter };
};

test("a rate applies from its day until the next; a missing one is a refusal", async () => {
  const { company, enter } = await opened();
  expect(await enter("EUR", "0.8500", "2026-01-10")).toMatchObject({ status: 201, body: { rate: "0.85", version: 1 } });
  await enter("EUR", "0.86", "2026-02-01");
  await enter("USD", "100.00", "2026-02-01");
  const on = (currency: string, day: string) =>
    reading(company.as(), ({ db }) => rateOn(db, { id: company.id, baseCurrency: "GBP" }, currency, day));
  expect(resultOf(await on("EUR", "2026-01-10"))).toBe("0.85");
  expect(resultOf(await on("EUR", "2026-01-31"))).toBe("0.85");
  expect(resultOf(await on("EUR", "2026-03-31"))).toBe("0.86");
  expect(resultOf(await on("USD", "2026-03-31"))).toBe("100");
  expect(resultOf(await on("GBP", "1999-01-01"))).toBe("1");
  expect(await on("EUR", "2026-01-09")).toMatchObject({
    fault: { code: "rate.missing", detail: "There is no exchange rate of EUR on 2026-01-09 or before." },
  });
});

test("rates are listed with the newest first, by currency and day", async () => {
  const { accountant, enter } = await opened();
  for (const [currency, day] of [
    ["EUR", "2026-01-01"],
    ["EUR", "2026-03-01"],
    ["USD", "2026-02-01"],
    ["EUR", "2026-02-01"],
    ["JPY", "2026-01-05"],
  ] as const)
    await enter(currency, "0.5", day);
  const listed = async (filter: string) => {
    const found: string[] = [];
    for (let path: string | null = `/finance/rates?limit=2${filter}`; path; ) {
      const { body, headers } = await accountant.get(path);
      found.push(...body.items.map(({ currency, validOn }: Record<string, string>) => `${validOn} ${currency}`));
      path = headers.get("link")?.match(/<(.*)>/)?.[1] ?? null;
    }
    return found;
  };
  expect(await listed("")).toEqual(["2026-03-01 EUR", "2026-02-01 EUR", "2026-02-01 USD", "2026-01-05 JPY", "2026-01-01 EUR"]);
  expect(await listed("&currency=EUR&on=2026-02-28")).toEqual(["2026-02-01 EUR", "2026-01-01 EUR"]);
});

test("a rate is corrected and taken away by whoever saw its last version", async () => {
  const { accountant, enter } = await opened();
  const { body } = await enter("EUR", "0.85", "2026-01-10");
  const path = `/finance/rates/${body.id}`;
  const ifMatch = (version: string) => ({ headers: { "if-match": version } });
  expect((await accountant.patch(path, { rate: "0.87" }, ifMatch('"v1"'))).body).toMatchObject({ rate: "0.87", version: 2 });
  expect((await accountant.patch(path, { rate: "0.88" }, ifMatch('"v1"'))).status).toBe(412);
  expect((await accountant.delete(path, ifMatch('"v1"'))).status).toBe(412);
  expect((await accountant.delete(path, ifMatch('"v2"'))).body).toMatchObject({ rate: "0.87" });
  expect((await accountant.get(path)).status).toBe(404);
});

test("rates that make no sense are refused", async () => {
  const { enter } = await opened();
  for (const rate of ["0", "-1", "1e3", "0.0000000000001", ""]) expect((await enter("EUR", rate, "2026-01-01")).status).toBe(422);
  expect((await enter("GBP", "1", "2026-01-01")).body.code).toBe("rate.base_currency");
  expect((await enter("XXX", "1", "2026-01-01")).status).toBe(422);
  const answers = await Promise.all([enter("EUR", "1", "2026-01-01"), enter("EUR", "2", "2026-01-01")]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test("another company's rate is not there, and changing one is a permission of its own", async () => {
  const [ours, theirs] = await Promise.all([opened(), opened()]);
  const { body } = await theirs.enter("EUR", "0.85", "2026-01-10");
  const path = `/finance/rates/${body.id}`;
  expect((await ours.accountant.get(path)).status).toBe(404);
  expect((await ours.accountant.patch(path, { rate: "1" })).status).toBe(404);
  expect((await ours.accountant.delete(path)).status).toBe(404);
  const sales = await aCaller(theirs.company, ["sales"]);
  expect((await sales.get(path)).body.rate).toBe("0.85");
  expect((await sales.post("/finance/rates", { currency: "EUR", rate: "1", validOn: "2026-02-01" })).status).toBe(403);
  expect((await sales.patch(path, { rate: "1" })).status).toBe(403);
  expect((await sales.delete(path)).status).toBe(403);
  const employee = await aCaller(theirs.company, ["employee"]);
  for (const one of [path, "/finance/rates"]) expect((await employee.get(one)).status).toBe(403);
});
