import { type Kysely, sql } from "kysely";

/**
 * Companies from before there were returns get the usual taxes and boxes of their chart, beside what they have: a code, an account or a rate that is there stays
 * as it is. And results that were told from old documents learn the version of their rate, so that a report shows one row for a tax, not two.
 */
export const up = async (db: Kysely<unknown>) => {
  await rates(db);
  await sql`create temporary table usual_taxes (company_id uuid, data jsonb) on commit drop`.execute(db);
  for (const [chart, texts] of Object.entries(USUAL)) {
    await sql`insert into usual_taxes select c.id, ${JSON.stringify(parsed(texts))}::jsonb from shared.company c
               where c.chart = ${chart} and not exists (select from finance.tax_box b where b.company_id = c.id)
                 and exists (select from finance.account_rule r where r.company_id = c.id)`.execute(db);
  }
  await codes(db);
  await boxes(db);
  await sql`drop table usual_taxes`.execute(db);
};

/** Of the versions of a tax that of the document's rate, best the one of its day; of an entry by hand that of its day. */
const rates = (db: Kysely<unknown>) =>
  sql`
  alter table finance.tax_result disable trigger append_only;
  update finance.tax_result r set tax_rate_id = v.id
    from finance.tax_result o
   cross join lateral (
         select v.id from finance.tax_rate v
          where v.company_id = o.company_id and v.tax_code_id = o.tax_code_id
            and case when o.line_id is null then v.valid @> o.effective_on
                     else v.rate = (select (x ->> 'rate')::numeric from finance.invoice_line l, jsonb_array_elements(l.taxes) x
                                     where l.company_id = o.company_id and l.id = o.line_id and x ->> 'taxCodeId' = o.tax_code_id::text limit 1) end
          order by v.valid @> o.effective_on desc, v.valid desc limit 1) v
   where o.tax_rate_id is null and r.company_id = o.company_id and r.entry_id = o.entry_id and r.position = o.position;
  alter table finance.tax_result enable trigger append_only;
`.execute(db);

const codes = (db: Kysely<unknown>) =>
  sql`
  insert into finance.account (id, company_id, code, name, type, subtype, normal_balance)
  select gen_random_uuid(), u.company_id, a.code, a.name, a.type, a.subtype, a.normal
    from usual_taxes u, jsonb_to_recordset(u.data -> 'accounts') as a (code text, name text, type text, subtype text, normal text)
      on conflict do nothing;

  /* A tax whose accounts are headings or out of use here is left out. */
  insert into finance.tax_code (id, company_id, code, name, kind, usage, treatment, category, exemption_code, recognised_on, account_id, reverse_account_id, pending_account_id)
  select gen_random_uuid(), u.company_id, t.code, t.name, 'percent', t.usage, t.treatment, nullif(t.category, ''), t.exempt, case when t.pending is null then 'document' else 'payment' end, a.id, r.id, p.id
    from usual_taxes u
   cross join jsonb_to_recordset(u.data -> 'taxes') as t (code text, name text, usage text, treatment text, category text, account text, reverse text, pending text, exempt text)
    join finance.account a on a.company_id = u.company_id and a.code = t.account and a.active and not a.is_group
    left join finance.account r on r.company_id = u.company_id and r.code = t.reverse and r.active and not r.is_group
    left join finance.account p on p.company_id = u.company_id and p.code = t.pending and p.active and not p.is_group
   where (t.reverse is null or r.id is not null) and (t.pending is null or p.id is not null)
      on conflict do nothing;

  insert into finance.tax_rate (id, company_id, tax_code_id, rate, deductible_percent, valid)
  select gen_random_uuid(), u.company_id, c.id, t.rate, coalesce(t.deductible, 100), '[,)'
    from usual_taxes u
   cross join jsonb_to_recordset(u.data -> 'taxes') as t (code text, usage text, treatment text, rate numeric, deductible numeric)
    join finance.tax_code c on c.company_id = u.company_id and c.code = t.code and c.usage = t.usage and c.treatment = t.treatment
   where not exists (select from finance.tax_rate v where v.company_id = u.company_id and v.tax_code_id = c.id);

  insert into finance.tax_class_code (company_id, tax_class, position, tax_code_id)
  select u.company_id, t.class, 1, c.id
    from usual_taxes u
   cross join jsonb_to_recordset(u.data -> 'taxes') as t (code text, class text)
    join finance.tax_code c on c.company_id = u.company_id and c.code = t.code
   where t.class is not null and not exists (select from finance.tax_class_code k where k.company_id = u.company_id and k.tax_class = t.class);
`.execute(db);

/** Bills bore the taxes of sales when there were no others: where they did, what a box takes of a purchase's tax it takes of those too. */
const boxes = (db: Kysely<unknown>) =>
  sql`
  insert into finance.tax_box (id, company_id, return_code, box, name, position)
  select gen_random_uuid(), u.company_id, b."returnCode", b.box, b.name, b.position
    from usual_taxes u, jsonb_to_recordset(u.data -> 'boxes') as b ("returnCode" text, box text, name text, position smallint);

  insert into finance.tax_box_term (id, company_id, box_id, sign, amount, part, tax_code_id, of_box_id)
  select gen_random_uuid(), u.company_id, own.id, t.sign, t.amount, t.part, c.id, of_box.id
    from usual_taxes u
   cross join jsonb_to_recordset(u.data -> 'terms') as t ("returnCode" text, box text, sign smallint, amount text, part text, code text, "ofBox" text)
    join finance.tax_box own on own.company_id = u.company_id and own.return_code = t."returnCode" and own.box = t.box
    left join finance.tax_box of_box on of_box.company_id = u.company_id and of_box.return_code = t."returnCode" and of_box.box = t."ofBox"
    left join finance.tax_code c on c.company_id = u.company_id and (c.code = t.code or (t.part = 'input' and 'P-' || c.code = t.code and c.usage = 'sale'
              and exists (select from finance.tax_result r where r.company_id = c.company_id and r.tax_code_id = c.id and r.part = 'input')))
   where (t.code is null and of_box.id is not null) or c.id is not null
      on conflict do nothing;
`.execute(db);

type Texts = Readonly<Record<"accounts" | "taxes" | "boxes", string>>;

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((row) => row.split("|"));

/** "+tax/output:STANDARD,REDUCED" or "-box:4". */
const termsOf = (returnCode: string, box: string, text: string) =>
  text
    .split(" ")
    .filter((term) => term !== "")
    .flatMap((term) => {
      const [what = "", names = ""] = term.slice(1).split(":");
      const [amount, part] = what.split("/");
      const sign = term.startsWith("-") ? -1 : 1;
      return names.split(",").map((name) => ({
        ...{ returnCode, box, sign },
        ...(amount === "box" ? { amount: null, part: null, code: null, ofBox: name } : { amount, part, code: name, ofBox: null }),
      }));
    });

const parsed = ({ accounts, taxes, boxes: all }: Texts) => ({
  accounts: rowsOf(accounts).map(([code, name, type, subtype, normal]) => ({ code, name, type, subtype, normal })),
  taxes: rowsOf(taxes).map(([code, name, usage, treatment, category, rate, account, more = ""]) => ({
    ...{ code, name, usage, treatment, category, rate, account },
    ...Object.fromEntries(
      more
        .split(" ")
        .filter((pair) => pair !== "")
        .map((pair) => pair.split("=")),
    ),
  })),
  boxes: rowsOf(all).map(([returnCode, box, name], index) => ({ returnCode, box, name, position: index + 1 })),
  terms: rowsOf(all).flatMap(([returnCode = "", box = "", , terms = ""]) => termsOf(returnCode, box, terms)),
});

/** As the charts had them when this was written. Account: code|name|type|subtype|normal balance; tax and box as in core/finance/taxes. */
const USUAL: Readonly<Record<string, Texts>> = {
  uk: {
    accounts: `
2200|Output VAT|liability|tax|credit
2201|Input VAT|liability|tax|credit
`,
    taxes: `
STANDARD|VAT 20 %|sale|standard|S|20|2200|class=standard
REDUCED|VAT 5 %|sale|standard|S|5|2200|class=reduced
ZERO|VAT 0 %|sale|standard|Z|0|2200|class=zero
EXEMPT|Exempt from VAT|sale|standard|E|0|2200|class=exempt
EXPORT|Export outside the UK|sale|standard|G|0|2200|exempt=VATEX-EU-G
OUTSIDE|Outside the scope of VAT|sale|standard|O|0|2200|exempt=VATEX-EU-O
RC-SALE|Domestic reverse charge, sale|sale|standard|AE|0|2200|exempt=VATEX-EU-AE
P-STANDARD|Input VAT 20 %|purchase|standard|S|20|2201|
P-REDUCED|Input VAT 5 %|purchase|standard|S|5|2201|
P-ZERO|Input VAT 0 %|purchase|standard|Z|0|2201|
P-EXEMPT|Exempt purchase|purchase|standard|E|0|2201|
P-BLOCKED|Input VAT 20 %, not reclaimable|purchase|standard|S|20|2201|deductible=0
P-CAR-LEASE|Input VAT 20 % on a leased car, half reclaimable|purchase|standard|S|20|2201|deductible=50
P-RC|Domestic reverse charge 20 %|purchase|reverse_charge|AE|20|2201|reverse=2200
P-RC-SERVICES|Services from abroad, reverse charge 20 %|purchase|reverse_charge|AE|20|2201|reverse=2200
P-IMPORT|Postponed import VAT 20 %|purchase|reverse_charge|S|20|2201|reverse=2200
`,
    boxes: `
VAT100|1|VAT due on sales and other outputs|+tax/output:STANDARD,REDUCED,P-RC,P-RC-SERVICES,P-IMPORT
VAT100|2|VAT due on acquisitions from EU member states into Northern Ireland|
VAT100|3|Total VAT due|+box:1 +box:2
VAT100|4|VAT reclaimed on purchases and other inputs|+deductible/input:P-STANDARD,P-REDUCED,P-BLOCKED,P-CAR-LEASE,P-RC,P-RC-SERVICES,P-IMPORT
VAT100|5|Net VAT to pay or reclaim|+box:3 -box:4
VAT100|6|Total value of sales without VAT|+base/output:STANDARD,REDUCED,ZERO,EXEMPT,EXPORT,RC-SALE,P-RC-SERVICES
VAT100|7|Total value of purchases without VAT|+base/input:P-STANDARD,P-REDUCED,P-ZERO,P-EXEMPT,P-BLOCKED,P-CAR-LEASE,P-RC,P-RC-SERVICES,P-IMPORT
VAT100|8|Dispatches of goods to EU member states from Northern Ireland|
VAT100|9|Acquisitions of goods from EU member states into Northern Ireland|
`,
  },
  "de-skr03": {
    accounts: `
1571|Input VAT 7%|asset|tax|debit
1574|Input VAT on intra-EU acquisition 19%|asset|tax|debit
1576|Input VAT 19%|asset|tax|debit
1577|Input VAT reverse charge 19%|asset|tax|debit
1771|Output VAT 7%|liability|tax|credit
1774|Output VAT on intra-EU acquisition 19%|liability|tax|credit
1776|Output VAT 19%|liability|tax|credit
1787|Output VAT reverse charge 19%|liability|tax|credit
`,
    taxes: `
STANDARD|USt 19 %|sale|standard|S|19|1776|class=standard
REDUCED|USt 7 %|sale|standard|S|7|1771|class=reduced
ZERO|USt 0 %|sale|standard|Z|0|1776|class=zero
EXEMPT|Steuerfrei nach § 4 UStG|sale|standard|E|0|1776|exempt=VATEX-EU-132 class=exempt
EU-SUPPLY|Innergemeinschaftliche Lieferung|sale|standard|K|0|1776|exempt=VATEX-EU-IC
EXPORT|Ausfuhrlieferung|sale|standard|G|0|1776|exempt=VATEX-EU-G
RC-SALE|Steuerschuld des Empfängers, § 13b UStG|sale|standard|AE|0|1776|exempt=VATEX-EU-AE
P-STANDARD|Vorsteuer 19 %|purchase|standard|S|19|1576|
P-REDUCED|Vorsteuer 7 %|purchase|standard|S|7|1571|
P-ZERO|Ohne Vorsteuer|purchase|standard|Z|0|1576|
P-NONE|Vorsteuer 19 %, nicht abziehbar|purchase|standard|S|19|1576|deductible=0
P-EU|Innergemeinschaftlicher Erwerb 19 %|purchase|reverse_charge|K|19|1574|reverse=1774
P-RC|Leistung nach § 13b UStG 19 %|purchase|reverse_charge|AE|19|1577|reverse=1787
`,
    boxes: `
USTVA|81|Steuerpflichtige Umsätze zu 19 %|+base/output:STANDARD
USTVA|81-T|Steuer zu 19 %|+tax/output:STANDARD
USTVA|86|Steuerpflichtige Umsätze zu 7 %|+base/output:REDUCED
USTVA|86-T|Steuer zu 7 %|+tax/output:REDUCED
USTVA|41|Innergemeinschaftliche Lieferungen|+base/output:EU-SUPPLY
USTVA|43|Weitere steuerfreie Umsätze mit Vorsteuerabzug|+base/output:EXPORT,ZERO
USTVA|48|Steuerfreie Umsätze ohne Vorsteuerabzug|+base/output:EXEMPT
USTVA|60|Umsätze, für die der Empfänger die Steuer schuldet|+base/output:RC-SALE
USTVA|89|Innergemeinschaftliche Erwerbe zu 19 %|+base/output:P-EU
USTVA|89-T|Steuer darauf|+tax/output:P-EU
USTVA|46|Leistungen nach § 13b UStG|+base/output:P-RC
USTVA|47|Steuer darauf|+tax/output:P-RC
USTVA|66|Vorsteuer aus Rechnungen|+deductible/input:P-STANDARD,P-REDUCED,P-NONE
USTVA|61|Vorsteuer aus innergemeinschaftlichem Erwerb|+deductible/input:P-EU
USTVA|67|Vorsteuer nach § 13b UStG|+deductible/input:P-RC
USTVA|83|Verbleibende Vorauszahlung|+box:81-T +box:86-T +box:89-T +box:47 -box:66 -box:61 -box:67
`,
  },
  "fr-pcg": {
    accounts: `
4452|Intra-EU VAT due|liability|tax|credit
44562|VAT on fixed assets|asset|tax|debit
44566|VAT on other goods and services|asset|tax|debit
44571|VAT collected|liability|tax|credit
44574|VAT collected, not due yet|liability|tax|credit
`,
    taxes: `
STANDARD|TVA 20 %|sale|standard|S|20|44571|class=standard
REDUCED|TVA 5,5 %|sale|standard|S|5.5|44571|class=reduced
INTERMEDIATE|TVA 10 %|sale|standard|S|10|44571|class=intermediate
SUPER-REDUCED|TVA 2,1 %|sale|standard|S|2.1|44571|class=super_reduced
ZERO|TVA 0 %|sale|standard|Z|0|44571|class=zero
EXEMPT|Exonéré de TVA|sale|standard|E|0|44571|exempt=VATEX-EU-132 class=exempt
EU-SUPPLY|Livraison intracommunautaire|sale|standard|K|0|44571|exempt=VATEX-EU-IC
EXPORT|Exportation|sale|standard|G|0|44571|exempt=VATEX-EU-G
RC-SALE|Autoliquidation par le preneur|sale|standard|AE|0|44571|exempt=VATEX-EU-AE
SERVICES|TVA 20 % sur encaissements|sale|standard|S|20|44571|pending=44574
P-STANDARD|TVA déductible 20 %|purchase|standard|S|20|44566|
P-INTERMEDIATE|TVA déductible 10 %|purchase|standard|S|10|44566|
P-REDUCED|TVA déductible 5,5 %|purchase|standard|S|5.5|44566|
P-ASSETS|TVA déductible 20 % sur immobilisations|purchase|standard|S|20|44562|
P-FUEL|TVA 20 % sur carburants, déductible à 80 %|purchase|standard|S|20|44566|deductible=80
P-NONE|TVA 20 % non déductible|purchase|standard|S|20|44566|deductible=0
P-EU|Acquisition intracommunautaire 20 %|purchase|reverse_charge|K|20|44566|reverse=4452
P-RC|Autoliquidation 20 %|purchase|reverse_charge|AE|20|44566|reverse=44571
`,
    boxes: `
CA3|A1|Ventes, prestations de services|+base/output:STANDARD,REDUCED,INTERMEDIATE,SUPER-REDUCED,SERVICES
CA3|A3|Achats de prestations de services autoliquidés|+base/output:P-RC
CA3|B2|Acquisitions intracommunautaires|+base/output:P-EU
CA3|E1|Exportations hors UE|+base/output:EXPORT
CA3|E2|Autres opérations non imposables|+base/output:EXEMPT,ZERO,RC-SALE
CA3|F2|Livraisons intracommunautaires|+base/output:EU-SUPPLY
CA3|08|Base au taux normal 20 %|+base/output:STANDARD,SERVICES,P-EU,P-RC
CA3|08-T|Taxe au taux normal|+tax/output:STANDARD,SERVICES,P-EU,P-RC
CA3|09|Base au taux réduit 5,5 %|+base/output:REDUCED
CA3|09-T|Taxe au taux réduit 5,5 %|+tax/output:REDUCED
CA3|9B|Base au taux réduit 10 %|+base/output:INTERMEDIATE
CA3|9B-T|Taxe au taux réduit 10 %|+tax/output:INTERMEDIATE
CA3|14|Base au taux particulier 2,1 %|+base/output:SUPER-REDUCED
CA3|14-T|Taxe au taux particulier 2,1 %|+tax/output:SUPER-REDUCED
CA3|16|Total de la TVA brute due|+box:08-T +box:09-T +box:9B-T +box:14-T
CA3|17|Dont TVA sur acquisitions intracommunautaires|+tax/output:P-EU
CA3|19|TVA déductible sur immobilisations|+deductible/input:P-ASSETS
CA3|20|TVA déductible sur autres biens et services|+deductible/input:P-STANDARD,P-INTERMEDIATE,P-REDUCED,P-FUEL,P-NONE,P-EU,P-RC
CA3|23|Total de la TVA déductible|+box:19 +box:20
CA3|28|TVA nette due|+box:16 -box:23
`,
  },
  "us-gaap": {
    accounts: `
1400|Input sales tax recoverable|asset|tax|debit
2130|Federal income tax withheld|liability|payroll|credit
2200|Sales tax payable|liability|tax|credit
`,
    taxes: `
STATE|State sales tax (set the rate of your state)|sale|standard|S|6.25|2200|
LOCAL|Local sales tax (set the rate of your county)|sale|standard|S|2|2200|
RESALE|Exempt: for resale|sale|standard|E|0|2200|exempt=RESALE class=exempt
NONPROFIT|Exempt: non-profit organization|sale|standard|E|0|2200|exempt=NONPROFIT
USE-TAX|Use tax|purchase|reverse_charge||6.25|1400|reverse=2200 deductible=0
BACKUP|Backup withholding 24 %|purchase|withholding||24|2130|
`,
    boxes: `
SALES-TAX|1|Gross sales|+base/output:STATE,RESALE,NONPROFIT
SALES-TAX|2|Exempt sales|+base/output:RESALE,NONPROFIT
SALES-TAX|3|Taxable sales|+box:1 -box:2
SALES-TAX|4|State tax|+tax/output:STATE
SALES-TAX|5|Local tax|+tax/output:LOCAL
SALES-TAX|6|Purchases subject to use tax|+base/output:USE-TAX
SALES-TAX|7|Use tax|+tax/output:USE-TAX
SALES-TAX|8|Total due|+box:4 +box:5 +box:7
`,
  },
  ifrs: {
    accounts: `
1700|Input VAT|asset|tax|debit
1710|Current tax assets|asset|tax|debit
3450|Social security and withheld tax|liability|payroll|credit
3500|Output VAT|liability|tax|credit
`,
    taxes: `
STANDARD|VAT 20 % (set the rate of your country)|sale|standard|S|20|3500|
ZERO|VAT 0 %|sale|standard|Z|0|3500|
EXEMPT|Exempt from VAT|sale|standard|E|0|3500|class=exempt
EXPORT|Export|sale|standard|G|0|3500|
WITHHELD|Tax withheld by customers 10 %|sale|withholding||10|1710|
P-STANDARD|Input VAT 20 % (set the rate of your country)|purchase|standard|S|20|1700|
P-RC|Reverse charge 20 %|purchase|reverse_charge|AE|20|1700|reverse=3500
P-WITHHELD|Withholding tax 10 %|purchase|withholding||10|3450|
`,
    boxes: `
VAT|1|Sales|+base/output:STANDARD,ZERO,EXEMPT,EXPORT
VAT|2|Tax on sales|+tax/output:STANDARD
VAT|3|Tax owed for purchases|+tax/output:P-RC
VAT|4|Purchases|+base/input:P-STANDARD,P-RC
VAT|5|Deductible tax|+deductible/input:P-STANDARD,P-RC
VAT|6|To be paid|+box:2 +box:3 -box:5
WITHHOLDING|1|Payments subject to withholding|+base/withheld:P-WITHHELD
WITHHOLDING|2|Tax withheld|+tax/withheld:P-WITHHELD
`,
  },
};
