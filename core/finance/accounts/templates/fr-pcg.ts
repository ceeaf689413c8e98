/** code|name|local name|type|subtype|normal balance|contra. General knowledge of this chart; have it checked by an accountant before production. */
export const chart = `
101|Share capital|Capital|equity|capital|credit|0
106|Reserves|Réserves|equity|retained|credit|0
108|Owner account|Compte de l'exploitant|equity|capital|credit|0
110|Retained earnings (credit)|Report à nouveau (solde créditeur)|equity|retained|credit|0
119|Retained earnings (debit)|Report à nouveau (solde débiteur)|equity|retained|debit|1
120|Result for the year (profit)|Résultat de l'exercice (bénéfice)|equity|retained|credit|0
129|Result for the year (loss)|Résultat de l'exercice (perte)|equity|retained|debit|1
151|Provisions for risks|Provisions pour risques|liability|provision|credit|0
164|Bank borrowings|Emprunts auprès des établissements de crédit|liability|loan|credit|0
165|Deposits received|Dépôts et cautionnements reçus|liability|non_current|credit|0
205|Concessions, patents, licences, software|Concessions et droits similaires, brevets, licences, logiciels|asset|intangible|debit|0
211|Land|Terrains|asset|fixed_asset|debit|0
213|Buildings|Constructions|asset|fixed_asset|debit|0
215|Plant and industrial equipment|Installations techniques, matériels et outillage industriels|asset|fixed_asset|debit|0
2182|Transport equipment|Matériel de transport|asset|fixed_asset|debit|0
2183|Office and computer equipment|Matériel de bureau et matériel informatique|asset|fixed_asset|debit|0
2184|Furniture|Mobilier|asset|fixed_asset|debit|0
275|Deposits paid|Dépôts et cautionnements versés|asset|non_current|debit|0
2805|Amortisation of licences and software|Amortissements des concessions, licences, logiciels|asset|intangible|credit|1
2813|Depreciation of buildings|Amortissements des constructions|asset|fixed_asset|credit|1
2815|Depreciation of plant|Amortissements des installations techniques|asset|fixed_asset|credit|1
2818|Depreciation of other tangible assets|Amortissements des autres immobilisations corporelles|asset|fixed_asset|credit|1
31|Raw materials|Matières premières|asset|inventory|debit|0
35|Finished products|Stocks de produits|asset|inventory|debit|0
37|Goods for resale|Stocks de marchandises|asset|inventory|debit|0
401|Suppliers|Fournisseurs|liability|payable|credit|0
404|Suppliers of fixed assets|Fournisseurs d'immobilisations|liability|payable|credit|0
408|Suppliers, invoices not received|Fournisseurs, factures non parvenues|liability|accrued|credit|0
409|Suppliers in debit, advances paid|Fournisseurs débiteurs|asset|other_current|debit|0
411|Customers|Clients|asset|receivable|debit|0
416|Doubtful customers|Clients douteux ou litigieux|asset|receivable|debit|0
418|Customers, invoices to issue|Clients, produits non encore facturés|asset|accrued|debit|0
419|Customers in credit, advances received|Clients créditeurs|liability|deferred|credit|0
421|Staff, wages due|Personnel, rémunérations dues|liability|payroll|credit|0
425|Staff, advances|Personnel, avances et acomptes|asset|other_current|debit|0
427|Staff, attachments|Personnel, oppositions|liability|payroll|credit|0
428|Staff, accrued charges|Personnel, charges à payer et produits à recevoir|liability|payroll|credit|0
431|Social security|Sécurité sociale|liability|payroll|credit|0
437|Other social bodies|Autres organismes sociaux|liability|payroll|credit|0
4421|Income tax withheld at source|Prélèvements à la source|liability|payroll|credit|0
444|Corporation tax|État, impôts sur les bénéfices|liability|tax|credit|0
4452|Intra-EU VAT due|TVA due intracommunautaire|liability|tax|credit|0
44551|VAT payable|TVA à décaisser|liability|tax|credit|0
44562|VAT on fixed assets|TVA sur immobilisations|asset|tax|debit|0
44566|VAT on other goods and services|TVA sur autres biens et services|asset|tax|debit|0
44567|VAT credit carried forward|Crédit de TVA à reporter|asset|tax|debit|0
44571|VAT collected|TVA collectée|liability|tax|credit|0
44574|VAT collected, not due yet|TVA collectée en attente d'exigibilité|liability|tax|credit|0
44587|VAT on invoices to issue|TVA sur factures à établir|liability|tax|credit|0
447|Other taxes|Autres impôts, taxes et versements assimilés|liability|tax|credit|0
455|Partners current accounts|Associés, comptes courants|liability|loan|credit|0
467|Sundry debtors and creditors|Autres comptes débiteurs ou créditeurs|asset|other_current|debit|0
471|Suspense|Compte d'attente|asset|suspense|debit|0
476|Unrealised exchange losses|Différence de conversion, actif|asset|clearing|debit|0
477|Unrealised exchange gains|Différence de conversion, passif|liability|clearing|credit|0
486|Prepaid expenses|Charges constatées d'avance|asset|other_current|debit|0
487|Deferred income|Produits constatés d'avance|liability|deferred|credit|0
491|Impairment of customer accounts|Dépréciations des comptes de clients|asset|receivable|credit|1
512|Banks|Banques|asset|bank|debit|0
514|Postal cheques|Chèques postaux|asset|bank|debit|0
53|Cash|Caisse|asset|cash|debit|0
58|Internal transfers|Virements internes|asset|clearing|debit|0
601|Purchases of raw materials|Achats de matières premières|expense|cogs|debit|0
6037|Change in stock of goods|Variation des stocks de marchandises|expense|cogs|debit|0
606|Non-stocked supplies|Achats non stockés de matières et fournitures|expense|opex|debit|0
607|Purchases of goods for resale|Achats de marchandises|expense|cogs|debit|0
609|Rebates on purchases|Rabais, remises et ristournes obtenus sur achats|expense|cogs|debit|0
611|Subcontracting|Sous-traitance générale|expense|opex|debit|0
613|Rent|Locations|expense|opex|debit|0
615|Maintenance|Entretien et réparations|expense|opex|debit|0
616|Insurance|Primes d'assurances|expense|opex|debit|0
622|Fees|Rémunérations d'intermédiaires et honoraires|expense|opex|debit|0
623|Advertising|Publicité, publications, relations publiques|expense|opex|debit|0
624|Transport|Transports de biens et transports collectifs du personnel|expense|opex|debit|0
625|Travel and entertainment|Déplacements, missions et réceptions|expense|opex|debit|0
626|Post and telecoms|Frais postaux et de télécommunications|expense|opex|debit|0
627|Bank services|Services bancaires et assimilés|expense|opex|debit|0
631|Payroll taxes|Impôts et taxes sur rémunérations|expense|tax|debit|0
635|Other taxes|Autres impôts et taxes|expense|tax|debit|0
641|Staff remuneration|Rémunérations du personnel|expense|payroll|debit|0
645|Social security charges|Charges de sécurité sociale et de prévoyance|expense|payroll|debit|0
647|Other social charges|Autres charges sociales|expense|payroll|debit|0
654|Bad debts|Pertes sur créances irrécouvrables|expense|opex|debit|0
656|Exchange losses on trade items|Pertes de change sur créances et dettes commerciales|expense|other_expense|debit|0
658|Other operating charges (rounding)|Charges diverses de gestion courante|expense|other_expense|debit|0
661|Interest|Charges d'intérêts|expense|other_expense|debit|0
665|Discounts granted|Escomptes accordés|expense|other_expense|debit|0
666|Exchange losses, financial|Pertes de change financières|expense|other_expense|debit|0
675|Book value of assets sold|Valeurs comptables des éléments d'actif cédés|expense|other_expense|debit|0
6811|Depreciation of fixed assets|Dotations aux amortissements sur immobilisations|expense|depreciation|debit|0
6817|Impairment of current assets|Dotations aux dépréciations des actifs circulants|expense|opex|debit|0
695|Corporation tax|Impôts sur les bénéfices|expense|tax|debit|0
701|Sales of finished products|Ventes de produits finis|income|revenue|credit|0
706|Services|Prestations de services|income|revenue|credit|0
707|Sales of goods|Ventes de marchandises|income|revenue|credit|0
708|Incidental income (carriage)|Produits des activités annexes|income|revenue|credit|0
709|Rebates granted|Rabais, remises et ristournes accordés|income|revenue|debit|1
713|Change in stock of products|Variation des stocks de produits|income|revenue|credit|0
756|Exchange gains on trade items|Gains de change sur créances et dettes commerciales|income|other_income|credit|0
758|Other operating income (rounding)|Produits divers de gestion courante|income|other_income|credit|0
765|Discounts received|Escomptes obtenus|income|other_income|credit|0
766|Exchange gains, financial|Gains de change financiers|income|other_income|credit|0
768|Other financial income|Autres produits financiers|income|other_income|credit|0
775|Proceeds of assets sold|Produits des cessions d'éléments d'actif|income|other_income|credit|0
7817|Reversal of impairment of current assets|Reprises sur dépréciations des actifs circulants|income|other_income|credit|0
`;

/** code|name|local name|type|heading above|codes of the accounts below, by their beginnings. The last that fits an account is its heading. */
export const headings = `
1|Equity|Capitaux propres|equity||101-129
15|Provisions|Provisions pour risques et charges|liability||151
16|Borrowings|Emprunts et dettes assimilées|liability||164-165
2|Fixed assets|Immobilisations|asset||
20|Intangible assets|Immobilisations incorporelles|asset|2|205
21|Tangible assets|Immobilisations corporelles|asset|2|211-218
27|Other financial assets|Autres immobilisations financières|asset|2|275
28|Depreciation of fixed assets|Amortissements des immobilisations|asset|2|280-281
3|Stock|Stocks et en-cours|asset||31-37
4A|Third parties, assets|Comptes de tiers, actif|asset||425,409-486
41|Customers|Clients et comptes rattachés|asset|4A|411-418,491
445|VAT recoverable|TVA déductible|asset|4A|4456
4P|Third parties, liabilities|Comptes de tiers, passif|liability||419-487
40|Suppliers|Fournisseurs et comptes rattachés|liability|4P|401-408
42|Staff|Personnel et comptes rattachés|liability|4P|421-428
43|Social bodies|Sécurité sociale et autres organismes sociaux|liability|4P|431-437
44|State and other public bodies|État et autres collectivités publiques|liability|4P|442-447
5|Cash and bank|Comptes financiers|asset||512-58
6|Expenses|Comptes de charges|expense||
60|Purchases|Achats|expense|6|601-609
61|External services|Services extérieurs|expense|6|611-616
62|Other external services|Autres services extérieurs|expense|6|622-627
63|Taxes|Impôts, taxes et versements assimilés|expense|6|631-635
64|Staff costs|Charges de personnel|expense|6|641-647
65|Other operating charges|Autres charges de gestion courante|expense|6|654-658
66|Financial charges|Charges financières|expense|6|661-666
67|Exceptional charges|Charges exceptionnelles|expense|6|675
68|Depreciation and provisions|Dotations aux amortissements et aux provisions|expense|6|681
69|Income taxes|Impôts sur les bénéfices|expense|6|695
7|Income|Comptes de produits|income||
70|Sales|Ventes|income|7|701-709
71|Change in stock|Production stockée|income|7|713
75|Other operating income|Autres produits de gestion courante|income|7|756-758
76|Financial income|Produits financiers|income|7|765-768
77|Exceptional income|Produits exceptionnels|income|7|775
78|Reversals of provisions|Reprises sur provisions|income|7|781
8|Special accounts|Comptes spéciaux|equity||890
`;
