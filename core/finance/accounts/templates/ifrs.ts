/** code|name|local name|type|subtype|normal balance|contra. General knowledge of this chart; have it checked by an accountant before production. */
export const chart = `
1100|Property, plant and equipment at cost||asset|fixed_asset|debit|0
1109|Accumulated depreciation||asset|fixed_asset|credit|1
1150|Right-of-use assets||asset|non_current|debit|0
1159|Accumulated depreciation of right-of-use assets||asset|non_current|credit|1
1200|Intangible assets at cost||asset|intangible|debit|0
1209|Accumulated amortisation||asset|intangible|credit|1
1250|Goodwill||asset|intangible|debit|0
1300|Investments||asset|non_current|debit|0
1400|Deferred tax assets||asset|non_current|debit|0
1500|Inventories||asset|inventory|debit|0
1509|Write-down of inventories||asset|inventory|credit|1
1600|Trade receivables||asset|receivable|debit|0
1609|Loss allowance on trade receivables||asset|receivable|credit|1
1620|Contract assets||asset|receivable|debit|0
1630|Other receivables||asset|other_current|debit|0
1640|Prepayments||asset|other_current|debit|0
1650|Employee advances||asset|other_current|debit|0
1700|Input VAT||asset|tax|debit|0
1710|Current tax assets||asset|tax|debit|0
1800|Bank, functional currency||asset|bank|debit|0
1810|Bank, foreign currency||asset|bank|debit|0
1820|Cash in hand||asset|cash|debit|0
1890|Cash in transit||asset|clearing|debit|0
2100|Issued capital||equity|capital|credit|0
2110|Share premium||equity|capital|credit|0
2200|Retained earnings||equity|retained|credit|0
2210|Other reserves||equity|oci|credit|0
2220|Foreign currency translation reserve||equity|oci|credit|0
2290|Dividends||equity|retained|debit|1
3100|Borrowings, non-current||liability|loan|credit|0
3150|Lease liabilities, non-current||liability|lease|credit|0
3200|Provisions, non-current||liability|provision|credit|0
3250|Employee benefit obligations||liability|provision|credit|0
3300|Deferred tax liabilities||liability|non_current|credit|0
3400|Trade payables||liability|payable|credit|0
3410|Goods received not invoiced||liability|accrued|credit|0
3420|Accrued expenses||liability|accrued|credit|0
3430|Contract liabilities||liability|deferred|credit|0
3440|Salaries payable||liability|payroll|credit|0
3450|Social security and withheld tax||liability|payroll|credit|0
3460|Holiday pay accrual||liability|payroll|credit|0
3470|Employee expense claims||liability|payroll|credit|0
3500|Output VAT||liability|tax|credit|0
3510|Current tax liabilities||liability|tax|credit|0
3600|Borrowings, current||liability|loan|credit|0
3650|Lease liabilities, current||liability|lease|credit|0
3700|Provisions, current||liability|provision|credit|0
4100|Revenue from goods||income|revenue|credit|0
4200|Revenue from services||income|revenue|credit|0
4300|Trade discounts and returns||income|revenue|debit|1
4800|Other income||income|other_income|credit|0
4810|Gain on disposal||income|other_income|credit|0
4900|Finance income||income|other_income|credit|0
4910|Foreign exchange gains||income|other_income|credit|0
5100|Cost of goods sold||expense|cogs|debit|0
5200|Inventory write-downs||expense|cogs|debit|0
6100|Wages and salaries||expense|payroll|debit|0
6110|Social security costs||expense|payroll|debit|0
6120|Pension costs||expense|payroll|debit|0
6200|Rent of short-term leases||expense|opex|debit|0
6300|Other operating expenses||expense|opex|debit|0
6310|Travel||expense|opex|debit|0
6320|Marketing||expense|opex|debit|0
6330|Professional fees||expense|opex|debit|0
6340|Bank charges||expense|opex|debit|0
6400|Depreciation and amortisation||expense|depreciation|debit|0
6500|Impairment losses on receivables||expense|opex|debit|0
6900|Rounding differences||expense|other_expense|debit|0
7100|Finance costs||expense|other_expense|debit|0
7110|Foreign exchange losses||expense|other_expense|debit|0
7200|Loss on disposal||expense|other_expense|debit|0
8100|Current income tax||expense|tax|debit|0
8200|Deferred tax||expense|tax|debit|0
`;

/** code|name|local name|type|heading above|codes of the accounts below, by their beginnings. The last that fits an account is its heading. */
export const headings = `
1|Assets||asset||1990
11|Property, plant and equipment||asset|1|1100-1109
115|Right-of-use assets||asset|1|1150-1159
12|Intangible assets||asset|1|1200-1250
13|Other non-current assets||asset|1|1300-1400
15|Inventories||asset|1|1500-1509
16|Receivables and prepayments||asset|1|1600-1650
17|Taxes receivable||asset|1|1700-1710
18|Cash and cash equivalents||asset|1|1800-1890
2|Equity||equity||2100-2990
3|Liabilities||liability||
31|Non-current liabilities||liability|3|3100-3300
34|Payables and accruals||liability|3|3400-3430
344|Employees||liability|3|3440-3470
35|Taxes payable||liability|3|3500-3510
36|Current borrowings and provisions||liability|3|3600-3700
4|Income||income||
41|Revenue||income|4|4100-4300
48|Other income||income|4|4800-4810
49|Finance income||income|4|4900-4910
5|Cost of sales||expense||5100-5200
6|Operating expenses||expense||6500-6900
61|Personnel||expense|6|6100-6120
63|Other operating expenses||expense|6|6200-6340
64|Depreciation and amortisation||expense|6|6400
7|Finance costs and losses||expense||7100-7200
8|Income tax||expense||8100-8200
`;
