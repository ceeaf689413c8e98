/** code|name|local name|type|subtype|normal balance|contra. General knowledge of this chart; have it checked by an accountant before production. */
export const chart = `
0010|Freehold property||asset|fixed_asset|debit|0
0020|Plant and machinery||asset|fixed_asset|debit|0
0021|Plant and machinery depreciation||asset|fixed_asset|credit|1
0030|Office equipment||asset|fixed_asset|debit|0
0031|Office equipment depreciation||asset|fixed_asset|credit|1
0040|Furniture and fixtures||asset|fixed_asset|debit|0
0041|Furniture and fixtures depreciation||asset|fixed_asset|credit|1
0050|Motor vehicles||asset|fixed_asset|debit|0
0051|Motor vehicles depreciation||asset|fixed_asset|credit|1
1001|Stock||asset|inventory|debit|0
1002|Work in progress||asset|inventory|debit|0
1003|Finished goods||asset|inventory|debit|0
1100|Debtors control account||asset|receivable|debit|0
1101|Sundry debtors||asset|receivable|debit|0
1103|Prepayments||asset|other_current|debit|0
1104|Provision for doubtful debts||asset|receivable|credit|1
1200|Bank current account||asset|bank|debit|0
1210|Bank deposit account||asset|bank|debit|0
1220|Building society account||asset|bank|debit|0
1230|Petty cash||asset|cash|debit|0
1250|Payment provider clearing||asset|clearing|debit|0
2100|Creditors control account||liability|payable|credit|0
2101|Sundry creditors||liability|payable|credit|0
2109|Accruals||liability|accrued|credit|0
2110|Deferred income||liability|deferred|credit|0
2200|Output VAT||liability|tax|credit|0
2201|Input VAT||liability|tax|credit|0
2202|VAT liability||liability|tax|credit|0
2204|Manual VAT adjustments||liability|tax|credit|0
2210|PAYE||liability|payroll|credit|0
2211|National Insurance||liability|payroll|credit|0
2220|Net wages||liability|payroll|credit|0
2230|Pension fund||liability|payroll|credit|0
2250|Student loan deductions||liability|payroll|credit|0
2260|Employee expenses payable||liability|payroll|credit|0
2300|Loans||liability|loan|credit|0
2310|Hire purchase||liability|loan|credit|0
2320|Corporation tax||liability|tax|credit|0
2330|Directors loan account||liability|loan|credit|0
3000|Ordinary shares||equity|capital|credit|0
3010|Preference shares||equity|capital|credit|0
3050|Dividends||equity|retained|debit|1
3100|Reserves||equity|retained|credit|0
3200|Profit and loss account||equity|retained|credit|0
3900|Opening balances||equity|opening|credit|0
4000|Sales, standard rated||income|revenue|credit|0
4001|Sales, zero rated||income|revenue|credit|0
4002|Sales, exempt||income|revenue|credit|0
4003|Sales, export||income|revenue|credit|0
4009|Discounts allowed||income|revenue|debit|1
4010|Credit notes and returns||income|revenue|debit|1
4900|Miscellaneous income||income|other_income|credit|0
4901|Royalties received||income|other_income|credit|0
4904|Rent income||income|other_income|credit|0
4905|Distribution and carriage||income|other_income|credit|0
4906|Exchange gains||income|other_income|credit|0
4907|Bank interest received||income|other_income|credit|0
5000|Materials purchased||expense|cogs|debit|0
5002|Miscellaneous purchases||expense|cogs|debit|0
5003|Packaging||expense|cogs|debit|0
5100|Carriage in||expense|cogs|debit|0
5101|Import duty||expense|cogs|debit|0
5200|Opening stock||expense|cogs|debit|0
5201|Closing stock||expense|cogs|debit|0
5900|Stock adjustments||expense|cogs|debit|0
6000|Productive labour||expense|cogs|debit|0
6200|Sales promotion||expense|opex|debit|0
6201|Advertising||expense|opex|debit|0
7000|Gross wages||expense|payroll|debit|0
7003|Staff salaries||expense|payroll|debit|0
7004|Bonuses and commissions||expense|payroll|debit|0
7006|Employers National Insurance||expense|payroll|debit|0
7007|Employers pension||expense|payroll|debit|0
7010|Statutory sick pay||expense|payroll|debit|0
7011|Statutory maternity pay||expense|payroll|debit|0
7100|Rent||expense|opex|debit|0
7103|General rates||expense|opex|debit|0
7104|Premises insurance||expense|opex|debit|0
7200|Electricity||expense|opex|debit|0
7201|Gas||expense|opex|debit|0
7300|Fuel and oil||expense|opex|debit|0
7400|Travelling||expense|opex|debit|0
7401|Car hire||expense|opex|debit|0
7402|Hotels||expense|opex|debit|0
7403|Entertainment (not VAT reclaimable)||expense|opex|debit|0
7500|Printing||expense|opex|debit|0
7501|Postage and carriage||expense|opex|debit|0
7502|Telephone||expense|opex|debit|0
7504|Office stationery||expense|opex|debit|0
7600|Legal fees||expense|opex|debit|0
7601|Audit and accountancy fees||expense|opex|debit|0
7602|Consultancy fees||expense|opex|debit|0
7700|Equipment hire||expense|opex|debit|0
7800|Repairs and renewals||expense|opex|debit|0
7900|Bank interest paid||expense|other_expense|debit|0
7901|Bank charges||expense|opex|debit|0
7906|Exchange losses||expense|other_expense|debit|0
8000|Depreciation||expense|depreciation|debit|0
8100|Bad debt write off||expense|opex|debit|0
8102|Bad debt provision||expense|opex|debit|0
8200|Donations||expense|opex|debit|0
8201|Subscriptions||expense|opex|debit|0
8250|Rounding and sundry differences||expense|other_expense|debit|0
9500|Corporation tax charge||expense|tax|debit|0
9998|Suspense account||asset|suspense|debit|0
9999|Mispostings account||asset|suspense|debit|0
`;

/** code|name|local name|type|heading above|codes of the accounts below, by their beginnings. The last that fits an account is its heading. */
export const headings = `
0|Fixed assets||asset||0010-0051
1|Current assets||asset||
10|Stock||asset|1|1001-1003
11|Debtors||asset|1|1100-1104
12|Bank and cash||asset|1|1200-1250
99|Suspense||asset|1|9998-9999
2|Liabilities||liability||
21|Creditors and accruals||liability|2|2100-2110
220|VAT||liability|2|2200-2204
221|Payroll||liability|2|2210-2260
23|Loans and corporation tax||liability|2|2300-2330
3|Capital and reserves||equity||3000-3900
4|Income||income||
40|Sales||income|4|4000-4010
49|Other income||income|4|4900-4907
5|Cost of sales||expense||5000-6000
7|Overheads||expense||
62|Sales and marketing||expense|7|6200-6201
70|Staff||expense|7|7000-7011
71|Premises||expense|7|7100-7104
72|Heat and light||expense|7|7200-7201
73|Motor and travel||expense|7|7300-7403
75|Printing, post and telephone||expense|7|7500-7504
76|Professional fees||expense|7|7600-7602
77|Equipment and repairs||expense|7|7700-7800
79|Bank and finance||expense|7|7900-7906
80|Depreciation||expense|7|8000
81|Bad debts||expense|7|8100-8102
82|Sundry||expense|7|8200-8250
95|Taxation||expense||9500
`;
