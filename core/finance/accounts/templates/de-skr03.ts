/** code|name|local name|type|subtype|normal balance|contra. General knowledge of this chart; have it checked by an accountant before production. */
export const chart = `
0027|Software|EDV-Software|asset|intangible|debit|0
0085|Land and buildings|Grundstückswerte eigener bebauter Grundstücke|asset|fixed_asset|debit|0
0210|Machinery|Maschinen|asset|fixed_asset|debit|0
0320|Cars|Pkw|asset|fixed_asset|debit|0
0350|Trucks|Lkw|asset|fixed_asset|debit|0
0410|Office equipment|Geschäftsausstattung|asset|fixed_asset|debit|0
0420|Office furnishings|Büroeinrichtung|asset|fixed_asset|debit|0
0480|Low-value assets|Geringwertige Wirtschaftsgüter|asset|fixed_asset|debit|0
0630|Liabilities to banks|Verbindlichkeiten gegenüber Kreditinstituten|liability|loan|credit|0
0800|Subscribed capital|Gezeichnetes Kapital|equity|capital|credit|0
0840|Capital reserve|Kapitalrücklage|equity|capital|credit|0
0846|Legal reserve|Gesetzliche Rücklage|equity|retained|credit|0
0860|Profit carried forward|Gewinnvortrag vor Verwendung|equity|retained|credit|0
0868|Loss carried forward|Verlustvortrag vor Verwendung|equity|retained|debit|1
0950|Provisions for pensions|Rückstellungen für Pensionen|liability|provision|credit|0
0955|Tax provisions|Steuerrückstellungen|liability|provision|credit|0
0970|Other provisions|Sonstige Rückstellungen|liability|provision|credit|0
0980|Prepaid expenses|Aktive Rechnungsabgrenzung|asset|other_current|debit|0
0990|Deferred income|Passive Rechnungsabgrenzung|liability|deferred|credit|0
0996|General allowance on receivables|Pauschalwertberichtigung auf Forderungen|asset|receivable|credit|1
0998|Specific allowance on receivables|Einzelwertberichtigungen auf Forderungen|asset|receivable|credit|1
1000|Cash|Kasse|asset|cash|debit|0
1200|Bank|Bank|asset|bank|debit|0
1360|Cash in transit|Geldtransit|asset|clearing|debit|0
1400|Trade receivables|Forderungen aus Lieferungen und Leistungen|asset|receivable|debit|0
1460|Doubtful receivables|Zweifelhafte Forderungen|asset|receivable|debit|0
1500|Other assets|Sonstige Vermögensgegenstände|asset|other_current|debit|0
1510|Advance payments on stock|Geleistete Anzahlungen auf Vorräte|asset|other_current|debit|0
1530|Receivables from staff|Forderungen gegen Personal|asset|other_current|debit|0
1545|VAT receivable|Umsatzsteuerforderungen|asset|tax|debit|0
1571|Input VAT 7%|Abziehbare Vorsteuer 7 %|asset|tax|debit|0
1574|Input VAT on intra-EU acquisition 19%|Abziehbare Vorsteuer aus innergemeinschaftlichem Erwerb 19 %|asset|tax|debit|0
1576|Input VAT 19%|Abziehbare Vorsteuer 19 %|asset|tax|debit|0
1577|Input VAT reverse charge 19%|Abziehbare Vorsteuer § 13b UStG 19 %|asset|tax|debit|0
1590|Transitory items|Durchlaufende Posten|asset|clearing|debit|0
1600|Trade payables|Verbindlichkeiten aus Lieferungen und Leistungen|liability|payable|credit|0
1700|Other liabilities|Sonstige Verbindlichkeiten|liability|other_current|credit|0
1710|Advances received|Erhaltene Anzahlungen|liability|deferred|credit|0
1740|Wages and salaries payable|Verbindlichkeiten aus Lohn und Gehalt|liability|payroll|credit|0
1741|Wage tax payable|Verbindlichkeiten aus Lohn- und Kirchensteuer|liability|payroll|credit|0
1742|Social security payable|Verbindlichkeiten im Rahmen der sozialen Sicherheit|liability|payroll|credit|0
1771|Output VAT 7%|Umsatzsteuer 7 %|liability|tax|credit|0
1774|Output VAT on intra-EU acquisition 19%|Umsatzsteuer aus innergemeinschaftlichem Erwerb 19 %|liability|tax|credit|0
1776|Output VAT 19%|Umsatzsteuer 19 %|liability|tax|credit|0
1780|VAT prepayments|Umsatzsteuer-Vorauszahlungen|liability|tax|credit|0
1787|Output VAT reverse charge 19%|Umsatzsteuer nach § 13b UStG 19 %|liability|tax|credit|0
1789|VAT current year|Umsatzsteuer laufendes Jahr|liability|tax|credit|0
2100|Interest expense|Zinsen und ähnliche Aufwendungen|expense|other_expense|debit|0
2150|Currency losses|Aufwendungen aus der Währungsumrechnung|expense|other_expense|debit|0
2200|Corporation tax|Körperschaftsteuer|expense|tax|debit|0
2208|Solidarity surcharge|Solidaritätszuschlag|expense|tax|debit|0
2310|Disposal of fixed assets, net book value (loss)|Anlagenabgänge Sachanlagen (Restbuchwert bei Buchverlust)|expense|other_expense|debit|0
2400|Bad debt losses|Forderungsverluste|expense|opex|debit|0
2650|Interest income|Sonstige Zinsen und ähnliche Erträge|income|other_income|credit|0
2660|Currency gains|Erträge aus der Währungsumrechnung|income|other_income|credit|0
2700|Other income|Sonstige Erträge|income|other_income|credit|0
3200|Goods received|Wareneingang|expense|cogs|debit|0
3300|Goods received, 7% input VAT|Wareneingang 7 % Vorsteuer|expense|cogs|debit|0
3400|Goods received, 19% input VAT|Wareneingang 19 % Vorsteuer|expense|cogs|debit|0
3425|Intra-EU acquisition 19%|Innergemeinschaftlicher Erwerb 19 % Vorsteuer und Umsatzsteuer|expense|cogs|debit|0
3730|Discounts received|Erhaltene Skonti|expense|cogs|debit|0
3800|Purchase related costs|Bezugsnebenkosten|expense|cogs|debit|0
3960|Change in stock|Bestandsveränderungen Roh-, Hilfs- und Betriebsstoffe sowie bezogene Waren|expense|cogs|debit|0
3980|Stock of goods|Bestand Waren|asset|inventory|debit|0
4100|Wages and salaries|Löhne und Gehälter|expense|payroll|debit|0
4110|Wages|Löhne|expense|payroll|debit|0
4120|Salaries|Gehälter|expense|payroll|debit|0
4130|Statutory social expenses|Gesetzliche soziale Aufwendungen|expense|payroll|debit|0
4138|Employers liability insurance|Beiträge zur Berufsgenossenschaft|expense|payroll|debit|0
4210|Rent|Miete|expense|opex|debit|0
4240|Gas, electricity, water|Gas, Strom, Wasser|expense|opex|debit|0
4320|Trade tax|Gewerbesteuer|expense|tax|debit|0
4360|Insurance|Versicherungen|expense|opex|debit|0
4500|Vehicle costs|Fahrzeugkosten|expense|opex|debit|0
4600|Advertising|Werbekosten|expense|opex|debit|0
4650|Entertainment|Bewirtungskosten|expense|opex|debit|0
4660|Travel, employees|Reisekosten Arbeitnehmer|expense|opex|debit|0
4730|Freight out|Ausgangsfrachten|expense|opex|debit|0
4806|Software maintenance|Wartungskosten für Hard- und Software|expense|opex|debit|0
4822|Amortisation of intangible assets|Abschreibungen auf immaterielle Vermögensgegenstände|expense|depreciation|debit|0
4830|Depreciation of fixed assets|Abschreibungen auf Sachanlagen|expense|depreciation|debit|0
4855|Immediate write-off of low-value assets|Sofortabschreibung geringwertiger Wirtschaftsgüter|expense|depreciation|debit|0
4910|Postage|Porto|expense|opex|debit|0
4920|Telephone|Telefon|expense|opex|debit|0
4930|Office supplies|Bürobedarf|expense|opex|debit|0
4950|Legal and consulting|Rechts- und Beratungskosten|expense|opex|debit|0
4957|Closing and audit|Abschluss- und Prüfungskosten|expense|opex|debit|0
4970|Bank charges|Nebenkosten des Geldverkehrs|expense|opex|debit|0
8120|Tax-free sales, third countries|Steuerfreie Umsätze § 4 Nr. 1a UStG|income|revenue|credit|0
8125|Tax-free intra-EU supplies|Steuerfreie innergemeinschaftliche Lieferungen § 4 Nr. 1b UStG|income|revenue|credit|0
8200|Revenue|Erlöse|income|revenue|credit|0
8300|Revenue 7% VAT|Erlöse 7 % USt|income|revenue|credit|0
8337|Revenue with reverse charge|Erlöse aus Leistungen nach § 13b UStG|income|revenue|credit|0
8400|Revenue 19% VAT|Erlöse 19 % USt|income|revenue|credit|0
8700|Sales deductions|Erlösschmälerungen|income|revenue|debit|1
8730|Discounts granted|Gewährte Skonti|income|revenue|debit|1
8820|Proceeds from sale of fixed assets|Erlöse aus Verkäufen Sachanlagevermögen 19 % USt (bei Buchverlust)|income|other_income|credit|0
9000|Balance carried forward, general ledger|Saldenvorträge Sachkonten|equity|opening|credit|0
9008|Balance carried forward, debtors|Saldenvorträge Debitoren|equity|opening|credit|0
9009|Balance carried forward, creditors|Saldenvorträge Kreditoren|equity|opening|credit|0
`;

/** code|name|local name|type|heading above|codes of the accounts below, by their beginnings. The last that fits an account is its heading. */
export const headings = `
0|Fixed assets|Anlagevermögen|asset||0027-0480
06|Liabilities|Verbindlichkeiten|liability||0630-1710
095|Provisions|Rückstellungen|liability||0950-0970
17|Payroll liabilities|Verbindlichkeiten aus Lohn und Gehalt|liability|06|1740-1742
177|VAT payable|Umsatzsteuer|liability|06|1771-1789
08|Equity|Eigenkapital|equity||0800-0868
1|Current assets|Umlaufvermögen|asset||0980
10|Cash and bank|Kasse und Bank|asset|1|1000-1360
14|Receivables|Forderungen|asset|1|1400-1460,0996-0998
15|Other assets|Sonstige Vermögensgegenstände|asset|1|1500-1545,1590
157|Input VAT|Vorsteuer|asset|1|1571-1577
39|Stock|Vorräte|asset|1|3980
2|Other and neutral expenses|Sonstige und neutrale Aufwendungen|expense||2100-2400
26|Other and neutral income|Sonstige und neutrale Erträge|income||2650-2700,8820
3|Cost of goods|Wareneinsatz|expense||3200-3960
4|Operating expenses|Betriebliche Aufwendungen|expense||
41|Personnel|Personalkosten|expense|4|4100-4138
42|Premises|Raumkosten|expense|4|4210-4240
43|Taxes and insurance|Betriebliche Steuern und Versicherungen|expense|4|4320-4360
45|Vehicles|Fahrzeugkosten|expense|4|4500
46|Advertising and travel|Werbe- und Reisekosten|expense|4|4600-4660
47|Cost of delivery|Kosten der Warenabgabe|expense|4|4730
48|Maintenance and depreciation|Instandhaltung und Abschreibungen|expense|4|4806-4855
49|Sundry expenses|Verschiedene Kosten|expense|4|4910-4970
8|Revenue|Umsatzerlöse|income||8120-8730
9|Balances carried forward|Vortragskonten|equity||9000-9009
`;
