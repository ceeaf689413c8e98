import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { setUpIdentity } from "#core/identity/set-up.ts";
import { aCaller } from "#core/testing/api.ts";
import { aCompany, contextOf, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aDimension } from "#core/testing/dimensions.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { chartTemplates } from "./chart-templates.ts";

/** A company with its roles and nothing else. */
const anEmptyCompany = async (): Promise<TestCompany> => {
  const id = uuidv7();
  const as: TestCompany["as"] = (options) => contextOf(id, options);
  await writing(as(), async (tx) => {
    const values = { id, name: `Empty ${id.slice(-6)}`, country: "GB", baseCurrency: "GBP", timeZone: "Europe/London", chart: "uk" };
    await tx.db.insertInto("shared.company").values(values).execute();
    await setUpIdentity(tx, { companyId: id });
  });
  return { id, currency: "GBP", today: "2026-03-31", as };
};

const imported = async (company: TestCompany, text: string, mode: "all" | "each" = "all") => {
  const kind = importKind("accounts");
  if (!kind) throw new Error("There is no import of accounts.");
  const reasons: string[] = [];
  const report = await importCsv(company.as(), {
    kind,
    source: async function* () {
      yield new TextEncoder().encode(text);
    },
    mode,
    dryRun: false,
    refuse: async (rows) => void reasons.push(...rows.map(({ line, reason }) => `${line}: ${reason}`)),
  });
  const { created, unchanged, refused } = resultOf(report);
  return { created, unchanged, refused, reasons };
};

test("a chart exported and imported into an empty company is the same chart", async () => {
  const company = await aCompany({ chart: "fr-pcg" });
  const accountant = await aCaller(company, ["accountant"]);
  const { body: roles } = await (await aCaller(company)).get("/platform/roles");
  const roleId = roles.items.find(({ system }: { system: string }) => system === "accountant").id;
  const heading = (await accountant.get("/finance/accounts?q=5&isGroup=true")).body.items[0].id;
  const dimensions = [(await aDimension(company, "cost-centre", [])).id, (await aDimension(company, "project", [])).id];
  const add = async (account: object) => {
    const { status, body } = await accountant.post("/finance/accounts", { name: "X", type: "asset", parentId: heading, ...account });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.id;
  };
  await add({
    code: "5121",
    name: '=SUM(1;2) "quoted", and\u00e9',
    nameLocal: "-12",
    currencies: ["EUR", "USD"],
    opensOn: "2025-01-01",
    closesOn: "2027-12-31",
  });
  await add({ code: "5122", requiredDimensionIds: dimensions, manualPosting: false, isContra: true, cashFlow: "working_capital" });
  await add({ code: "5123", postingRoleIds: [roleId] });
  await add({ code: "5124", postingRoleIds: [] });
  const old = await add({ code: "5125" });
  await accountant.patch(`/finance/accounts/${old}`, { active: false });

  const file = await accountant.get("/platform/exports/accounts");
  expect(file.headers.get("content-type")).toMatch(/text\/csv/);
  expect(file.body).toContain("5121,");
  const total = chartTemplates["fr-pcg"].accounts.length + 5;
  const empty = await anEmptyCompany();
  for (const code of ["cost-centre", "project"]) await aDimension(empty, code, []);
  expect(await imported(empty, file.body)).toEqual({ created: total, unchanged: 0, refused: 0, reasons: [] });
  const other = await aCaller(empty, ["accountant"]);
  expect((await other.get("/platform/exports/accounts")).body).toBe(file.body);
  const shape = async (caller: typeof other) => {
    const { items } = (await caller.get("/finance/accounts/tree")).body;
    return items.map(
      ({
        id: _,
        parentId: __,
        postingRoleIds,
        requiredDimensionIds,
        ...account
      }: {
        id: string;
        parentId: string;
        postingRoleIds: string[] | null;
        requiredDimensionIds: string[];
      }) => ({
        ...account,
        dimensions: requiredDimensionIds.length,
        posters: postingRoleIds?.length ?? null,
        version: 0,
      }),
    );
  };
  expect(await shape(other)).toEqual(await shape(accountant));
  expect(await imported(empty, file.body)).toMatchObject({ created: 0, unchanged: total });
  expect(await imported(company, file.body)).toMatchObject({ created: 0, unchanged: total });
});

test("headings may stand behind what is below them; what names nothing is refused with its reason", async () => {
  const company = await anEmptyCompany();
  const file = `code,name,type,heading,group,posting_roles,currencies,closes_on,required_dimensions
1210,Bank,asset,12,,,,
12,Bank and cash,asset,1,yes,,,
1,Assets,asset,,yes,,,
1220,Lost,asset,77,,,,
1230,Till,asset,12,,Juggler,,
1240,Dollars,asset,12,,accountant; administrator,usd,
1250,Euros,asset,12,,,EUR QQQ,
1260,Closed,asset,12,,accountant,EUR; USD,31.12.2026
4000,Sales,income,12,,,,
1300,Below an account,asset,1210,,,,
1400,Tide,asset,12,,,,,moon
`;
  const { reasons, ...report } = await imported(company, file, "each");
  expect(report).toEqual({ created: 5, unchanged: 0, refused: 6 });
  expect(reasons).toEqual([
    "5: parent: There is no heading 77.",
    "6: posting_roles: There is no role Juggler.",
    "8: currencies/1: This is not an active ISO 4217 currency with a minor unit.",
    "10: parentId: Account 4000 is of type income, its heading 12 of type asset.",
    "11: parentId: Account 1210 is no heading, so nothing stands below it.",
    "12: required_dimensions: There is no dimension moon.",
  ]);
});

test("exports are streamed to those who may see the list, of known kinds", async () => {
  const company = await aCompany();
  const [auditor, employee] = await Promise.all([aCaller(company, ["auditor"]), aCaller(company, ["employee"])]);
  const { status, headers, body } = await auditor.get("/platform/exports/parties");
  expect({ status, disposition: headers.get("content-disposition") }).toEqual({
    status: 200,
    disposition: 'attachment; filename="parties.csv"',
  });
  expect(typeof body).toBe("string");
  expect((await employee.get("/platform/exports/accounts")).status).toBe(403);
  expect(await auditor.get("/platform/exports/secrets")).toMatchObject({ status: 404, body: { code: "export_kind.missing" } });
});
