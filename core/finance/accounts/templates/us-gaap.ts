/** code|name|local name|type|subtype|normal balance|contra. General knowledge of this chart; have it checked by an accountant before production. */
export const chart = `
1000|Petty cash||asset|cash|debit|0
1010|Operating bank account||asset|bank|debit|0
1020|Payroll bank account||asset|bank|debit|0
1050|Undeposited funds||asset|clearing|debit|0
1060|Bank transfer clearing||asset|clearing|debit|0
1100|Accounts receivable, trade||asset|receivable|debit|0
1110|Accounts receivable, foreign currency||asset|receivable|debit|0
1150|Allowance for credit losses||asset|receivable|credit|1
1200|Raw materials||asset|inventory|debit|0
1210|Work in process||asset|inventory|debit|0
1220|Finished goods and merchandise||asset|inventory|debit|0
1290|Goods received not invoiced||asset|clearing|debit|0
1300|Prepaid expenses||asset|other_current|debit|0
1310|Prepaid insurance||asset|other_current|debit|0
1320|Employee advances||asset|other_current|debit|0
1330|Supplier advances||asset|other_current|debit|0
1350|Short-term investments||asset|other_current|debit|0
1400|Input sales tax recoverable||asset|tax|debit|0
1500|Land||asset|fixed_asset|debit|0
1510|Buildings||asset|fixed_asset|debit|0
1520|Machinery and equipment||asset|fixed_asset|debit|0
1530|Vehicles||asset|fixed_asset|debit|0
1540|Furniture and fixtures||asset|fixed_asset|debit|0
1550|Computer equipment||asset|fixed_asset|debit|0
1610|Accumulated depreciation, buildings||asset|fixed_asset|credit|1
1620|Accumulated depreciation, machinery||asset|fixed_asset|credit|1
1630|Accumulated depreciation, vehicles||asset|fixed_asset|credit|1
1640|Accumulated depreciation, furniture||asset|fixed_asset|credit|1
1650|Accumulated depreciation, computers||asset|fixed_asset|credit|1
1700|Goodwill||asset|intangible|debit|0
1710|Capitalized software||asset|intangible|debit|0
1760|Accumulated amortization||asset|intangible|credit|1
1800|Operating lease right-of-use assets||asset|non_current|debit|0
1850|Deferred tax assets||asset|non_current|debit|0
1900|Long-term deposits||asset|non_current|debit|0
2000|Accounts payable, trade||liability|payable|credit|0
2010|Accounts payable, foreign currency||liability|payable|credit|0
2050|Received not billed||liability|clearing|credit|0
2100|Accrued expenses||liability|accrued|credit|0
2110|Accrued wages||liability|payroll|credit|0
2120|Accrued vacation||liability|payroll|credit|0
2130|Federal income tax withheld||liability|payroll|credit|0
2140|State income tax withheld||liability|payroll|credit|0
2150|FICA payable, employee and employer||liability|payroll|credit|0
2160|Health insurance payable||liability|payroll|credit|0
2170|401(k) contributions payable||liability|payroll|credit|0
2180|Employee expense claims payable||liability|payroll|credit|0
2200|Sales tax payable||liability|tax|credit|0
2210|Income tax payable||liability|tax|credit|0
2300|Deferred revenue||liability|deferred|credit|0
2310|Customer deposits||liability|deferred|credit|0
2400|Short-term debt and credit line||liability|loan|credit|0
2410|Credit card payable||liability|loan|credit|0
2500|Operating lease liability, current||liability|lease|credit|0
2600|Long-term debt||liability|loan|credit|0
2610|Operating lease liability, non-current||liability|lease|credit|0
2700|Deferred tax liabilities||liability|non_current|credit|0
3000|Common stock||equity|capital|credit|0
3010|Additional paid-in capital||equity|capital|credit|0
3100|Treasury stock||equity|capital|debit|1
3200|Retained earnings||equity|retained|credit|0
3210|Dividends declared||equity|retained|debit|1
3300|Accumulated other comprehensive income||equity|oci|credit|0
3900|Opening balance equity||equity|opening|credit|0
4000|Product sales||income|revenue|credit|0
4010|Service revenue||income|revenue|credit|0
4020|Subscription revenue||income|revenue|credit|0
4050|Shipping charged to customers||income|revenue|credit|0
4100|Sales returns and allowances||income|revenue|debit|1
4110|Sales discounts||income|revenue|debit|1
4900|Interest income||income|other_income|credit|0
4910|Gain on disposal of assets||income|other_income|credit|0
4920|Realized foreign exchange gain||income|other_income|credit|0
4930|Unrealized foreign exchange gain||income|other_income|credit|0
4990|Miscellaneous income||income|other_income|credit|0
5000|Cost of goods sold||expense|cogs|debit|0
5010|Purchase price variance||expense|cogs|debit|0
5020|Inventory adjustments||expense|cogs|debit|0
5030|Freight in||expense|cogs|debit|0
6000|Salaries and wages||expense|payroll|debit|0
6010|Employer payroll taxes||expense|payroll|debit|0
6020|Employee benefits||expense|payroll|debit|0
6030|Bonuses and commissions||expense|payroll|debit|0
6100|Rent||expense|opex|debit|0
6110|Utilities||expense|opex|debit|0
6120|Telephone and internet||expense|opex|debit|0
6130|Office supplies||expense|opex|debit|0
6140|Software subscriptions||expense|opex|debit|0
6150|Insurance||expense|opex|debit|0
6160|Repairs and maintenance||expense|opex|debit|0
6200|Advertising and marketing||expense|opex|debit|0
6210|Travel||expense|opex|debit|0
6220|Meals and entertainment||expense|opex|debit|0
6300|Professional fees||expense|opex|debit|0
6310|Bank charges||expense|opex|debit|0
6320|Merchant fees||expense|opex|debit|0
6400|Depreciation||expense|depreciation|debit|0
6410|Amortization||expense|depreciation|debit|0
6500|Credit loss expense||expense|opex|debit|0
6900|Rounding differences||expense|other_expense|debit|0
7000|Interest expense||expense|other_expense|debit|0
7010|Realized foreign exchange loss||expense|other_expense|debit|0
7020|Unrealized foreign exchange loss||expense|other_expense|debit|0
7030|Loss on disposal of assets||expense|other_expense|debit|0
8000|Income tax expense||expense|tax|debit|0
`;

/** code|name|local name|type|heading above|codes of the accounts below, by their beginnings. The last that fits an account is its heading. */
export const headings = `
1|Assets||asset||
10|Cash and cash equivalents||asset|1|1000-1060
11|Receivables||asset|1|1100-1150
12|Inventories||asset|1|1200-1290
13|Other current assets||asset|1|1300-1400
15|Property, plant and equipment||asset|1|1500-1650
17|Intangible assets||asset|1|1700-1760
18|Other non-current assets||asset|1|1800-1900
19|Suspense||asset|1|1990
2|Liabilities||liability||
20|Payables and accruals||liability|2|2000-2100
21|Payroll liabilities||liability|2|2110-2180
22|Taxes payable||liability|2|2200-2210
23|Deferred revenue and deposits||liability|2|2300-2310
24|Current borrowings and leases||liability|2|2400-2500
26|Non-current liabilities||liability|2|2600-2700
3|Equity||equity||3000-3900
4|Income||income||
40|Revenue||income|4|4000-4110
49|Other income||income|4|4900-4990
5|Cost of sales||expense||5000-5040
6|Operating expenses||expense||6500-6900
60|Personnel||expense|6|6000-6030
61|Premises and office||expense|6|6100-6160
62|Sales and travel||expense|6|6200-6220
63|Professional and bank fees||expense|6|6300-6320
64|Depreciation and amortization||expense|6|6400-6410
7|Other expenses||expense||7000-7030
8|Income taxes||expense||8000
`;
