// Generated from docs/openapi.json by `npm run web-types`.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys that verify access tokens (JWKS). */
        get: operations["signingKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail and password.
         * @description The refresh token comes in a cookie for /auth alone. After five failures an account waits, longer each time.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session. */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all of one's sessions, this one too. */
        post: operations["signOutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is, where, and what one may do. */
        get: operations["whoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's password.
         * @description Ends every session and answers a new one.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the refresh cookie for a new access token.
         * @description Each refresh token is good once; an old one ends the session. The same exchange may be repeated for ten seconds when its answer was lost.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog/images/{imageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An image of a product of the public catalogue. */
        get: operations["getPublicImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a company offers to the public, by SKU. */
        get: operations["listPublicProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog/products/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A product of the public catalogue. */
        get: operations["getPublicProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/account-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules that find the account of a posting */
        get: operations["listAccountRules"];
        put?: never;
        /** Add a rule for a category, party, tax or payment method */
        post: operations["createAccountRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/account-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a rule away; the next more general one applies */
        delete: operations["removeAccountRule"];
        options?: never;
        head?: never;
        /** Give a rule another account */
        patch: operations["updateAccountRule"];
        trace?: never;
    };
    "/finance/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chart of accounts in order of code */
        get: operations["listAccounts"];
        put?: never;
        /** Add an account to the chart */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/accounts/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts to choose for an entry by hand, with the reason where one cannot be posted to */
        get: operations["listAccountChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/accounts/headings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add the headings of the company's chart template and place accounts that have none below them */
        post: operations["addHeadings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/accounts/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chart of accounts as a tree, with balances */
        get: operations["getAccountTree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An account */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change an account, or take it out of use */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/finance/bank-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bank accounts with their balance at the bank */
        get: operations["listBankAccounts"];
        put?: never;
        /** Enter a bank account, with its opening balance */
        post: operations["createBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a bank account */
        get: operations["getBankAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how a bank account is called and numbered */
        patch: operations["updateBankAccount"];
        trace?: never;
    };
    "/finance/bank-accounts/{id}/apply-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Match open lines by the rules that do so by themselves, up to 200 at a time */
        post: operations["applyBankRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-accounts/{id}/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reconciliation statement: what ties the bank's balance on a day to the ledger's */
        get: operations["getBankReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what lines were matched with, newest first */
        get: operations["listBankConfirmations"];
        put?: never;
        /**
         * Match lines with payments, entries, transfers or postings that are there, in one transaction
         * @description Confirm a suggestion as it is, or say yourself what a line is. Parts that come to less than a line leave the rest of it open.
         */
        post: operations["confirmBankLines"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-confirmations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was matched */
        get: operations["getBankConfirmation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-confirmations/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a confirmation back: what it posted is reversed, its lines are open again */
        post: operations["undoBankConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-csv-formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the forms of banks' CSV files */
        get: operations["listBankCsvFormats"];
        put?: never;
        /** Save how a bank writes its CSV */
        post: operations["createBankCsvFormat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-csv-formats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a form of CSV files */
        get: operations["getBankCsvFormat"];
        put?: never;
        post?: never;
        /** Forget a form of CSV files */
        delete: operations["removeBankCsvFormat"];
        options?: never;
        head?: never;
        /** Change how a bank's CSV is read from now on */
        patch: operations["updateBankCsvFormat"];
        trace?: never;
    };
    "/finance/bank-lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List lines of bank statements; with left=true those that are to be reconciled */
        get: operations["listBankLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-lines/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a line, with the other side's number in full */
        get: operations["getBankLine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-lines/{id}/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a line may be, scored and with reasons, best first */
        get: operations["suggestForBankLine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List rules for lines of bank statements, in the order in which they are tried */
        get: operations["listBankRules"];
        put?: never;
        /** Add a rule for lines of bank statements */
        post: operations["createBankRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-rules/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try conditions on the latest 500 lines; nothing changes */
        post: operations["testBankRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a rule */
        get: operations["getBankRule"];
        put?: never;
        post?: never;
        /** Remove a rule */
        delete: operations["removeBankRule"];
        options?: never;
        head?: never;
        /** Change a rule for lines that are still to be matched */
        patch: operations["updateBankRule"];
        trace?: never;
    };
    "/finance/bank-statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bank statements, latest first */
        get: operations["listBankStatements"];
        put?: never;
        /**
         * Import a file of a bank: camt.053, camt.054, OFX or CSV, up to 10 MB
         * @description The bare file as application/octet-stream (or text/csv) with the fields in the query, or a form with the file in `file`. What kind of file it is is found out. No line comes in twice, whichever files tell it; with `Prefer: dry-run` you see what would come in.
         */
        post: operations["importBankStatements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-statements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a bank statement */
        get: operations["getBankStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-statements/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a statement that should not have come in out again, while nothing of it is matched */
        post: operations["discardBankStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-statements/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the file that a statement came in, as the bank sent it */
        get: operations["getBankStatementFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-statements/{id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a statement as reconciled; its lines are locked from then on */
        post: operations["reconcileBankStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/bank-statements/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the last reconciled statement of an account again */
        post: operations["reopenBankStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/dimension-values/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A value of a dimension */
        get: operations["getDimensionValue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a value, move it in its tree, limit its days, or take it out of use */
        patch: operations["updateDimensionValue"];
        trace?: never;
    };
    "/finance/dimensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dimensions in order of code */
        get: operations["listDimensions"];
        put?: never;
        /** Add a dimension */
        post: operations["createDimension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/dimensions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A dimension */
        get: operations["getDimension"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a dimension, require it, or take it out of use */
        patch: operations["updateDimension"];
        trace?: never;
    };
    "/finance/dimensions/{id}/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The values of a dimension in order of code */
        get: operations["listDimensionValues"];
        put?: never;
        /** Add a value to a dimension */
        post: operations["createDimensionValue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Journal entries by date, the latest first */
        get: operations["listEntries"];
        put?: never;
        /** Post a journal entry by hand */
        post: operations["postEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A journal entry with its lines */
        get: operations["getEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entries/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The attached files, without their bytes */
        get: operations["listEntryAttachments"];
        put?: never;
        /** Attach a file of up to 10 MB: the bytes as body, its name in the query */
        post: operations["addEntryAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entries/{id}/attachments/{attachmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attached file, to be saved */
        get: operations["getEntryAttachment"];
        put?: never;
        post?: never;
        /** Take a file off what is not posted */
        delete: operations["removeEntryAttachment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entries/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a draft like an entry, or its mirror image */
        post: operations["copyEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entries/{id}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an entry back by its mirror image */
        post: operations["reverseEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entry-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafts of entries, the newest first */
        get: operations["listEntryDrafts"];
        put?: never;
        /** Keep an entry as a draft, finished or not */
        post: operations["createEntryDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entry-drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A draft of an entry */
        get: operations["getEntryDraft"];
        /** Replace what a draft holds */
        put: operations["updateEntryDraft"];
        post?: never;
        /** Throw a draft away */
        delete: operations["deleteEntryDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/entry-drafts/{id}/post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Post a draft: it becomes the entry of its id */
        post: operations["postEntryDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/fiscal-years": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fiscal years from the first on */
        get: operations["listFiscalYears"];
        put?: never;
        /** Open a fiscal year with its periods */
        post: operations["createFiscalYear"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invoices, credit notes and bills, newest first */
        get: operations["listInvoices"];
        put?: never;
        /** Draft an invoice or a bill */
        post: operations["draftInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/invoices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an invoice with its lines, taxes and what settled it */
        get: operations["getInvoice"];
        put?: never;
        post?: never;
        /** Delete a draft */
        delete: operations["deleteInvoiceDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/invoices/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The attached files, without their bytes */
        get: operations["listInvoiceAttachments"];
        put?: never;
        /** Attach a file of up to 10 MB: the bytes as body, its name in the query */
        post: operations["addInvoiceAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/invoices/{id}/attachments/{attachmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attached file, to be saved */
        get: operations["getInvoiceAttachment"];
        put?: never;
        post?: never;
        /** Take a file off what is not posted */
        delete: operations["removeInvoiceAttachment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/invoices/{id}/credit-notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Credit an issued invoice, whole or by line */
        post: operations["creditInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/invoices/{id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue a draft: it gets its number and is posted */
        post: operations["issueInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/journals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journals in order of code */
        get: operations["listJournals"];
        put?: never;
        /** Add a journal */
        post: operations["createJournal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/journals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A journal */
        get: operations["getJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a journal, or take it out of use */
        patch: operations["updateJournal"];
        trace?: never;
    };
    "/finance/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers, suppliers and others, by name or code. */
        get: operations["listParties"];
        put?: never;
        /** Enter a supplier or another party. */
        post: operations["createParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/parties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A party. */
        get: operations["getParty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a party. */
        patch: operations["updateParty"];
        trace?: never;
    };
    "/finance/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List payments, newest first */
        get: operations["listPayments"];
        put?: never;
        /** Record money received or paid and settle documents with it */
        post: operations["recordPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a payment */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/payments/{id}/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Settle documents with what is left of a payment */
        post: operations["allocatePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/payments/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The attached files, without their bytes */
        get: operations["listPaymentAttachments"];
        put?: never;
        /** Attach a file of up to 10 MB: the bytes as body, its name in the query */
        post: operations["addPaymentAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/payments/{id}/attachments/{attachmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attached file, to be saved */
        get: operations["getPaymentAttachment"];
        put?: never;
        post?: never;
        /** Take a file off what is not posted */
        delete: operations["removePaymentAttachment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Periods from the first on */
        get: operations["listPeriods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A period */
        get: operations["getPeriod"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a period or a module of it, so that nothing is posted to it any more */
        post: operations["closePeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a period was closed and reopened, by whom and why */
        get: operations["listPeriodEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods/{id}/late-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything posted to a period after it was first closed */
        get: operations["listLateEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a closed period or a module of it again, for a reason */
        post: operations["reopenPeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/periods/{id}/soft-close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a period or a module of it to those who may adjust */
        post: operations["softClosePeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exchange rates, the newest first */
        get: operations["listRates"];
        put?: never;
        /** Enter the rate of a currency from a day on */
        post: operations["createRate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/rates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An exchange rate */
        get: operations["getRate"];
        put?: never;
        post?: never;
        /** Take an exchange rate away; the one before it applies again */
        delete: operations["removeRate"];
        options?: never;
        head?: never;
        /** Correct an exchange rate */
        patch: operations["updateRate"];
        trace?: never;
    };
    "/finance/reports/balance-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the company has, owes and is worth on a day */
        get: operations["getBalanceSheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/reports/general-ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of one account with its running balance */
        get: operations["getGeneralLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/reports/profit-and-loss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Income, expenses and the result between two days */
        get: operations["getProfitAndLoss"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/reports/tax": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Taxes by code and by box of each return, tied to the tax accounts */
        get: operations["getTaxReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/reports/tax/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines behind a figure of the tax report */
        get: operations["listTaxLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/reports/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Debits, credits and balance of every account */
        get: operations["getTrialBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/revaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revaluations, the latest day first */
        get: operations["listRevaluations"];
        put?: never;
        /** Revalue what is open in other currencies at the rates of a day; it is reversed on the day after */
        post: operations["createRevaluation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/revaluations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A revaluation with how each difference came about */
        get: operations["getRevaluation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/splits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The saved splits in order of code */
        get: operations["listSplits"];
        put?: never;
        /** Save a split by percentages */
        post: operations["createSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/splits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A saved split */
        get: operations["getSplit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a saved split, or take it out of use */
        patch: operations["updateSplit"];
        trace?: never;
    };
    "/finance/tax-boxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The boxes of tax returns and what they add up */
        get: operations["listTaxBoxes"];
        put?: never;
        /** Add a box to a return */
        post: operations["createTaxBox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/tax-boxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A box of a return */
        get: operations["getTaxBox"];
        put?: never;
        post?: never;
        /** Take a box off its return */
        delete: operations["removeTaxBox"];
        options?: never;
        head?: never;
        /** Change a box's name, place or terms */
        patch: operations["updateTaxBox"];
        trace?: never;
    };
    "/finance/tax-classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Classes of goods and the taxes they bear */
        get: operations["listTaxClasses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/tax-classes/{taxClass}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say which taxes a class of goods bears */
        put: operations["setTaxClass"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/taxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Taxes with their rates, in order of code */
        get: operations["listTaxes"];
        put?: never;
        /** Add a tax with its first rate */
        post: operations["createTax"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/finance/taxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tax with its rates */
        get: operations["getTax"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a tax's name or account, or take it out of use */
        patch: operations["updateTax"];
        trace?: never;
    };
    "/finance/taxes/{id}/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a tax another rate from a day on */
        post: operations["addTaxRate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company's API keys, newest first. */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key.
         * @description The answer holds the key, this once. Its scopes are permissions or patterns of them, none beyond what one has oneself.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An API key, but not the key itself. */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/api-keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke an API key. */
        post: operations["revokeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approval-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For which actions two people are needed */
        get: operations["listApprovalRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approval-rules/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say whether an action needs two people, above which amount */
        put: operations["setApprovalRule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a second person, or waited, the latest first */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A request with what was asked for */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approvals/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve what somebody else asked for: it happens now
         * @description With `Prefer: dry-run` it shows what would happen, journal entries included.
         */
        post: operations["approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approvals/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no to what somebody else asked for, and why */
        post: operations["reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/approvals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one's own request back */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who did what to which, latest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The companies one belongs to. */
        get: operations["listCompanies"];
        put?: never;
        /**
         * Set up another company.
         * @description With chart of accounts, fiscal years, taxes, number series, warehouse, price list and roles. Its maker becomes its administrator.
         */
        post: operations["createCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/companies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company one works in. */
        get: operations["getCompany"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename the company, change its facts.
         * @description Currency, country, rounding and fiscal year stay as they are: the books are kept in them.
         */
        patch: operations["changeCompany"];
        trace?: never;
    };
    "/platform/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the company's events as they happen (server-sent events)
         * @description Each message has the event's `type`, `subject` and `time`; read the rest where you may. Go on after a break with `Last-Event-ID`: nothing is missed.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/exports/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything of a kind as CSV
         * @description Kinds: customers, parties, categories, products, prices, stock, orders, deliveries, accounts, invoices, payments, entries. Each asks for the permission of its list.
         */
        get: operations["exportRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List imports, newest first */
        get: operations["listImports"];
        put?: never;
        /**
         * Import a CSV file of up to 10 MB; a job does it
         * @description The bare file as text/csv with the fields in the query, or a form with the file in `file`. Encoding and delimiter are found out.
         */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/imports/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be imported, with its columns */
        get: operations["listImportKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an import and how far it is */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/imports/{id}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the refused rows with their reasons, to correct and import again */
        get: operations["getRefusedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List background jobs, newest first */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a job and how far it is */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything a role can be made of. */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company's roles, by name. */
        get: operations["listRoles"];
        put?: never;
        /**
         * Make a role.
         * @description Of permissions and patterns of them (`sales.*`, `*.*.read`), none beyond what one has oneself.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A role. */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /** Remove a role that nobody has. */
        delete: operations["removeRole"];
        options?: never;
        head?: never;
        /** Change a role of the company's own. */
        patch: operations["changeRole"];
        trace?: never;
    };
    "/platform/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company's people, by name. */
        get: operations["listUsers"];
        put?: never;
        /**
         * Invite somebody.
         * @description The answer holds a one-time password, this once. Somebody who has an account already keeps his password.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the company's people. */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name or roles, deactivate or bring back.
         * @description Deactivating ends the person's sessions here and revokes the API keys he made.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/platform/users/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give somebody a one-time password, and unlock his account. */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints, newest first */
        get: operations["listWebhooks"];
        put?: never;
        /** Add an endpoint; its secret is shown this once */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an endpoint */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Remove an endpoint */
        delete: operations["removeWebhook"];
        options?: never;
        head?: never;
        /** Change where an endpoint is and what it hears of */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/platform/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent to an endpoint, latest first */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery: what is sent, and every answer there was */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one delivery again, under the same event id */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop sending to an endpoint */
        post: operations["disableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a disabled endpoint; what was pending goes out */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the events of a span of time again */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an endpoint a new secret; the old one signs too until the overlap ends */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/analytics/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revenue by month, open receivables, orders to deliver */
        get: operations["getSalesOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/catalogue-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The name of the company's public catalogue. */
        get: operations["getCatalogueAddress"];
        /** Name the company's public catalogue. */
        put: operations["setCatalogueAddress"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Categories by code, all or those right below one. */
        get: operations["listCategories"];
        put?: never;
        /** Add a category. */
        post: operations["createCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/categories/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole tree of categories, depth first. */
        get: operations["getCategoryTree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A category. */
        get: operations["getCategory"];
        put?: never;
        post?: never;
        /** Remove an empty category. */
        delete: operations["deleteCategory"];
        options?: never;
        head?: never;
        /** Change a category's code, names or place among its siblings. */
        patch: operations["updateCategory"];
        trace?: never;
    };
    "/sales/categories/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hang a category, with all below it, somewhere else. */
        post: operations["moveCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers by name, code or age; `q` finds any part of name or code. */
        get: operations["listCustomers"];
        put?: never;
        /** Enter a customer. */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/customers/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter up to a thousand customers: all or none, or each on its own. */
        post: operations["createCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer with addresses and contacts. */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a customer. Addresses and contacts are replaced as a whole. */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/sales/customers/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sell nothing more to a customer. */
        post: operations["deactivateCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/customers/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sell to a customer again. */
        post: operations["reactivateCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List deliveries, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List orders, newest first */
        get: operations["listOrders"];
        put?: never;
        /** Take an order; confirm and invoice it in the same call if asked */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take up to a thousand orders: all or none, or each on its own. */
        post: operations["placeOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an order */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Amend a draft or a confirmed order */
        patch: operations["amendOrder"];
        trace?: never;
    };
    "/sales/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an order of which nothing is delivered or invoiced */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close an order that will not be delivered or invoiced further */
        post: operations["closeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a draft: reserve the goods, hold the credit limit */
        post: operations["confirmOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver an order, whole or in part */
        post: operations["deliverOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/{id}/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invoice an order, whole or in part */
        post: operations["invoiceOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/orders/{id}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take delivered goods back, with a credit note if asked */
        post: operations["returnGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/price-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Price lists by code. */
        get: operations["listPriceLists"];
        put?: never;
        /** Make a price list; a default one takes over in its currency. */
        post: operations["createPriceList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/price-lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A price list. */
        get: operations["getPriceList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a price list, take it out of use, or make it the default. */
        patch: operations["updatePriceList"];
        trace?: never;
    };
    "/sales/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prices product by product: all ever known, or those that hold on a day. */
        get: operations["listPrices"];
        put?: never;
        /** Set a price from a day on; the one before it ends there. */
        post: operations["setPrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/prices/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up to a thousand prices: all or none, or each on its own. */
        post: operations["setPrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/prices/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a customer would pay for products in quantities on a day. Writes nothing. */
        post: operations["resolvePrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/prices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a price back. */
        delete: operations["removePrice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products by SKU, name or age; `q` finds any part of name or SKU. */
        get: operations["listProducts"];
        put?: never;
        /** Enter a product, as a draft. */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/products/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter up to a thousand products: all or none, or each on its own. */
        post: operations["createProducts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A product with all its texts and images. */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a product. */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/sales/products/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a product out of the catalogue. */
        post: operations["archiveProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/products/{id}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add an image to a product: the bytes as body, their kind as Content-Type. */
        post: operations["addProductImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/products/{id}/images/{imageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An image of a product. */
        get: operations["getProductImage"];
        put?: never;
        post?: never;
        /** Remove an image of a product. */
        delete: operations["removeProductImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/products/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a product in the public catalogue. */
        post: operations["publishProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List returns, newest first */
        get: operations["listReturns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is in the warehouses: on hand, promised, and still free. */
        get: operations["listStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/stock/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct stock up or down, for a reason. */
        post: operations["adjustStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/stock/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write what was counted; the difference becomes a move. */
        post: operations["countStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/stock/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every move of goods, the latest day first. */
        get: operations["listStockMoves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/stock/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take goods into a warehouse. */
        post: operations["receiveStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/warehouses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Warehouses by code. */
        get: operations["listWarehouses"];
        put?: never;
        /** Open a warehouse. */
        post: operations["createWarehouse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/warehouses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A warehouse. */
        get: operations["getWarehouse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a warehouse, make it the default, or close it when empty. */
        patch: operations["updateWarehouse"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            nameLocal: string | null;
            /** @enum {string} */
            type: "asset" | "liability" | "equity" | "income" | "expense";
            subtype: string;
            /** @enum {string} */
            normalBalance: "debit" | "credit";
            isContra: boolean;
            /** @description The heading above. */
            parentId: string | null;
            /** @description A heading: it totals what is below and is not posted to. */
            isGroup: boolean;
            manualPosting: boolean;
            active: boolean;
            opensOn: string | null;
            closesOn: string | null;
            currencies: string[] | null;
            requiredDimensionIds: string[];
            postingRoleIds: string[] | null;
            version: number;
        };
        AccountChoices: {
            items: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
                /** @enum {string} */
                type: "asset" | "liability" | "equity" | "income" | "expense";
                requiredDimensionIds: string[];
                /** @description Why you may not post to it by hand on this day in this currency; null when you may. */
                refusal: string | null;
            }[];
        };
        AccountRule: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            purpose: "receivable" | "payable" | "revenue" | "freight" | "discount" | "purchase" | "payment" | "exchange" | "unrealised_gain" | "unrealised_loss" | "rounding" | "retained_earnings" | "opening" | "suspense";
            /** @enum {string} */
            keyKind: "default" | "product_category" | "party" | "tax" | "payment_method";
            key: string;
            /** Format: uuid */
            accountId: string;
            version: number;
        };
        /** @description Every heading before what is below it, in order of code. */
        AccountTree: {
            asOf: string;
            currency: string;
            items: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
                nameLocal: string | null;
                /** @enum {string} */
                type: "asset" | "liability" | "equity" | "income" | "expense";
                subtype: string;
                /** @enum {string} */
                normalBalance: "debit" | "credit";
                isContra: boolean;
                /** @description The heading above. */
                parentId: string | null;
                /** @description A heading: it totals what is below and is not posted to. */
                isGroup: boolean;
                manualPosting: boolean;
                active: boolean;
                opensOn: string | null;
                closesOn: string | null;
                currencies: string[] | null;
                requiredDimensionIds: string[];
                postingRoleIds: string[] | null;
                version: number;
                /** @description 0 at the top. */
                depth: number;
                /** @description How many accounts and headings stand directly below. */
                members: number;
                /** @description Debits less credits in company currency, of a heading of all below it; null without the permission for reports. */
                balance: string | null;
            }[];
        };
        Address: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "billing" | "shipping";
            /** @default false */
            isDefault: boolean;
            /** @default null */
            name: string | null;
            street: string;
            city: string;
            /** @default null */
            region: string | null;
            /** @default null */
            postalCode: string | null;
            country: string;
        };
        ApiKey: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description How the key begins, to tell it from others. */
            prefix: string;
            scopes: string[];
            /** Format: uuid */
            createdBy: string;
            createdAt: string;
            expiresAt: string | null;
            /** @description To the minute. */
            lastUsedAt: string | null;
            revokedAt: string | null;
        };
        AppliedBankRules: {
            matched: number;
            refused: {
                /** Format: uuid */
                lineId: string;
                code: string;
                detail: string;
            }[];
        };
        Approval: {
            /** Format: uuid */
            id: string;
            /** @example finance.entry.post */
            action: string;
            summary: string;
            /** @enum {string} */
            state: "pending" | "approved" | "rejected" | "withdrawn";
            /** @description In company currency, where the action has an amount. */
            amount: string | null;
            currency: string | null;
            /** @description What it is about, when that is there already. */
            subject: {
                type: string;
                id: string;
            } | null;
            requestedBy: {
                /** Format: uuid */
                id: string;
                name: string | null;
            };
            requestedAt: string;
            decidedBy: {
                /** Format: uuid */
                id: string;
                name: string | null;
            } | null;
            decidedAt: string | null;
            reason: string | null;
            /** @description What came of it. */
            result: {
                type: string;
                id: string;
            } | null;
            /** @description Whether the caller may approve or reject it. */
            mayDecide: boolean;
            /** @description Whether the caller asked for it. */
            isMine: boolean;
            version: number;
        };
        ApprovalDetail: {
            /** Format: uuid */
            id: string;
            /** @example finance.entry.post */
            action: string;
            summary: string;
            /** @enum {string} */
            state: "pending" | "approved" | "rejected" | "withdrawn";
            /** @description In company currency, where the action has an amount. */
            amount: string | null;
            currency: string | null;
            /** @description What it is about, when that is there already. */
            subject: {
                type: string;
                id: string;
            } | null;
            requestedBy: {
                /** Format: uuid */
                id: string;
                name: string | null;
            };
            requestedAt: string;
            decidedBy: {
                /** Format: uuid */
                id: string;
                name: string | null;
            } | null;
            decidedAt: string | null;
            reason: string | null;
            /** @description What came of it. */
            result: {
                type: string;
                id: string;
            } | null;
            /** @description Whether the caller may approve or reject it. */
            mayDecide: boolean;
            /** @description Whether the caller asked for it. */
            isMine: boolean;
            version: number;
            /** @description What was asked for, as it was sent. */
            request?: unknown;
        };
        ApprovalRule: {
            action: string;
            title: string;
            /** @description Whether it has an amount that a limit can be set for. */
            measured: boolean;
            approvePermission: string;
            demanded: boolean;
            above: string | null;
            /** @description 0 as long as there is no rule. */
            version: number;
        };
        Attachment: {
            /** Format: uuid */
            id: string;
            /** @example receipt.pdf */
            name: string;
            /** @example application/pdf */
            mediaType: string;
            /** @description In bytes. */
            size: number;
            /** @description Of its bytes, in hexadecimal. */
            sha256: string;
            /** Format: uuid */
            uploadedBy: string;
            uploadedByName: string;
            uploadedAt: string;
        };
        AuditEntry: {
            /** Format: uuid */
            id: string;
            at: string;
            /** Format: uuid */
            actorId: string;
            actorKind: string;
            action: string;
            subjectType: string;
            subjectId: string;
            before?: unknown;
            after?: unknown;
            requestId: string;
        };
        /** @description Equity in the totals holds the earnings that are not closed into an account yet. */
        BalanceSheet: {
            asOf: string;
            knownAt: string;
            currency: string;
            rows: {
                /** @enum {string} */
                section: "asset" | "liability" | "equity";
                account: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                    /** @enum {string} */
                    type: "asset" | "liability" | "equity" | "income" | "expense";
                };
                /** @example 1265793.29 */
                amount: string;
            }[];
            earnings: {
                fiscalYearStart: string | null;
                /** @example 1265793.29 */
                previousYears: string;
                /** @example 1265793.29 */
                currentYear: string;
            };
            totals: {
                /** @example 1265793.29 */
                assets: string;
                /** @example 1265793.29 */
                liabilities: string;
                /** @example 1265793.29 */
                equity: string;
                /** @example 1265793.29 */
                liabilitiesAndEquity: string;
            };
        };
        BankAccount: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            currency: string;
            iban: string | null;
            accountNumber: string | null;
            bankCode: string | null;
            bic: string | null;
            bankName: string | null;
            account: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            };
            /** Format: uuid */
            journalId: string;
            /** @description The payment method that goes through this account. */
            method: string;
            opening: {
                on: string;
                balance: string;
                entryId: string | null;
            };
            /** @description What the bank says: the opening balance and every booked line. */
            balance: string;
            /** @description Lines that are not matched, or not to the end. */
            linesLeft: number;
            lastBookedOn: string | null;
            /** @description Up to this day statements are reconciled and locked. */
            reconciledOn: string | null;
            active: boolean;
            version: number;
        };
        BankConfirmation: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            bankAccountId: string;
            /** @enum {string} */
            state: "confirmed" | "undone";
            /** @enum {string} */
            origin: "suggestion" | "manual" | "rule";
            ruleId: string | null;
            score: number | null;
            reasons: {
                /** @enum {string} */
                code: "amount" | "reference" | "number" | "account" | "name" | "date" | "rule" | "batch" | "sum" | "own_account" | "currency" | "several";
                points: number;
                text: string;
            }[];
            matches: {
                /** Format: uuid */
                lineId: string;
                bookedOn: string;
                amount: string;
                /** Format: uuid */
                entryId: string;
                entryPosition: number;
                description: string;
                paymentId: string | null;
            }[];
            currency: string;
            confirmedAt: string;
            undoneAt: string | null;
            undoReason: string | null;
            version: number;
        };
        BankCsvFormat: {
            /** Format: uuid */
            id: string;
            name: string;
            mapping: {
                /**
                 * @description Default: found out.
                 * @enum {string}
                 */
                delimiter?: "," | ";" | "\t" | "|";
                /**
                 * @description Whether a line of headings stands above the lines.
                 * @default true
                 */
                header: boolean;
                /**
                 * @description Lines above the headings that are none.
                 * @default 0
                 */
                skipLines: number;
                /**
                 * @description What stands before the decimals; the other one groups thousands.
                 * @default .
                 * @enum {string}
                 */
                decimal: "." | ",";
                /**
                 * @default YYYY-MM-DD
                 * @enum {string}
                 */
                dates: "YYYY-MM-DD" | "YYYYMMDD" | "DD.MM.YYYY" | "DD.MM.YY" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD-MM-YYYY";
                /**
                 * @description Whether money in is negative, as on some credit cards.
                 * @default false
                 */
                invert: boolean;
                columns: {
                    /** @description A column by its heading, or by its place from 1 on. */
                    bookedOn: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    valuedOn?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    amount?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    side?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    debit?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    credit?: string;
                    /** @description The balance behind each line, from which opening and closing follow. */
                    balance?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    currency?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    name?: string;
                    /** @description The other side's IBAN or number. */
                    account?: string;
                    /** @default [] */
                    text: string[];
                    /** @description A column by its heading, or by its place from 1 on. */
                    bankReference?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    endToEndId?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    structuredReference?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    code?: string;
                    /** @description A column by its heading, or by its place from 1 on. */
                    status?: string;
                };
                /**
                 * @default [
                 *       "D",
                 *       "DBIT",
                 *       "DR",
                 *       "S",
                 *       "debit",
                 *       "Soll"
                 *     ]
                 */
                debitWords: string[];
                /**
                 * @default [
                 *       "C",
                 *       "CRDT",
                 *       "CR",
                 *       "H",
                 *       "credit",
                 *       "Haben"
                 *     ]
                 */
                creditWords: string[];
                /**
                 * @default [
                 *       "PDNG",
                 *       "pending",
                 *       "vorgemerkt"
                 *     ]
                 */
                pendingWords: string[];
            };
            version: number;
        };
        BankLine: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            bankAccountId: string;
            /** Format: uuid */
            statementId: string;
            position: number;
            /** @enum {string} */
            status: "booked" | "pending" | "advice";
            bookedOn: string;
            valuedOn: string | null;
            currency: string;
            /** @description Money in is positive. */
            amount: string;
            name: string | null;
            /** @description The other side's number, shortened. */
            account: string | null;
            text: string | null;
            endToEndId: string | null;
            structuredReference: string | null;
            returnReason: string | null;
            instructed: {
                currency: string;
                amount: string;
                rate: string | null;
            } | null;
            /** @description What is not matched yet, with the sign of the amount. */
            left: string;
            bankReference: string | null;
            /** @description What kind of transaction the bank says it is. */
            code: string | null;
            reversal: boolean;
            batchCount: number;
            /** @description The payments of a batch. */
            details: {
                amount: string | null;
                name: string | null;
                /** @description The other side's number, shortened. */
                account: string | null;
                text: string | null;
                endToEndId: string | null;
                structuredReference: string | null;
                returnReason: string | null;
                instructed: {
                    currency: string;
                    amount: string;
                    rate: string | null;
                } | null;
            }[];
        };
        BankReconciliation: {
            /** Format: uuid */
            bankAccountId: string;
            code: string;
            name: string;
            currency: string;
            asOf: string;
            /** @description What the bank says: the last closing balance, and the lines behind it. */
            statementBalance: string;
            /** @description The day of that closing balance. */
            statementOn: string | null;
            /** @description The opening balance and every booked line. */
            linesBalance: string;
            /** @description Lines of the bank that the ledger does not have. */
            bankOnly: {
                /** @description Of the line, or of the entry. */
                id: string;
                position: number;
                on: string;
                text: string;
                /** @description What of it has no counterpart by this day. */
                amount: string;
            }[];
            bankOnlyTotal: string;
            bankOnlyCount: number;
            /** @description Postings that the bank does not have. */
            ledgerOnly: {
                /** @description Of the line, or of the entry. */
                id: string;
                position: number;
                on: string;
                text: string;
                /** @description What of it has no counterpart by this day. */
                amount: string;
            }[];
            ledgerOnlyTotal: string;
            ledgerOnlyCount: number;
            /** @description What the ledger held before the first statement, against the opening balance. */
            openingDifference: string;
            /** @description The statement's balance, less what only the bank has, and with what only the ledger has. */
            expectedLedgerBalance: string;
            ledgerBalance: string;
            difference: string;
            reconciledOn: string | null;
        };
        BankRule: {
            /** Format: uuid */
            id: string;
            name: string;
            priority: number;
            /** @enum {string} */
            mode: "suggest" | "automatic";
            bankAccountId: string | null;
            conditions: {
                all: ({
                    /** @enum {string} */
                    field: "text" | "name" | "reference" | "code";
                    /**
                     * @default contains
                     * @enum {string}
                     */
                    test: "contains" | "equals" | "startsWith";
                    /** @description In any case. */
                    value: string;
                } | {
                    /** @enum {string} */
                    field: "amount";
                    /** @description Without its sign. */
                    from?: string;
                    to?: string;
                } | {
                    /** @enum {string} */
                    field: "direction";
                    /** @enum {string} */
                    value: "in" | "out";
                })[];
            };
            outcome: {
                /** Format: uuid */
                accountId: string;
                /** Format: uuid */
                partyId?: string;
                /**
                 * Format: uuid
                 * @description A tax that the amount includes.
                 */
                taxCodeId?: string;
                /** @description Ids of dimension values, at most one of each dimension. */
                dimensions?: string[];
                /** @description Default: what the bank says. */
                description?: string;
            };
            active: boolean;
            version: number;
        };
        BankRuleTest: {
            tested: number;
            items: components["schemas"]["BankLine"][];
        };
        BankStatement: {
            /** Format: uuid */
            id: string;
            bankAccount: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            };
            /** @enum {string} */
            format: "camt.053" | "camt.054" | "ofx" | "csv";
            messageType: string;
            reference: string | null;
            currency: string;
            fromOn: string | null;
            toOn: string;
            opening: string | null;
            closing: string | null;
            /** @description Sum of the booked entries that came in. */
            credits: string;
            /** @description Sum of the booked entries that went out. */
            debits: string;
            /** @description Booked entries in the file's statement. */
            booked: number;
            /** @description Entries that are announced or told as advice: shown, never counted. */
            pending: number;
            /** @description Booked lines that were new with this statement. */
            added: number;
            /** @description Of those, lines that are not matched to the end. */
            left: number;
            warnings: string[];
            /** @enum {string} */
            state: "imported" | "reconciled" | "discarded";
            /** Format: uuid */
            fileId: string;
            fileName: string;
            version: number;
            createdAt: string;
        };
        BankSuggestion: {
            /** @description From 0 to 100: the points of its reasons. */
            score: number;
            reasons: {
                /** @enum {string} */
                code: "amount" | "reference" | "number" | "account" | "name" | "date" | "rule" | "batch" | "sum" | "own_account" | "currency" | "several";
                points: number;
                text: string;
            }[];
            title: string;
            /** @description What to confirm, as it is. */
            lines: {
                /** Format: uuid */
                lineId: string;
                parts: ({
                    /** @enum {string} */
                    kind: "payment";
                    /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                    amount: string;
                    /** Format: uuid */
                    partyId: string;
                    /** @default [] */
                    allocations: {
                        /** Format: uuid */
                        invoiceId: string;
                        amount: string;
                    }[];
                    paid?: {
                        currency: string;
                        amount: string;
                    };
                    /** @description Which payment of a batch it is, from 0 on. */
                    detail?: number;
                } | {
                    /** @enum {string} */
                    kind: "entry";
                    /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                    amount: string;
                    /** Format: uuid */
                    accountId: string;
                    /** Format: uuid */
                    partyId?: string;
                    /** @description Ids of dimension values, at most one of each dimension. */
                    dimensions?: string[];
                    /**
                     * Format: uuid
                     * @description A tax that the amount includes.
                     */
                    taxCodeId?: string;
                    description?: string;
                } | {
                    /** @enum {string} */
                    kind: "existing";
                    /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                    amount?: string;
                    /** Format: uuid */
                    entryId: string;
                    position: number;
                } | {
                    /** @enum {string} */
                    kind: "transfer";
                    /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                    amount: string;
                    /** Format: uuid */
                    bankAccountId: string;
                    /** Format: uuid */
                    lineId?: string;
                })[];
            }[];
            ruleId: string | null;
        };
        BulkResult: {
            index: number;
            /** @enum {string} */
            status: "created" | "refused";
            id?: string;
            code?: string;
            problem?: {
                code: string;
                detail: string;
                errors?: {
                    pointer: string;
                    detail: string;
                }[];
            };
        };
        BulkResults: {
            created: number;
            refused: number;
            results: components["schemas"]["BulkResult"][];
        };
        Caller: {
            /** @enum {string} */
            kind: "user" | "api_key";
            user: {
                /** Format: uuid */
                id: string;
                name: string;
                email: string;
            };
            company: {
                /** Format: uuid */
                id: string;
                name: string;
                currency: string;
                timeZone: string;
                country: string;
                locale: string;
            };
            /** @description Every company one may work in. */
            companies: {
                /** Format: uuid */
                id: string;
                name: string;
                currency: string;
            }[];
            roles: {
                /** Format: uuid */
                id: string;
                name: string;
                system?: string;
            }[];
            /** @description Empty while a one-time password must be changed. */
            permissions: string[];
            mustChangePassword: boolean;
        };
        CatalogueAddress: {
            name: string | null;
        };
        Category: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            names: {
                [key: string]: string;
            };
            parentId: string | null;
            position: number;
            externalId: string | null;
            version: number;
        };
        CategoryNode: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            names: {
                [key: string]: string;
            };
            parentId: string | null;
            position: number;
            externalId: string | null;
            version: number;
            depth: number;
            path: string[];
        };
        CategoryTree: {
            items: components["schemas"]["CategoryNode"][];
        };
        Company: {
            /** Format: uuid */
            id: string;
            name: string;
            legalName: string | null;
            taxNumber: string | null;
            country: string;
            baseCurrency: string;
            timeZone: string;
            locale: string;
            /** @enum {string} */
            rounding: "line" | "document";
            fiscalYearStart: number;
            chart: string | null;
            version: number;
        };
        Contact: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @default null */
            role: string | null;
            /**
             * Format: email
             * @default null
             */
            email: string | null;
            /** @default null */
            phone: string | null;
        };
        CreatedApiKey: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description How the key begins, to tell it from others. */
            prefix: string;
            scopes: string[];
            /** Format: uuid */
            createdBy: string;
            createdAt: string;
            expiresAt: string | null;
            /** @description To the minute. */
            lastUsedAt: string | null;
            revokedAt: string | null;
            key: string;
        };
        Customer: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            active: boolean;
            isSupplier: boolean;
            taxNumber: string | null;
            taxExempt: boolean;
            email: string | null;
            country: string | null;
            currency: string;
            paymentTermsDays: number;
            creditLimit: string | null;
            priceListId: string | null;
            salespersonId: string | null;
            externalId: string | null;
            createdAt: string;
            version: number;
            notes: string | null;
            addresses: components["schemas"]["Address"][];
            contacts: components["schemas"]["Contact"][];
        };
        CustomerRow: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            active: boolean;
            isSupplier: boolean;
            taxNumber: string | null;
            taxExempt: boolean;
            email: string | null;
            country: string | null;
            currency: string;
            paymentTermsDays: number;
            creditLimit: string | null;
            priceListId: string | null;
            salespersonId: string | null;
            externalId: string | null;
            createdAt: string;
            version: number;
        };
        DeliverySummary: {
            /** Format: uuid */
            id: string;
            number: string;
            order: {
                /** Format: uuid */
                id: string;
                number: string;
            };
            customer: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            deliveredOn: string;
            tracking: string | null;
            reason: string | null;
        };
        Dimension: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            /** @enum {string} */
            required: "never" | "income_and_expense" | "always";
            active: boolean;
            version: number;
        };
        DimensionSplit: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            shares: {
                /** @example 62.5 */
                percent: string;
                dimensions: string[];
            }[];
            active: boolean;
            version: number;
        };
        DimensionValue: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dimensionId: string;
            code: string;
            name: string;
            parentId: string | null;
            validFrom: string | null;
            validTo: string | null;
            active: boolean;
            version: number;
        };
        /** @description Debit and credit are in the line's currency, companyDebit and companyCredit in the company's. */
        Entry: {
            /** Format: uuid */
            id: string;
            /** @description Gapless; given within seconds of posting. */
            number: number | null;
            /** Format: uuid */
            journalId: string;
            /** @enum {string} */
            kind: "standard" | "exchange" | "revaluation" | "opening" | "closing" | "reversal";
            effectiveOn: string;
            description: string;
            sourceType: string | null;
            sourceId: string | null;
            reversesEntryId: string | null;
            reversedByEntryId: string | null;
            reversedOn: string | null;
            reversalReason: string | null;
            externalId: string | null;
            /** Format: uuid */
            postedBy: string;
            /** @description By the database's clock; absent in the answer of the posting itself. */
            postedAt?: string;
            /**
             * @description Of one side, in company currency.
             * @example 1250.00
             */
            total: string;
            lines: {
                position: number;
                account: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                };
                partyId: string | null;
                dimensions: components["schemas"]["LineDimension"][];
                description: string | null;
                currency: string;
                /** @example 1250.00 */
                debit: string;
                /** @example 1250.00 */
                credit: string;
                /** @example 1250.00 */
                companyDebit: string;
                /** @example 1250.00 */
                companyCredit: string;
                taxCodeId: string | null;
                /** @example 1250.00 */
                taxBase: string | null;
            }[];
        };
        /** @description The content is what was entered. The entry that a draft becomes has its id. */
        EntryDraft: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "draft" | "posted";
            effectiveOn: string | null;
            journalId: string | null;
            description: string | null;
            copyOfId: string | null;
            /** Format: uuid */
            ownerId: string;
            ownerName: string;
            /** Format: uuid */
            changedBy: string;
            version: number;
            createdAt: string;
            changedAt: string;
            currency: string;
            /**
             * @description Null when the lines are in several currencies.
             * @example 1250.00
             */
            debit: string | null;
            /** @example 1250.00 */
            credit: string | null;
            /**
             * @example {
             *       "description": "Rent for April",
             *       "lines": [
             *         {
             *           "debit": "1250.00"
             *         }
             *       ]
             *     }
             */
            content: {
                /** Format: date */
                effectiveOn?: string;
                description?: string;
                /** Format: uuid */
                journalId?: string;
                currency?: string;
                rates?: {
                    [key: string]: string;
                };
                externalId?: string;
                /** @default [] */
                lines: {
                    /** Format: uuid */
                    accountId?: string;
                    debit?: string;
                    credit?: string;
                    currency?: string;
                    /** Format: uuid */
                    partyId?: string;
                    /** @description Ids of dimension values, at most one of each dimension. */
                    dimensions?: string[];
                    description?: string;
                    /** Format: uuid */
                    taxCodeId?: string;
                    taxBase?: string;
                    shares?: {
                        percent: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions: string[];
                    }[];
                    /** Format: uuid */
                    splitId?: string;
                }[];
            };
            /** @description The accounts that its lines name. */
            accounts: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            }[];
            parties: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            }[];
            dimensions: components["schemas"]["LineDimension"][];
        };
        EntryDraftSummary: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "draft" | "posted";
            effectiveOn: string | null;
            journalId: string | null;
            description: string | null;
            copyOfId: string | null;
            /** Format: uuid */
            ownerId: string;
            ownerName: string;
            /** Format: uuid */
            changedBy: string;
            version: number;
            createdAt: string;
            changedAt: string;
            currency: string;
            /**
             * @description Null when the lines are in several currencies.
             * @example 1250.00
             */
            debit: string | null;
            /** @example 1250.00 */
            credit: string | null;
        };
        EntrySummary: {
            /** Format: uuid */
            id: string;
            /** @description Gapless; given within seconds of posting. */
            number: number | null;
            /** Format: uuid */
            journalId: string;
            /** @enum {string} */
            kind: "standard" | "exchange" | "revaluation" | "opening" | "closing" | "reversal";
            effectiveOn: string;
            description: string;
            sourceType: string | null;
            sourceId: string | null;
            reversesEntryId: string | null;
            reversedByEntryId: string | null;
            reversedOn: string | null;
            reversalReason: string | null;
            externalId: string | null;
            /** Format: uuid */
            postedBy: string;
            /** @description By the database's clock; absent in the answer of the posting itself. */
            postedAt?: string;
            /**
             * @description Of one side, in company currency.
             * @example 1250.00
             */
            total: string;
        };
        ExchangeRate: {
            /** Format: uuid */
            id: string;
            currency: string;
            /** @example 0.8512 */
            rate: string;
            validOn: string;
            /**
             * @description Entered, or from a file of the European Central Bank.
             * @enum {string}
             */
            source: "manual" | "ecb";
            version: number;
        };
        FiscalYear: {
            /** Format: uuid */
            id: string;
            name: string;
            startsOn: string;
            endsOn: string;
            version: number;
        };
        /** @description Amounts beside `currency` are in it; debit, credit and balance in company currency. */
        GeneralLedger: {
            asOf: string;
            knownAt: string;
            currency: string;
            from: string;
            account: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
                /** @enum {string} */
                type: "asset" | "liability" | "equity" | "income" | "expense";
            };
            /** @example 1265793.29 */
            opening: string;
            rows: {
                /** Format: uuid */
                entryId: string;
                number: number | null;
                date: string;
                position: number;
                description: string;
                sourceType: string | null;
                sourceId: string | null;
                partyId: string | null;
                currency: string;
                /** @example 1265793.29 */
                amount: string;
                /** @example 1265793.29 */
                debit: string;
                /** @example 1265793.29 */
                credit: string;
                /** @example 1265793.29 */
                balance: string;
            }[];
            totals: {
                /** @example 1265793.29 */
                debit: string;
                /** @example 1265793.29 */
                credit: string;
                /** @example 1265793.29 */
                balance: string;
            };
            next?: string;
        };
        HeadingsAdded: {
            /** @description Headings that were not there. */
            headings: number;
            /** @description Accounts that stood below no heading and now do. */
            placed: number;
        };
        Import: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            jobId: string;
            kind: string;
            /** @enum {string} */
            mode: "all" | "each";
            dryRun: boolean;
            fileName: string;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed";
            /** @description Rows read so far. */
            done: number;
            /** @description Rows in the file, once they are counted. */
            total: number | null;
            /** @description What became of the rows. Nothing was stored when `stored` is false. */
            report: {
                rows?: number;
                created?: number;
                unchanged?: number;
                refused?: number;
                stored?: boolean;
            } | null;
            error: string | null;
            refusedRows: number;
            createdAt: string;
            finishedAt: string | null;
        };
        ImportKind: {
            name: string;
            title: string;
            columns: {
                name: string;
                required: boolean;
                also: string[];
                about: string;
            }[];
        };
        ImportedBankFile: {
            /** Format: uuid */
            fileId: string;
            fileName: string;
            sha256: string;
            format: string;
            /** @description Booked lines that came in. */
            added: number;
            /** @description Booked lines that were there already, from this file or another one. */
            known: number;
            warnings: string[];
            statements: components["schemas"]["BankStatement"][];
        };
        InvitedUser: {
            /** Format: uuid */
            id: string;
            name: string;
            email?: string;
            active: boolean;
            mustChangePassword: boolean;
            roles: {
                /** Format: uuid */
                id: string;
                name: string;
            }[];
            externalId?: string;
            version: number;
            createdAt: string;
            oneTimePassword?: string;
        };
        Invoice: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "invoice" | "credit_note" | "bill" | "debit_note";
            /** @enum {string} */
            state: "draft" | "issued" | "part_paid" | "paid" | "credited";
            number: string | null;
            party: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            issuedOn: string | null;
            /** Format: date */
            dueOn: string | null;
            currency: string;
            net: string;
            tax: string;
            total: string;
            open: string;
            reference: string | null;
            version: number;
            notes: string | null;
            source: {
                type: string;
                /** Format: uuid */
                id: string;
            } | null;
            /** Format: uuid */
            originalInvoiceId: string | null;
            /** Format: uuid */
            entryId: string | null;
            lines: {
                /** Format: uuid */
                id: string;
                position: number;
                description: string;
                /** Format: uuid */
                productId: string | null;
                quantity: string;
                unitPrice: string;
                discountPercent: string;
                net: string;
                tax: string;
                total: string;
                /** Format: uuid */
                accountId: string;
                taxes: {
                    code: string;
                    rate: string;
                    base: string;
                    tax: string;
                    /**
                     * @description Added to the total, not part of it, or kept back from it.
                     * @enum {string}
                     */
                    treatment: "standard" | "reverse_charge" | "withholding";
                    /**
                     * @description Of EN 16931.
                     * @enum {string|null}
                     */
                    category: "S" | "Z" | "E" | "AE" | "K" | "G" | "O" | null;
                    exemptionCode: string | null;
                }[];
            }[];
            taxes: {
                code: string;
                rate: string;
                base: string;
                tax: string;
                /**
                 * @description Added to the total, not part of it, or kept back from it.
                 * @enum {string}
                 */
                treatment: "standard" | "reverse_charge" | "withholding";
                /**
                 * @description Of EN 16931.
                 * @enum {string|null}
                 */
                category: "S" | "Z" | "E" | "AE" | "K" | "G" | "O" | null;
                exemptionCode: string | null;
            }[];
            allocations: {
                /** Format: uuid */
                id: string;
                /**
                 * @description What stands on the other side.
                 * @enum {string}
                 */
                kind: "payment" | "invoice" | "discount" | "write_off" | "reversal" | "entry";
                /** Format: uuid */
                paymentId: string | null;
                /** Format: uuid */
                creditNoteId: string | null;
                /** Format: uuid */
                invoiceId: string;
                /** @description Of what stands on the other side. */
                number: string | null;
                amount: string;
                /** Format: date */
                allocatedOn: string;
                /** Format: date */
                undoneOn: string | null;
            }[];
        };
        InvoiceSummary: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "invoice" | "credit_note" | "bill" | "debit_note";
            /** @enum {string} */
            state: "draft" | "issued" | "part_paid" | "paid" | "credited";
            number: string | null;
            party: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            issuedOn: string | null;
            /** Format: date */
            dueOn: string | null;
            currency: string;
            net: string;
            tax: string;
            total: string;
            open: string;
            reference: string | null;
            version: number;
        };
        InvoicedOrder: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            status: "draft" | "confirmed" | "part_delivered" | "delivered" | "invoiced" | "closed" | "cancelled";
            /** @enum {string} */
            deliveryState: "none" | "partial" | "full";
            /** @enum {string} */
            invoiceState: "none" | "partial" | "full";
            customer: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            orderedOn: string;
            /** Format: date */
            requestedOn: string | null;
            currency: string;
            net: string;
            tax: string;
            total: string;
            customerReference: string | null;
            version: number;
            /** Format: uuid */
            warehouseId: string | null;
            notes: string | null;
            shippingAddress: {
                name?: string;
                street: string;
                city: string;
                region?: string;
                postalCode?: string;
                country: string;
            } | null;
            lines: {
                /** Format: uuid */
                id: string;
                position: number;
                /** @enum {string} */
                kind: "product" | "freight" | "service";
                /** Format: uuid */
                productId: string | null;
                description: string;
                quantity: string;
                delivered: string;
                returned: string;
                invoiced: string;
                unitPrice: string;
                discountPercent: string;
                net: string;
                tax: string;
                total: string;
            }[];
            deliveries: {
                /** Format: uuid */
                id: string;
                number: string;
                /** @enum {string} */
                kind: "delivery" | "return";
                /** Format: date */
                deliveredOn: string;
            }[];
            invoices: {
                /** Format: uuid */
                id: string;
                number: string;
                kind: string;
                state: string;
                total: string;
            }[];
            invoice: components["schemas"]["Invoice"];
        };
        Job: {
            /** Format: uuid */
            id: string;
            kind: string;
            title: string;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed";
            done: number;
            total: number | null;
            result?: unknown;
            error: string | null;
            createdAt: string;
            startedAt: string | null;
            finishedAt: string | null;
        };
        Journal: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            /** @enum {string} */
            kind: "general" | "sales" | "purchase" | "bank" | "cash" | "payroll" | "closing" | "opening";
            manualPosting: boolean;
            active: boolean;
            version: number;
        };
        LateEntry: {
            /** Format: uuid */
            id: string;
            number: number | null;
            effectiveOn: string;
            description: string;
            /** @enum {string} */
            module: "sales" | "purchase" | "bank" | "payroll" | "finance";
            /**
             * @description In which it was posted: soft-closed as an adjustment, or reopened.
             * @enum {string}
             */
            state: "open" | "soft_closed";
            /** @description Of one side, in company currency. */
            total: string;
            sourceType: string | null;
            sourceId: string | null;
            /** Format: uuid */
            postedBy: string;
            postedAt: string;
        };
        LineDimension: {
            dimension: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            };
            value: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            };
        };
        Order: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            status: "draft" | "confirmed" | "part_delivered" | "delivered" | "invoiced" | "closed" | "cancelled";
            /** @enum {string} */
            deliveryState: "none" | "partial" | "full";
            /** @enum {string} */
            invoiceState: "none" | "partial" | "full";
            customer: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            orderedOn: string;
            /** Format: date */
            requestedOn: string | null;
            currency: string;
            net: string;
            tax: string;
            total: string;
            customerReference: string | null;
            version: number;
            /** Format: uuid */
            warehouseId: string | null;
            notes: string | null;
            shippingAddress: {
                name?: string;
                street: string;
                city: string;
                region?: string;
                postalCode?: string;
                country: string;
            } | null;
            lines: {
                /** Format: uuid */
                id: string;
                position: number;
                /** @enum {string} */
                kind: "product" | "freight" | "service";
                /** Format: uuid */
                productId: string | null;
                description: string;
                quantity: string;
                delivered: string;
                returned: string;
                invoiced: string;
                unitPrice: string;
                discountPercent: string;
                net: string;
                tax: string;
                total: string;
            }[];
            deliveries: {
                /** Format: uuid */
                id: string;
                number: string;
                /** @enum {string} */
                kind: "delivery" | "return";
                /** Format: date */
                deliveredOn: string;
            }[];
            invoices: {
                /** Format: uuid */
                id: string;
                number: string;
                kind: string;
                state: string;
                total: string;
            }[];
        };
        OrderSummary: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            status: "draft" | "confirmed" | "part_delivered" | "delivered" | "invoiced" | "closed" | "cancelled";
            /** @enum {string} */
            deliveryState: "none" | "partial" | "full";
            /** @enum {string} */
            invoiceState: "none" | "partial" | "full";
            customer: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            orderedOn: string;
            /** Format: date */
            requestedOn: string | null;
            currency: string;
            net: string;
            tax: string;
            total: string;
            customerReference: string | null;
            version: number;
        };
        Party: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            isCustomer: boolean;
            isSupplier: boolean;
            active: boolean;
            taxNumber: string | null;
            taxExempt: boolean;
            email: string | null;
            country: string | null;
            currency: string;
            paymentTermsDays: number;
            externalId: string | null;
            createdAt: string;
            version: number;
        };
        Payment: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            direction: "in" | "out";
            /** @enum {string} */
            state: "posted" | "reversed";
            party: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            method: string;
            /** Format: date */
            paidOn: string;
            currency: string;
            amount: string;
            unallocated: string;
            reference: string | null;
            version: number;
            /** Format: uuid */
            entryId: string;
            allocations: {
                /** Format: uuid */
                id: string;
                /**
                 * Format: uuid
                 * @description The document it settled.
                 */
                invoiceId: string | null;
                /**
                 * Format: uuid
                 * @description Or the payment of the other direction.
                 */
                paymentId: string | null;
                /** @description The number of either. */
                invoiceNumber: string;
                amount: string;
                /** Format: date */
                allocatedOn: string;
                /** Format: date */
                undoneOn: string | null;
            }[];
        };
        PaymentSummary: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            direction: "in" | "out";
            /** @enum {string} */
            state: "posted" | "reversed";
            party: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            method: string;
            /** Format: date */
            paidOn: string;
            currency: string;
            amount: string;
            unallocated: string;
            reference: string | null;
            version: number;
        };
        /** @description Nothing has happened yet: it waits for the approval of a second person. */
        PendingApproval: {
            approval: {
                /** Format: uuid */
                id: string;
                action: string;
                summary: string;
                /** @enum {string} */
                state: "pending";
            };
        };
        Period: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            fiscalYearId: string;
            name: string;
            startsOn: string;
            endsOn: string;
            /**
             * @description Of the period as a whole; finance's own postings follow it.
             * @enum {string}
             */
            state: "open" | "soft_closed" | "closed";
            /** @description The state each module posts in: its own or that of the whole, whichever is stricter. */
            modules: {
                /** @enum {string} */
                sales: "open" | "soft_closed" | "closed";
                /** @enum {string} */
                purchase: "open" | "soft_closed" | "closed";
                /** @enum {string} */
                bank: "open" | "soft_closed" | "closed";
                /** @enum {string} */
                payroll: "open" | "soft_closed" | "closed";
            };
            /** @description Whether it, or a module of it, has ever left the open state. */
            everClosed: boolean;
            version: number;
        };
        PeriodEvent: {
            /** @enum {string} */
            module: "all" | "sales" | "purchase" | "bank" | "payroll";
            /** @enum {string} */
            before: "open" | "soft_closed" | "closed";
            /** @enum {string} */
            after: "open" | "soft_closed" | "closed";
            reason: string | null;
            changedBy: string | null;
            changedAt: string;
        };
        PlacedOrder: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            status: "draft" | "confirmed" | "part_delivered" | "delivered" | "invoiced" | "closed" | "cancelled";
            /** @enum {string} */
            deliveryState: "none" | "partial" | "full";
            /** @enum {string} */
            invoiceState: "none" | "partial" | "full";
            customer: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date */
            orderedOn: string;
            /** Format: date */
            requestedOn: string | null;
            currency: string;
            net: string;
            tax: string;
            total: string;
            customerReference: string | null;
            version: number;
            /** Format: uuid */
            warehouseId: string | null;
            notes: string | null;
            shippingAddress: {
                name?: string;
                street: string;
                city: string;
                region?: string;
                postalCode?: string;
                country: string;
            } | null;
            lines: {
                /** Format: uuid */
                id: string;
                position: number;
                /** @enum {string} */
                kind: "product" | "freight" | "service";
                /** Format: uuid */
                productId: string | null;
                description: string;
                quantity: string;
                delivered: string;
                returned: string;
                invoiced: string;
                unitPrice: string;
                discountPercent: string;
                net: string;
                tax: string;
                total: string;
            }[];
            deliveries: {
                /** Format: uuid */
                id: string;
                number: string;
                /** @enum {string} */
                kind: "delivery" | "return";
                /** Format: date */
                deliveredOn: string;
            }[];
            invoices: {
                /** Format: uuid */
                id: string;
                number: string;
                kind: string;
                state: string;
                total: string;
            }[];
            invoice?: components["schemas"]["Invoice"];
        };
        Price: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            priceListId: string;
            /** Format: uuid */
            productId: string;
            sku: string;
            productName: string;
            currency: string;
            minQuantity: string;
            unitPrice: string;
            validFrom: string | null;
            validTo: string | null;
            externalId: string | null;
        };
        PriceList: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            currency: string;
            pricesIncludeTax: boolean;
            isDefault: boolean;
            active: boolean;
            version: number;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            requestId: string;
            errors?: {
                pointer: string;
                detail: string;
            }[];
        };
        Product: {
            /** Format: uuid */
            id: string;
            sku: string;
            name: string;
            names: {
                [key: string]: string;
            };
            categoryId: string | null;
            unit: string;
            taxClass: string;
            /** @enum {string} */
            state: "draft" | "published" | "archived";
            stocked: boolean;
            allowNegative: boolean;
            externalId: string | null;
            createdAt: string;
            updatedAt: string;
            version: number;
            description: string | null;
            descriptions: {
                [key: string]: string;
            };
            attributes: {
                [key: string]: string | number | boolean | string[];
            };
            images: components["schemas"]["ProductImage"][];
        };
        ProductImage: {
            /** Format: uuid */
            id: string;
            position: number;
            mediaType: string;
            alt: string;
            url: string;
        };
        ProductRow: {
            /** Format: uuid */
            id: string;
            sku: string;
            name: string;
            names: {
                [key: string]: string;
            };
            categoryId: string | null;
            unit: string;
            taxClass: string;
            /** @enum {string} */
            state: "draft" | "published" | "archived";
            stocked: boolean;
            allowNegative: boolean;
            externalId: string | null;
            createdAt: string;
            updatedAt: string;
            version: number;
        };
        ProfitAndLoss: {
            asOf: string;
            knownAt: string;
            currency: string;
            from: string;
            rows: {
                /** @enum {string} */
                section: "income" | "expense";
                account: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                    /** @enum {string} */
                    type: "asset" | "liability" | "equity" | "income" | "expense";
                };
                /** @example 1265793.29 */
                amount: string;
            }[];
            totals: {
                /** @example 1265793.29 */
                income: string;
                /** @example 1265793.29 */
                expense: string;
                /** @example 1265793.29 */
                result: string;
            };
        };
        PublicProduct: {
            sku: string;
            name: string;
            description: string | null;
            unit: string;
            category: {
                code: string;
                name: string;
            } | null;
            attributes: {
                [key: string]: string | number | boolean | string[];
            };
            price: string | null;
            pricesIncludeTax: boolean;
            currency: string;
            /** @enum {string} */
            availability: "in_stock" | "low_stock" | "out_of_stock" | "on_order";
            images: {
                url: string;
                alt: string;
            }[];
        };
        ResolvedPrices: {
            currency: string;
            on: string;
            lines: {
                /** Format: uuid */
                productId: string;
                quantity: string;
                unitPrice: string | null;
                priceListId: string | null;
                pricesIncludeTax: boolean | null;
            }[];
        };
        Revaluation: {
            /**
             * Format: uuid
             * @description Null when there was nothing to revalue.
             */
            id: string | null;
            on: string;
            /** @description The company's, of every amount but `amount`. */
            currency: string;
            /** Format: uuid */
            entryId: string | null;
            /** Format: uuid */
            reversalEntryId: string | null;
            reversedOn: string;
            /** @example 1265793.29 */
            gain: string;
            /** @example 1265793.29 */
            loss: string;
            /** @example 1265793.29 */
            result: string;
            lines: {
                account: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                };
                party: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                } | null;
                currency: string;
                /**
                 * @description Open in the currency.
                 * @example 1265793.29
                 */
                amount: string;
                /**
                 * @description In company currency before.
                 * @example 1265793.29
                 */
                carried: string;
                rate: string;
                /** @description The day of the rate. */
                ratedOn: string;
                /**
                 * @description In company currency at the rate.
                 * @example 1265793.29
                 */
                value: string;
                /**
                 * @description A gain is positive.
                 * @example 1265793.29
                 */
                difference: string;
            }[];
        };
        RevaluationSummary: {
            /**
             * Format: uuid
             * @description Null when there was nothing to revalue.
             */
            id: string | null;
            on: string;
            /** @description The company's, of every amount but `amount`. */
            currency: string;
            /** Format: uuid */
            entryId: string | null;
            /** Format: uuid */
            reversalEntryId: string | null;
            reversedOn: string;
            /** @example 1265793.29 */
            gain: string;
            /** @example 1265793.29 */
            loss: string;
            /** @example 1265793.29 */
            result: string;
        };
        Role: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            /** @description Set for the roles every company has, which nobody changes. */
            system?: string;
            grants: string[];
            members: number;
            version: number;
        };
        /** @description Amounts in company currency. */
        SalesOverview: {
            /** Format: date */
            asOf: string;
            currency: string;
            /** @description Income as posted, of this month and the eleven before it, oldest first. */
            revenue: {
                /** Format: date */
                month: string;
                /** @example 1265793.29 */
                amount: string;
            }[];
            receivables: {
                /** @example 1265793.29 */
                open: string;
                /** @example 1265793.29 */
                overdue: string;
                invoices: number;
                overdueInvoices: number;
            };
            toDeliver: {
                orders: number;
                /** @description Past the day the customer asked for. */
                late: number;
            };
            /** @description Orders that are not confirmed yet. */
            drafts: number;
        };
        Session: {
            /** @enum {string} */
            kind: "user" | "api_key";
            user: {
                /** Format: uuid */
                id: string;
                name: string;
                email: string;
            };
            company: {
                /** Format: uuid */
                id: string;
                name: string;
                currency: string;
                timeZone: string;
                country: string;
                locale: string;
            };
            /** @description Every company one may work in. */
            companies: {
                /** Format: uuid */
                id: string;
                name: string;
                currency: string;
            }[];
            roles: {
                /** Format: uuid */
                id: string;
                name: string;
                system?: string;
            }[];
            /** @description Empty while a one-time password must be changed. */
            permissions: string[];
            mustChangePassword: boolean;
            accessToken: string;
            /** @enum {string} */
            tokenType: "Bearer";
            /** @description Seconds */
            expiresIn: number;
        };
        StockChange: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "receipt" | "count" | "adjustment";
            /** Format: uuid */
            warehouseId: string;
            movedOn: string;
            reason: string | null;
            lines: {
                /** Format: uuid */
                productId: string;
                quantity: string;
                onHand: string;
            }[];
        };
        StockLevel: {
            /** Format: uuid */
            productId: string;
            sku: string;
            productName: string;
            unit: string;
            /** Format: uuid */
            warehouseId: string;
            warehouseCode: string;
            onHand: string;
            reserved: string;
            available: string;
            allowNegative: boolean;
        };
        StockMove: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            productId: string;
            sku: string;
            productName: string;
            /** Format: uuid */
            warehouseId: string;
            warehouseCode: string;
            /** @enum {string} */
            kind: "receipt" | "issue" | "return" | "count" | "adjustment";
            quantity: string;
            movedOn: string;
            sourceType: string | null;
            sourceId: string | null;
            reason: string | null;
            createdAt: string;
        };
        Tax: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            /** @enum {string} */
            kind: "percent" | "fixed_per_unit";
            /** @enum {string} */
            usage: "sale" | "purchase";
            /**
             * @description Added to a document, owed and claimed by the buyer beside it, or kept back from its payment.
             * @enum {string}
             */
            treatment: "standard" | "reverse_charge" | "withholding";
            /**
             * @description Of EN 16931: standard, zero, exempt, reverse charge, within the EU, export, outside the scope.
             * @enum {string|null}
             */
            category: "S" | "Z" | "E" | "AE" | "K" | "G" | "O" | null;
            /** @example VATEX-EU-IC */
            exemptionCode: string | null;
            exemptionReason: string | null;
            /**
             * @description When it is due: with the document, or as far as that is paid.
             * @enum {string}
             */
            recognisedOn: "document" | "payment";
            /** @description Whether prices hold the tax already. */
            included: boolean;
            /** @description Whether it is charged on the taxes before it too. */
            compound: boolean;
            /** Format: uuid */
            accountId: string;
            /**
             * Format: uuid
             * @description Of a reverse charge: where it is owed; accountId is where it is claimed.
             */
            reverseAccountId: string | null;
            /**
             * Format: uuid
             * @description Where the part goes that may not be deducted. Default: the account of the line.
             */
            nondeductibleAccountId: string | null;
            /**
             * Format: uuid
             * @description Where a tax due on payment waits until then.
             */
            pendingAccountId: string | null;
            active: boolean;
            /** @description Whether books name it, so that it stays what it is. */
            used: boolean;
            rates: {
                /** Format: uuid */
                id: string;
                rate: string;
                deductiblePercent: string;
                from: string | null;
                /** @description The last day. */
                to: string | null;
            }[];
            version: number;
        };
        TaxBox: {
            /** Format: uuid */
            id: string;
            returnCode: string;
            box: string;
            name: string;
            position: number;
            terms: {
                /** Format: uuid */
                taxCodeId: string | null;
                /**
                 * @description Owed for sales, claimed for purchases, or kept back.
                 * @enum {string|null}
                 */
                part: "output" | "input" | "withheld" | null;
                /** @enum {string|null} */
                amount: "base" | "tax" | "deductible" | null;
                /** Format: uuid */
                boxId: string | null;
                negative: boolean;
            }[];
            version: number;
        };
        TaxClass: {
            taxClass: string;
            taxes: {
                /** Format: uuid */
                id: string;
                code: string;
                name: string;
            }[];
        };
        TaxLines: {
            asOf: string;
            knownAt: string;
            currency: string;
            from: string;
            items: {
                /** Format: uuid */
                entryId: string;
                position: number;
                date: string;
                description: string;
                /** @description Its code. */
                tax: string | null;
                /**
                 * @description Owed for sales, claimed for purchases, or kept back.
                 * @enum {string|null}
                 */
                part: "output" | "input" | "withheld" | null;
                pending: boolean;
                sourceType: string | null;
                /** Format: uuid */
                sourceId: string | null;
                /** @description Of the document. */
                number: string | null;
                party: string | null;
                /** @description Of the document; documentBase and documentTax are in it, the other amounts in the company's. */
                currency: string;
                /** @example 1265793.29 */
                documentBase: string;
                /** @example 1265793.29 */
                documentTax: string;
                /** @example 1265793.29 */
                base: string;
                /** @example 1265793.29 */
                amount: string;
                /** @example 1265793.29 */
                deductible: string;
            }[];
            next?: string;
        };
        TaxReport: {
            asOf: string;
            knownAt: string;
            currency: string;
            from: string;
            rows: {
                tax: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                    category: string | null;
                };
                rate: string | null;
                /**
                 * @description Owed for sales, claimed for purchases, or kept back.
                 * @enum {string}
                 */
                part: "output" | "input" | "withheld";
                /** @description Waits for the payment of its documents. */
                pending: boolean;
                entries: number;
                /** @example 1265793.29 */
                base: string;
                /** @example 1265793.29 */
                amount: string;
                /**
                 * @description Of an input tax what may be claimed, of any other all of it.
                 * @example 1265793.29
                 */
                deductible: string;
            }[];
            returns: {
                code: string;
                boxes: {
                    /** Format: uuid */
                    id: string;
                    box: string;
                    name: string;
                    /** @example 1265793.29 */
                    amount: string;
                }[];
            }[];
            /** @description The tax accounts of the ledger beside what the results say; a debit is positive. */
            accounts: {
                account: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                    /** @enum {string} */
                    type: "asset" | "liability" | "equity" | "income" | "expense";
                };
                /** @example 1265793.29 */
                ledger: string;
                /** @example 1265793.29 */
                results: string;
                /**
                 * @description Lines without a tax: payments to the tax office, corrections by hand.
                 * @example 1265793.29
                 */
                withoutTax: string;
                /** @example 1265793.29 */
                unexplained: string;
            }[];
            totals: {
                /** @example 1265793.29 */
                output: string;
                /** @example 1265793.29 */
                input: string;
                /** @example 1265793.29 */
                withheld: string;
                /**
                 * @description Output less input tax.
                 * @example 1265793.29
                 */
                due: string;
            };
        };
        TrialBalance: {
            asOf: string;
            knownAt: string;
            currency: string;
            from?: string;
            rows: {
                account: {
                    /** Format: uuid */
                    id: string;
                    code: string;
                    name: string;
                    /** @enum {string} */
                    type: "asset" | "liability" | "equity" | "income" | "expense";
                };
                /** @example 1265793.29 */
                opening?: string;
                /** @example 1265793.29 */
                debit: string;
                /** @example 1265793.29 */
                credit: string;
                /** @example 1265793.29 */
                balance: string;
            }[];
            totals: {
                /** @example 1265793.29 */
                opening?: string;
                /** @example 1265793.29 */
                debit: string;
                /** @example 1265793.29 */
                credit: string;
                /** @example 1265793.29 */
                balance: string;
            };
        };
        User: {
            /** Format: uuid */
            id: string;
            name: string;
            email?: string;
            active: boolean;
            mustChangePassword: boolean;
            roles: {
                /** Format: uuid */
                id: string;
                name: string;
            }[];
            externalId?: string;
            version: number;
            createdAt: string;
        };
        Warehouse: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            isDefault: boolean;
            active: boolean;
            version: number;
        };
        Webhook: {
            /** Format: uuid */
            id: string;
            url: string;
            description: string;
            events: string[];
            /** @enum {string} */
            state: "active" | "disabled";
            disabledReason: string | null;
            failingSince: string | null;
            pending: number;
            version: number;
            createdAt: string;
        };
        WebhookDelivery: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            eventId: string;
            type: string;
            subject: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            attempts: number;
            replays: number;
            lastStatus: number | null;
            lastAttemptAt: string | null;
            nextAttemptAt: string | null;
            deliveredAt: string | null;
            createdAt: string;
        };
        WebhookDeliveryDetail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            eventId: string;
            type: string;
            subject: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            attempts: number;
            replays: number;
            lastStatus: number | null;
            lastAttemptAt: string | null;
            nextAttemptAt: string | null;
            deliveredAt: string | null;
            createdAt: string;
            payload?: unknown;
            log: {
                at: string;
                durationMs: number;
                status: number | null;
                response: string;
                error: string | null;
            }[];
        };
        WebhookWithSecret: {
            /** Format: uuid */
            id: string;
            url: string;
            description: string;
            events: string[];
            /** @enum {string} */
            state: "active" | "disabled";
            disabledReason: string | null;
            failingSince: string | null;
            pending: number;
            version: number;
            createdAt: string;
            secret: string;
        };
    };
    responses: {
        /** @description The request cannot be read. */
        Unreadable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unreadable",
                 *       "title": "Unreadable",
                 *       "status": 400,
                 *       "detail": "The body is not JSON.",
                 *       "code": "unreadable",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not signed in, or the token is no longer valid. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not_signed_in",
                 *       "title": "Not signed in",
                 *       "status": 401,
                 *       "detail": "Sign in first.",
                 *       "code": "not_signed_in",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Signed in, but without the permission this needs. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/forbidden",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "This needs the permission sales.customer.write.",
                 *       "code": "forbidden",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not there, or not yours. */
        Missing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/customer.missing",
                 *       "title": "Customer missing",
                 *       "status": 404,
                 *       "detail": "There is no customer 019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708.",
                 *       "code": "customer.missing",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description In conflict with the present state. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/customer.number_taken",
                 *       "title": "Customer number taken",
                 *       "status": 409,
                 *       "detail": "Another customer has this number.",
                 *       "code": "customer.number_taken",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Changed since it was read. */
        Stale: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/customer.stale",
                 *       "title": "Customer stale",
                 *       "status": 412,
                 *       "detail": "This customer has changed since you read it; it is at version 4 now.",
                 *       "code": "customer.stale",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is too large. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/too_large",
                 *       "title": "Too large",
                 *       "status": 413,
                 *       "detail": "A request has at most 5 MB.",
                 *       "code": "too_large",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not a media type this accepts. */
        MediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/media_type",
                 *       "title": "Media type",
                 *       "status": 415,
                 *       "detail": "Send the body as application/json.",
                 *       "code": "media_type",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Readable, but not acceptable; `errors` points at the fields. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid",
                 *       "title": "Invalid",
                 *       "status": 422,
                 *       "detail": "The input is not acceptable.",
                 *       "code": "invalid",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a",
                 *       "errors": [
                 *         {
                 *           "pointer": "/name",
                 *           "detail": "Too small: expected string to have >=1 characters"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; see Retry-After. */
        Throttled: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/throttled",
                 *       "title": "Throttled",
                 *       "status": 429,
                 *       "detail": "Too many attempts. Try again in 30 seconds.",
                 *       "code": "throttled",
                 *       "requestId": "019ab3c4-77aa-7c31-a5f0-2f1d0c9b8e7a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
         * @example 9f1c2b7e-order-1001
         */
        IdempotencyKey: string;
        /** @description `dry-run` changes nothing and answers what would have been. */
        Prefer: "dry-run";
        /**
         * @description The `ETag` you read; refused with 412 when it has changed since.
         * @example "v3"
         */
        IfMatch: string;
        /** @description Which company, for someone who belongs to several. */
        CompanyId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The version of this, for `If-Match` and `If-None-Match`. */
        ETag: string;
        /** @description The next page: `<…?after=…>; rel="next"`. Absent on the last. */
        Link: string;
        /** @description `true` when this is the first answer again. */
        IdempotencyReplayed: "true";
        /** @description Seconds to wait. */
        RetryAfter: number;
        /** @description How many requests are left, and in how many seconds there are more. */
        RateLimit: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signingKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kid": "2026-03",
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "alg": "EdDSA",
                     *           "use": "sig"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        keys: {
                            kid: string;
                            kty: string;
                            crv: string;
                            x: string;
                            alg: string;
                            use: string;
                        }[];
                    };
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    /** @example ada@example.com */
                    email: string;
                    /** @example correct horse battery staple */
                    password: string;
                    /**
                     * Format: uuid
                     * @description The company to work in; else the one of last time.
                     */
                    companyId?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "user",
                     *       "user": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "email": "anna.becker@northwind.example"
                     *       },
                     *       "company": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "currency": "EUR",
                     *         "timeZone": "Europe/Berlin",
                     *         "country": "DE",
                     *         "locale": "de"
                     *       },
                     *       "companies": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR"
                     *         }
                     *       ],
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "system": "accountant"
                     *         }
                     *       ],
                     *       "permissions": [
                     *         "sales.order.read"
                     *       ],
                     *       "mustChangePassword": true,
                     *       "accessToken": "eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTlhIn0.c2lnbmF0dXJl",
                     *       "tokenType": "Bearer",
                     *       "expiresIn": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over; so it was if there was none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["Forbidden"];
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ended": 1
                     *     }
                     */
                    "application/json": {
                        /** @description How many there were. */
                        ended: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    whoAmI: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "user",
                     *       "user": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "email": "anna.becker@northwind.example"
                     *       },
                     *       "company": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "currency": "EUR",
                     *         "timeZone": "Europe/Berlin",
                     *         "country": "DE",
                     *         "locale": "de"
                     *       },
                     *       "companies": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR"
                     *         }
                     *       ],
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "system": "accountant"
                     *         }
                     *       ],
                     *       "permissions": [
                     *         "sales.order.read"
                     *       ],
                     *       "mustChangePassword": true
                     *     }
                     */
                    "application/json": components["schemas"]["Caller"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "correct horse battery staple",
                 *       "newPassword": "a dozen words would be too long"
                 *     }
                 */
                "application/json": {
                    currentPassword: string;
                    /** @example a dozen words would be too long */
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "user",
                     *       "user": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "email": "anna.becker@northwind.example"
                     *       },
                     *       "company": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "currency": "EUR",
                     *         "timeZone": "Europe/Berlin",
                     *         "country": "DE",
                     *         "locale": "de"
                     *       },
                     *       "companies": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR"
                     *         }
                     *       ],
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "system": "accountant"
                     *         }
                     *       ],
                     *       "permissions": [
                     *         "sales.order.read"
                     *       ],
                     *       "mustChangePassword": true,
                     *       "accessToken": "eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTlhIn0.c2lnbmF0dXJl",
                     *       "tokenType": "Bearer",
                     *       "expiresIn": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Goes on in another of one's companies.
                     */
                    companyId?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "user",
                     *       "user": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "email": "anna.becker@northwind.example"
                     *       },
                     *       "company": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders",
                     *         "currency": "EUR",
                     *         "timeZone": "Europe/Berlin",
                     *         "country": "DE",
                     *         "locale": "de"
                     *       },
                     *       "companies": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR"
                     *         }
                     *       ],
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "system": "accountant"
                     *         }
                     *       ],
                     *       "permissions": [
                     *         "sales.order.read"
                     *       ],
                     *       "mustChangePassword": true,
                     *       "accessToken": "eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTlhIn0.c2lnbmF0dXJl",
                     *       "tokenType": "Bearer",
                     *       "expiresIn": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
        };
    };
    getPublicImage: {
        parameters: {
            query?: {
                /** @description The catalogue's name; may be left out when there is but one company. */
                company?: string;
            };
            header?: never;
            path: {
                imageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
        };
    };
    listPublicProducts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                /** @description A category's code; those below it count too. */
                category?: string;
                /** @description The catalogue's name; may be left out when there is but one company. */
                company?: string;
                /** @description Instead of Accept-Language. */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sku": "CHAI-10",
                     *           "name": "Northwind Traders",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "unit": "piece",
                     *           "category": {
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "attributes": {
                     *             "origin": "Assam"
                     *           },
                     *           "price": "18.00",
                     *           "pricesIncludeTax": true,
                     *           "currency": "EUR",
                     *           "availability": "in_stock",
                     *           "images": [
                     *             {
                     *               "url": "https://shop.example/hooks/enterprise",
                     *               "alt": "A packet of chai"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["PublicProduct"][];
                        next?: string;
                    };
                };
            };
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
        };
    };
    getPublicProduct: {
        parameters: {
            query?: {
                /** @description The catalogue's name; may be left out when there is but one company. */
                company?: string;
                /** @description Instead of Accept-Language. */
                language?: string;
            };
            header?: never;
            path: {
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "unit": "piece",
                     *       "category": {
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "price": "18.00",
                     *       "pricesIncludeTax": true,
                     *       "currency": "EUR",
                     *       "availability": "in_stock",
                     *       "images": [
                     *         {
                     *           "url": "https://shop.example/hooks/enterprise",
                     *           "alt": "A packet of chai"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PublicProduct"];
                };
            };
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
        };
    };
    listAccountRules: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                purpose?: "receivable" | "payable" | "revenue" | "freight" | "discount" | "purchase" | "payment" | "exchange" | "unrealised_gain" | "unrealised_loss" | "rounding" | "retained_earnings" | "opening" | "suspense";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "purpose": "receivable",
                     *           "keyKind": "default",
                     *           "key": "ek_2V8cJk1sQe9pXw4nZt6mBa",
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AccountRule"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createAccountRule: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purpose": "receivable",
                 *       "keyKind": "product_category",
                 *       "key": "ek_2V8cJk1sQe9pXw4nZt6mBa",
                 *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    purpose: "receivable" | "payable" | "revenue" | "freight" | "discount" | "purchase" | "payment" | "exchange" | "unrealised_gain" | "unrealised_loss" | "rounding" | "retained_earnings" | "opening" | "suspense";
                    /** @enum {string} */
                    keyKind: "product_category" | "party" | "tax" | "payment_method";
                    /** @description The id of the category, party or tax, or the code of the payment method. */
                    key: string;
                    /** Format: uuid */
                    accountId: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "purpose": "receivable",
                     *       "keyKind": "default",
                     *       "key": "ek_2V8cJk1sQe9pXw4nZt6mBa",
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountRule"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeAccountRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "purpose": "receivable",
                     *       "keyKind": "default",
                     *       "key": "ek_2V8cJk1sQe9pXw4nZt6mBa",
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountRule"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateAccountRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    accountId: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "purpose": "receivable",
                     *       "keyKind": "default",
                     *       "key": "ek_2V8cJk1sQe9pXw4nZt6mBa",
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountRule"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                type?: "asset" | "liability" | "equity" | "income" | "expense";
                subtype?: string;
                active?: string;
                /** @description Headings only, or accounts only. */
                isGroup?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "nameLocal": "Umsatzerlöse",
                     *           "type": "asset",
                     *           "subtype": "receivable",
                     *           "normalBalance": "debit",
                     *           "isContra": true,
                     *           "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "isGroup": true,
                     *           "manualPosting": true,
                     *           "active": true,
                     *           "opensOn": "2026-03-31",
                     *           "closesOn": "2026-03-31",
                     *           "currencies": [
                     *             "EUR"
                     *           ],
                     *           "requiredDimensionIds": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ],
                     *           "postingRoleIds": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ],
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Account"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "nameLocal": "Umsatzerlöse",
                 *       "type": "asset",
                 *       "subtype": "receivable",
                 *       "normalBalance": "debit",
                 *       "isContra": true,
                 *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "isGroup": true,
                 *       "manualPosting": true,
                 *       "opensOn": "2026-03-31",
                 *       "closesOn": "2026-03-31",
                 *       "currencies": [
                 *         "EUR"
                 *       ],
                 *       "requiredDimensionIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ],
                 *       "postingRoleIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ]
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /** @default null */
                    nameLocal?: string | null;
                    /** @enum {string} */
                    type: "asset" | "liability" | "equity" | "income" | "expense";
                    /** @default other */
                    subtype?: string;
                    /**
                     * @description Default: debit for assets and expenses, credit for the others.
                     * @enum {string}
                     */
                    normalBalance?: "debit" | "credit";
                    /** @default false */
                    isContra?: boolean;
                    /**
                     * Format: uuid
                     * @description The heading above, of the same type.
                     * @default null
                     */
                    parentId?: string | null;
                    /**
                     * @description A heading: it totals what is below and is not posted to.
                     * @default false
                     */
                    isGroup?: boolean;
                    /**
                     * @description Whether journal entries by hand may use it; never true of a heading.
                     * @default true
                     */
                    manualPosting?: boolean;
                    /**
                     * Format: date
                     * @description The first day on which it may be posted to; null: any.
                     * @default null
                     */
                    opensOn?: string | null;
                    /**
                     * Format: date
                     * @description The last day on which it may be posted to; null: any.
                     * @default null
                     */
                    closesOn?: string | null;
                    /**
                     * @description The currencies it takes; null: any.
                     * @default null
                     */
                    currencies?: string[] | null;
                    /**
                     * @description Dimensions, like the cost centre, of which every line must name a value.
                     * @default []
                     */
                    requiredDimensionIds?: string[];
                    /**
                     * @description Roles whose members may post to it by hand; null: whoever may post by hand. API keys have no role. What documents post is not by hand.
                     * @default null
                     */
                    postingRoleIds?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "nameLocal": "Umsatzerlöse",
                     *       "type": "asset",
                     *       "subtype": "receivable",
                     *       "normalBalance": "debit",
                     *       "isContra": true,
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "isGroup": true,
                     *       "manualPosting": true,
                     *       "active": true,
                     *       "opensOn": "2026-03-31",
                     *       "closesOn": "2026-03-31",
                     *       "currencies": [
                     *         "EUR"
                     *       ],
                     *       "requiredDimensionIds": [
                     *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       ],
                     *       "postingRoleIds": [
                     *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listAccountChoices: {
        parameters: {
            query?: {
                /** @description A part of the name, or the beginning of the code. */
                q?: string;
                /** @description The day of the posting. Default: today. */
                on?: string;
                /** @description The currency of the line. Default: the company's. */
                currency?: string;
                limit?: number;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "type": "asset",
                     *           "requiredDimensionIds": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ],
                     *           "refusal": "Northwind"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AccountChoices"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    addHeadings: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "headings": 1,
                     *       "placed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["HeadingsAdded"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getAccountTree: {
        parameters: {
            query?: {
                /** @description The day of the balances. Default: today. */
                asOf?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "currency": "EUR",
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "nameLocal": "Umsatzerlöse",
                     *           "type": "asset",
                     *           "subtype": "receivable",
                     *           "normalBalance": "debit",
                     *           "isContra": true,
                     *           "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "isGroup": true,
                     *           "manualPosting": true,
                     *           "active": true,
                     *           "opensOn": "2026-03-31",
                     *           "closesOn": "2026-03-31",
                     *           "currencies": [
                     *             "EUR"
                     *           ],
                     *           "requiredDimensionIds": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ],
                     *           "postingRoleIds": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ],
                     *           "version": 3,
                     *           "depth": 1,
                     *           "members": 1,
                     *           "balance": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AccountTree"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "nameLocal": "Umsatzerlöse",
                     *       "type": "asset",
                     *       "subtype": "receivable",
                     *       "normalBalance": "debit",
                     *       "isContra": true,
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "isGroup": true,
                     *       "manualPosting": true,
                     *       "active": true,
                     *       "opensOn": "2026-03-31",
                     *       "closesOn": "2026-03-31",
                     *       "currencies": [
                     *         "EUR"
                     *       ],
                     *       "requiredDimensionIds": [
                     *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       ],
                     *       "postingRoleIds": [
                     *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "nameLocal": "Umsatzerlöse",
                 *       "type": "asset",
                 *       "subtype": "receivable",
                 *       "normalBalance": "debit",
                 *       "isContra": true,
                 *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "isGroup": true,
                 *       "manualPosting": true,
                 *       "opensOn": "2026-03-31",
                 *       "closesOn": "2026-03-31",
                 *       "currencies": [
                 *         "EUR"
                 *       ],
                 *       "requiredDimensionIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ],
                 *       "postingRoleIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ],
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    code?: string;
                    name?: string;
                    nameLocal?: string | null;
                    /** @enum {string} */
                    type?: "asset" | "liability" | "equity" | "income" | "expense";
                    subtype?: string;
                    /** @enum {string} */
                    normalBalance?: "debit" | "credit";
                    isContra?: boolean;
                    /**
                     * Format: uuid
                     * @description The heading above, of the same type.
                     */
                    parentId?: string | null;
                    /** @description A heading: it totals what is below and is not posted to. */
                    isGroup?: boolean;
                    /** @description Whether journal entries by hand may use it; never true of a heading. */
                    manualPosting?: boolean;
                    /**
                     * Format: date
                     * @description The first day on which it may be posted to; null: any.
                     */
                    opensOn?: string | null;
                    /**
                     * Format: date
                     * @description The last day on which it may be posted to; null: any.
                     */
                    closesOn?: string | null;
                    /** @description The currencies it takes; null: any. */
                    currencies?: string[] | null;
                    /** @description Dimensions, like the cost centre, of which every line must name a value. */
                    requiredDimensionIds?: string[];
                    /** @description Roles whose members may post to it by hand; null: whoever may post by hand. API keys have no role. What documents post is not by hand. */
                    postingRoleIds?: string[] | null;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "nameLocal": "Umsatzerlöse",
                     *       "type": "asset",
                     *       "subtype": "receivable",
                     *       "normalBalance": "debit",
                     *       "isContra": true,
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "isGroup": true,
                     *       "manualPosting": true,
                     *       "active": true,
                     *       "opensOn": "2026-03-31",
                     *       "closesOn": "2026-03-31",
                     *       "currencies": [
                     *         "EUR"
                     *       ],
                     *       "requiredDimensionIds": [
                     *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       ],
                     *       "postingRoleIds": [
                     *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listBankAccounts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                active?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of bank accounts. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR",
                     *           "iban": "Northwind",
                     *           "accountNumber": "Northwind",
                     *           "bankCode": "Northwind",
                     *           "bic": "Northwind",
                     *           "bankName": "Northwind",
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "method": "bank_transfer",
                     *           "opening": {
                     *             "on": "2026-03-31",
                     *             "balance": "214.20",
                     *             "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           },
                     *           "balance": "214.20",
                     *           "linesLeft": 1,
                     *           "lastBookedOn": "2026-03-31",
                     *           "reconciledOn": "2026-03-31",
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankAccount"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createBankAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "MAIN",
                 *       "name": "Current account",
                 *       "iban": "DE02120300000000202051",
                 *       "currency": "EUR",
                 *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "opening": {
                 *         "on": "2026-01-01",
                 *         "balance": "10000.00",
                 *         "post": true
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @example MAIN */
                    code: string;
                    name: string;
                    /**
                     * @default null
                     * @example DE02120300000000202051
                     */
                    iban?: string | null;
                    /**
                     * @description The bank's own number, where there is no IBAN or files name this one.
                     * @default null
                     * @example 098121
                     */
                    accountNumber?: string | null;
                    /**
                     * @description Sort code, routing number or the like.
                     * @default null
                     */
                    bankCode?: string | null;
                    /**
                     * @default null
                     * @example BYLADEM1001
                     */
                    bic?: string | null;
                    /** @default null */
                    bankName?: string | null;
                    currency: string;
                    /**
                     * Format: uuid
                     * @description Its account in the ledger, which no other bank account has.
                     */
                    accountId: string;
                    /**
                     * Format: uuid
                     * @description Default: the bank journal.
                     */
                    journalId?: string;
                    /**
                     * @example {
                     *       "on": "2026-01-01",
                     *       "balance": "10000.00",
                     *       "post": true
                     *     }
                     */
                    opening: {
                        /** Format: date */
                        on: string;
                        /**
                         * @default 0
                         * @example 10000.00
                         */
                        balance?: string;
                        /**
                         * @description Whether the ledger does not hold it yet.
                         * @default false
                         */
                        post?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description The bank account. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "iban": "Northwind",
                     *       "accountNumber": "Northwind",
                     *       "bankCode": "Northwind",
                     *       "bic": "Northwind",
                     *       "bankName": "Northwind",
                     *       "account": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "method": "bank_transfer",
                     *       "opening": {
                     *         "on": "2026-03-31",
                     *         "balance": "214.20",
                     *         "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "balance": "214.20",
                     *       "linesLeft": 1,
                     *       "lastBookedOn": "2026-03-31",
                     *       "reconciledOn": "2026-03-31",
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bank account. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "iban": "Northwind",
                     *       "accountNumber": "Northwind",
                     *       "bankCode": "Northwind",
                     *       "bic": "Northwind",
                     *       "bankName": "Northwind",
                     *       "account": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "method": "bank_transfer",
                     *       "opening": {
                     *         "on": "2026-03-31",
                     *         "balance": "214.20",
                     *         "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "balance": "214.20",
                     *       "linesLeft": 1,
                     *       "lastBookedOn": "2026-03-31",
                     *       "reconciledOn": "2026-03-31",
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateBankAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "MAIN",
                 *       "name": "Northwind Traders",
                 *       "iban": "DE02120300000000202051",
                 *       "accountNumber": "098121",
                 *       "bankCode": "Northwind",
                 *       "bic": "BYLADEM1001",
                 *       "bankName": "Northwind",
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    /** @example MAIN */
                    code?: string;
                    name?: string;
                    /** @example DE02120300000000202051 */
                    iban?: string | null;
                    /** @example 098121 */
                    accountNumber?: string | null;
                    bankCode?: string | null;
                    /** @example BYLADEM1001 */
                    bic?: string | null;
                    bankName?: string | null;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description The bank account. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "iban": "Northwind",
                     *       "accountNumber": "Northwind",
                     *       "bankCode": "Northwind",
                     *       "bic": "Northwind",
                     *       "bankName": "Northwind",
                     *       "account": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "method": "bank_transfer",
                     *       "opening": {
                     *         "on": "2026-03-31",
                     *         "balance": "214.20",
                     *         "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "balance": "214.20",
                     *       "linesLeft": 1,
                     *       "lastBookedOn": "2026-03-31",
                     *       "reconciledOn": "2026-03-31",
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    applyBankRules: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many lines were matched, and why others were not. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matched": 1,
                     *       "refused": [
                     *         {
                     *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "detail": "Another customer has this number."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AppliedBankRules"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankReconciliation: {
        parameters: {
            query?: {
                /** @description Default: today. */
                asOf?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation statement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "asOf": "2026-03-31",
                     *       "statementBalance": "Northwind",
                     *       "statementOn": "2026-03-31",
                     *       "linesBalance": "Northwind",
                     *       "bankOnly": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "on": "2026-03-31",
                     *           "text": "Northwind",
                     *           "amount": "214.20"
                     *         }
                     *       ],
                     *       "bankOnlyTotal": "Northwind",
                     *       "bankOnlyCount": 1,
                     *       "ledgerOnly": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "on": "2026-03-31",
                     *           "text": "Northwind",
                     *           "amount": "214.20"
                     *         }
                     *       ],
                     *       "ledgerOnlyTotal": "Northwind",
                     *       "ledgerOnlyCount": 1,
                     *       "openingDifference": "Northwind",
                     *       "expectedLedgerBalance": "Northwind",
                     *       "ledgerBalance": "Northwind",
                     *       "difference": "Northwind",
                     *       "reconciledOn": "2026-03-31"
                     *     }
                     */
                    "application/json": components["schemas"]["BankReconciliation"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listBankConfirmations: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                bankAccountId?: string;
                lineId?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of confirmations. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "state": "confirmed",
                     *           "origin": "suggestion",
                     *           "ruleId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "score": 1,
                     *           "reasons": [
                     *             {
                     *               "code": "amount",
                     *               "points": 1,
                     *               "text": "Northwind"
                     *             }
                     *           ],
                     *           "matches": [
                     *             {
                     *               "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "bookedOn": "2026-03-31",
                     *               "amount": "214.20",
                     *               "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "entryPosition": 1,
                     *               "description": "Chai, 10 boxes of 20 bags",
                     *               "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *             }
                     *           ],
                     *           "currency": "EUR",
                     *           "confirmedAt": "2026-03-31T09:30:00Z",
                     *           "undoneAt": "2026-03-31T09:30:00Z",
                     *           "undoReason": "Northwind",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankConfirmation"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    confirmBankLines: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lines": [
                 *         {
                 *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "parts": [
                 *             {
                 *               "kind": "entry",
                 *               "amount": "-12.50",
                 *               "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *               "description": "Account fee"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Lines of one bank account. Parts that come to less than a line leave the rest of it open. */
                    lines: {
                        /** Format: uuid */
                        lineId: string;
                        parts: ({
                            /** @enum {string} */
                            kind: "payment";
                            /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                            amount: string;
                            /** Format: uuid */
                            partyId: string;
                            /** @default [] */
                            allocations?: {
                                /** Format: uuid */
                                invoiceId: string;
                                amount: string;
                            }[];
                            paid?: {
                                currency: string;
                                amount: string;
                            };
                            /** @description Which payment of a batch it is, from 0 on. */
                            detail?: number;
                        } | {
                            /** @enum {string} */
                            kind: "entry";
                            /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                            amount: string;
                            /** Format: uuid */
                            accountId: string;
                            /** Format: uuid */
                            partyId?: string;
                            /** @description Ids of dimension values, at most one of each dimension. */
                            dimensions?: string[];
                            /**
                             * Format: uuid
                             * @description A tax that the amount includes.
                             */
                            taxCodeId?: string;
                            description?: string;
                        } | {
                            /** @enum {string} */
                            kind: "existing";
                            /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                            amount?: string;
                            /** Format: uuid */
                            entryId: string;
                            position: number;
                        } | {
                            /** @enum {string} */
                            kind: "transfer";
                            /** @description With the sign of the line: money in is positive. A fee that was kept back is a part of the other sign. */
                            amount: string;
                            /** Format: uuid */
                            bankAccountId: string;
                            /** Format: uuid */
                            lineId?: string;
                        })[];
                    }[];
                    /**
                     * @default manual
                     * @enum {string}
                     */
                    origin?: "suggestion" | "manual";
                    /** @description Of the suggestion that is confirmed. */
                    score?: number;
                    /** @default [] */
                    reasons?: {
                        /** @enum {string} */
                        code: "amount" | "reference" | "number" | "account" | "name" | "date" | "rule" | "batch" | "sum" | "own_account" | "currency" | "several";
                        points: number;
                        text: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What was matched. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "confirmed",
                     *       "origin": "suggestion",
                     *       "ruleId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "score": 1,
                     *       "reasons": [
                     *         {
                     *           "code": "amount",
                     *           "points": 1,
                     *           "text": "Northwind"
                     *         }
                     *       ],
                     *       "matches": [
                     *         {
                     *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bookedOn": "2026-03-31",
                     *           "amount": "214.20",
                     *           "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "entryPosition": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         }
                     *       ],
                     *       "currency": "EUR",
                     *       "confirmedAt": "2026-03-31T09:30:00Z",
                     *       "undoneAt": "2026-03-31T09:30:00Z",
                     *       "undoReason": "Northwind",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankConfirmation"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankConfirmation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The confirmation. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "confirmed",
                     *       "origin": "suggestion",
                     *       "ruleId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "score": 1,
                     *       "reasons": [
                     *         {
                     *           "code": "amount",
                     *           "points": 1,
                     *           "text": "Northwind"
                     *         }
                     *       ],
                     *       "matches": [
                     *         {
                     *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bookedOn": "2026-03-31",
                     *           "amount": "214.20",
                     *           "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "entryPosition": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         }
                     *       ],
                     *       "currency": "EUR",
                     *       "confirmedAt": "2026-03-31T09:30:00Z",
                     *       "undoneAt": "2026-03-31T09:30:00Z",
                     *       "undoReason": "Northwind",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankConfirmation"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    undoBankConfirmation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "It was the other invoice"
                 *     }
                 */
                "application/json": {
                    reason: string;
                    /**
                     * Format: date
                     * @description Day of the entries that take back what was posted. Default: the day of what they take back.
                     */
                    on?: string;
                };
            };
        };
        responses: {
            /** @description The confirmation, undone. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "confirmed",
                     *       "origin": "suggestion",
                     *       "ruleId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "score": 1,
                     *       "reasons": [
                     *         {
                     *           "code": "amount",
                     *           "points": 1,
                     *           "text": "Northwind"
                     *         }
                     *       ],
                     *       "matches": [
                     *         {
                     *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bookedOn": "2026-03-31",
                     *           "amount": "214.20",
                     *           "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "entryPosition": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         }
                     *       ],
                     *       "currency": "EUR",
                     *       "confirmedAt": "2026-03-31T09:30:00Z",
                     *       "undoneAt": "2026-03-31T09:30:00Z",
                     *       "undoReason": "Northwind",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankConfirmation"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listBankCsvFormats: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of forms. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "mapping": {
                     *             "delimiter": ",",
                     *             "header": true,
                     *             "skipLines": 1,
                     *             "decimal": ".",
                     *             "dates": "YYYY-MM-DD",
                     *             "invert": true,
                     *             "columns": {
                     *               "bookedOn": "2026-03-31",
                     *               "valuedOn": "2026-03-31",
                     *               "amount": "214.20",
                     *               "side": "Northwind",
                     *               "debit": "214.20",
                     *               "credit": "0.00",
                     *               "balance": "214.20",
                     *               "currency": "EUR",
                     *               "name": "Northwind Traders",
                     *               "account": "Northwind",
                     *               "text": [
                     *                 "Northwind"
                     *               ],
                     *               "bankReference": "Northwind",
                     *               "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "structuredReference": "Northwind",
                     *               "code": "1200",
                     *               "status": "Northwind"
                     *             },
                     *             "debitWords": [
                     *               "Northwind"
                     *             ],
                     *             "creditWords": [
                     *               "Northwind"
                     *             ],
                     *             "pendingWords": [
                     *               "Northwind"
                     *             ]
                     *           },
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankCsvFormat"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createBankCsvFormat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "My bank",
                 *       "mapping": {
                 *         "decimal": ",",
                 *         "dates": "DD.MM.YYYY",
                 *         "columns": {
                 *           "bookedOn": "Buchungstag",
                 *           "amount": "Betrag",
                 *           "name": "Auftraggeber",
                 *           "text": [
                 *             "Verwendungszweck"
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    mapping: {
                        /**
                         * @description Default: found out.
                         * @enum {string}
                         */
                        delimiter?: "," | ";" | "\t" | "|";
                        /**
                         * @description Whether a line of headings stands above the lines.
                         * @default true
                         */
                        header?: boolean;
                        /**
                         * @description Lines above the headings that are none.
                         * @default 0
                         */
                        skipLines?: number;
                        /**
                         * @description What stands before the decimals; the other one groups thousands.
                         * @default .
                         * @enum {string}
                         */
                        decimal?: "." | ",";
                        /**
                         * @default YYYY-MM-DD
                         * @enum {string}
                         */
                        dates?: "YYYY-MM-DD" | "YYYYMMDD" | "DD.MM.YYYY" | "DD.MM.YY" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD-MM-YYYY";
                        /**
                         * @description Whether money in is negative, as on some credit cards.
                         * @default false
                         */
                        invert?: boolean;
                        columns: {
                            /** @description A column by its heading, or by its place from 1 on. */
                            bookedOn: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            valuedOn?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            amount?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            side?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            debit?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            credit?: string;
                            /** @description The balance behind each line, from which opening and closing follow. */
                            balance?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            currency?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            name?: string;
                            /** @description The other side's IBAN or number. */
                            account?: string;
                            /** @default [] */
                            text?: string[];
                            /** @description A column by its heading, or by its place from 1 on. */
                            bankReference?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            endToEndId?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            structuredReference?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            code?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            status?: string;
                        };
                        /**
                         * @default [
                         *       "D",
                         *       "DBIT",
                         *       "DR",
                         *       "S",
                         *       "debit",
                         *       "Soll"
                         *     ]
                         */
                        debitWords?: string[];
                        /**
                         * @default [
                         *       "C",
                         *       "CRDT",
                         *       "CR",
                         *       "H",
                         *       "credit",
                         *       "Haben"
                         *     ]
                         */
                        creditWords?: string[];
                        /**
                         * @default [
                         *       "PDNG",
                         *       "pending",
                         *       "vorgemerkt"
                         *     ]
                         */
                        pendingWords?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description The form. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "mapping": {
                     *         "delimiter": ",",
                     *         "header": true,
                     *         "skipLines": 1,
                     *         "decimal": ".",
                     *         "dates": "YYYY-MM-DD",
                     *         "invert": true,
                     *         "columns": {
                     *           "bookedOn": "2026-03-31",
                     *           "valuedOn": "2026-03-31",
                     *           "amount": "214.20",
                     *           "side": "Northwind",
                     *           "debit": "214.20",
                     *           "credit": "0.00",
                     *           "balance": "214.20",
                     *           "currency": "EUR",
                     *           "name": "Northwind Traders",
                     *           "account": "Northwind",
                     *           "text": [
                     *             "Northwind"
                     *           ],
                     *           "bankReference": "Northwind",
                     *           "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "structuredReference": "Northwind",
                     *           "code": "1200",
                     *           "status": "Northwind"
                     *         },
                     *         "debitWords": [
                     *           "Northwind"
                     *         ],
                     *         "creditWords": [
                     *           "Northwind"
                     *         ],
                     *         "pendingWords": [
                     *           "Northwind"
                     *         ]
                     *       },
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankCsvFormat"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankCsvFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "mapping": {
                     *         "delimiter": ",",
                     *         "header": true,
                     *         "skipLines": 1,
                     *         "decimal": ".",
                     *         "dates": "YYYY-MM-DD",
                     *         "invert": true,
                     *         "columns": {
                     *           "bookedOn": "2026-03-31",
                     *           "valuedOn": "2026-03-31",
                     *           "amount": "214.20",
                     *           "side": "Northwind",
                     *           "debit": "214.20",
                     *           "credit": "0.00",
                     *           "balance": "214.20",
                     *           "currency": "EUR",
                     *           "name": "Northwind Traders",
                     *           "account": "Northwind",
                     *           "text": [
                     *             "Northwind"
                     *           ],
                     *           "bankReference": "Northwind",
                     *           "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "structuredReference": "Northwind",
                     *           "code": "1200",
                     *           "status": "Northwind"
                     *         },
                     *         "debitWords": [
                     *           "Northwind"
                     *         ],
                     *         "creditWords": [
                     *           "Northwind"
                     *         ],
                     *         "pendingWords": [
                     *           "Northwind"
                     *         ]
                     *       },
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankCsvFormat"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeBankCsvFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateBankCsvFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "My bank",
                 *       "mapping": {
                 *         "decimal": ",",
                 *         "dates": "DD.MM.YYYY",
                 *         "columns": {
                 *           "bookedOn": "Buchungstag",
                 *           "amount": "Betrag",
                 *           "name": "Auftraggeber",
                 *           "text": [
                 *             "Verwendungszweck"
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    name?: string;
                    mapping?: {
                        /**
                         * @description Default: found out.
                         * @enum {string}
                         */
                        delimiter?: "," | ";" | "\t" | "|";
                        /**
                         * @description Whether a line of headings stands above the lines.
                         * @default true
                         */
                        header?: boolean;
                        /**
                         * @description Lines above the headings that are none.
                         * @default 0
                         */
                        skipLines?: number;
                        /**
                         * @description What stands before the decimals; the other one groups thousands.
                         * @default .
                         * @enum {string}
                         */
                        decimal?: "." | ",";
                        /**
                         * @default YYYY-MM-DD
                         * @enum {string}
                         */
                        dates?: "YYYY-MM-DD" | "YYYYMMDD" | "DD.MM.YYYY" | "DD.MM.YY" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD-MM-YYYY";
                        /**
                         * @description Whether money in is negative, as on some credit cards.
                         * @default false
                         */
                        invert?: boolean;
                        columns: {
                            /** @description A column by its heading, or by its place from 1 on. */
                            bookedOn: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            valuedOn?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            amount?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            side?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            debit?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            credit?: string;
                            /** @description The balance behind each line, from which opening and closing follow. */
                            balance?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            currency?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            name?: string;
                            /** @description The other side's IBAN or number. */
                            account?: string;
                            /** @default [] */
                            text?: string[];
                            /** @description A column by its heading, or by its place from 1 on. */
                            bankReference?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            endToEndId?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            structuredReference?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            code?: string;
                            /** @description A column by its heading, or by its place from 1 on. */
                            status?: string;
                        };
                        /**
                         * @default [
                         *       "D",
                         *       "DBIT",
                         *       "DR",
                         *       "S",
                         *       "debit",
                         *       "Soll"
                         *     ]
                         */
                        debitWords?: string[];
                        /**
                         * @default [
                         *       "C",
                         *       "CRDT",
                         *       "CR",
                         *       "H",
                         *       "credit",
                         *       "Haben"
                         *     ]
                         */
                        creditWords?: string[];
                        /**
                         * @default [
                         *       "PDNG",
                         *       "pending",
                         *       "vorgemerkt"
                         *     ]
                         */
                        pendingWords?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description The form. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "mapping": {
                     *         "delimiter": ",",
                     *         "header": true,
                     *         "skipLines": 1,
                     *         "decimal": ".",
                     *         "dates": "YYYY-MM-DD",
                     *         "invert": true,
                     *         "columns": {
                     *           "bookedOn": "2026-03-31",
                     *           "valuedOn": "2026-03-31",
                     *           "amount": "214.20",
                     *           "side": "Northwind",
                     *           "debit": "214.20",
                     *           "credit": "0.00",
                     *           "balance": "214.20",
                     *           "currency": "EUR",
                     *           "name": "Northwind Traders",
                     *           "account": "Northwind",
                     *           "text": [
                     *             "Northwind"
                     *           ],
                     *           "bankReference": "Northwind",
                     *           "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "structuredReference": "Northwind",
                     *           "code": "1200",
                     *           "status": "Northwind"
                     *         },
                     *         "debitWords": [
                     *           "Northwind"
                     *         ],
                     *         "creditWords": [
                     *           "Northwind"
                     *         ],
                     *         "pendingWords": [
                     *           "Northwind"
                     *         ]
                     *       },
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankCsvFormat"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listBankLines: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                bankAccountId?: string;
                statementId?: string;
                /** @description Only lines that are not matched to the end. */
                left?: string;
                status?: "booked" | "pending" | "advice";
                from?: string;
                to?: string;
                sort?: "bookedOn" | "-bookedOn";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of lines. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "statementId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "status": "booked",
                     *           "bookedOn": "2026-03-31",
                     *           "valuedOn": "2026-03-31",
                     *           "currency": "EUR",
                     *           "amount": "214.20",
                     *           "name": "Northwind Traders",
                     *           "account": "Northwind",
                     *           "text": "Northwind",
                     *           "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "structuredReference": "Northwind",
                     *           "returnReason": "Northwind",
                     *           "instructed": {
                     *             "currency": "EUR",
                     *             "amount": "214.20",
                     *             "rate": "0.19"
                     *           },
                     *           "left": "Northwind",
                     *           "bankReference": "Northwind",
                     *           "code": "1200",
                     *           "reversal": true,
                     *           "batchCount": 1,
                     *           "details": [
                     *             {
                     *               "amount": "214.20",
                     *               "name": "Northwind Traders",
                     *               "account": "Northwind",
                     *               "text": "Northwind",
                     *               "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "structuredReference": "Northwind",
                     *               "returnReason": "Northwind",
                     *               "instructed": {
                     *                 "currency": "EUR",
                     *                 "amount": "214.20",
                     *                 "rate": "0.19"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankLine"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "statementId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "position": 1,
                     *       "status": "booked",
                     *       "bookedOn": "2026-03-31",
                     *       "valuedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "amount": "214.20",
                     *       "name": "Northwind Traders",
                     *       "account": "Northwind",
                     *       "text": "Northwind",
                     *       "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "structuredReference": "Northwind",
                     *       "returnReason": "Northwind",
                     *       "instructed": {
                     *         "currency": "EUR",
                     *         "amount": "214.20",
                     *         "rate": "0.19"
                     *       },
                     *       "left": "Northwind",
                     *       "bankReference": "Northwind",
                     *       "code": "1200",
                     *       "reversal": true,
                     *       "batchCount": 1,
                     *       "details": [
                     *         {
                     *           "amount": "214.20",
                     *           "name": "Northwind Traders",
                     *           "account": "Northwind",
                     *           "text": "Northwind",
                     *           "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "structuredReference": "Northwind",
                     *           "returnReason": "Northwind",
                     *           "instructed": {
                     *             "currency": "EUR",
                     *             "amount": "214.20",
                     *             "rate": "0.19"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BankLine"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    suggestForBankLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The suggestions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "score": 1,
                     *           "reasons": [
                     *             {
                     *               "code": "amount",
                     *               "points": 1,
                     *               "text": "Northwind"
                     *             }
                     *           ],
                     *           "title": "Import of customers",
                     *           "lines": [
                     *             {
                     *               "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "parts": [
                     *                 {
                     *                   "kind": "payment",
                     *                   "amount": "214.20",
                     *                   "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "ruleId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankSuggestion"][];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listBankRules: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rules. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "priority": 1,
                     *           "mode": "suggest",
                     *           "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "conditions": {
                     *             "all": [
                     *               {
                     *                 "field": "text",
                     *                 "test": "contains",
                     *                 "value": "Northwind"
                     *               }
                     *             ]
                     *           },
                     *           "outcome": {
                     *             "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "dimensions": [
                     *               "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *             ],
                     *             "description": "Chai, 10 boxes of 20 bags"
                     *           },
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankRule"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createBankRule: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Account fees",
                 *       "conditions": {
                 *         "all": [
                 *           {
                 *             "field": "text",
                 *             "test": "contains",
                 *             "value": "account fee"
                 *           },
                 *           {
                 *             "field": "direction",
                 *             "value": "out"
                 *           }
                 *         ]
                 *       },
                 *       "outcome": {
                 *         "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *         "description": "Bank charges"
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    /**
                     * @description The lowest goes first.
                     * @default 100
                     */
                    priority?: number;
                    /**
                     * @description Whether lines are matched by it when they come in, or only suggested.
                     * @default suggest
                     * @enum {string}
                     */
                    mode?: "suggest" | "automatic";
                    /**
                     * Format: uuid
                     * @description Null for lines of every account.
                     * @default null
                     */
                    bankAccountId?: string | null;
                    conditions: {
                        all: ({
                            /** @enum {string} */
                            field: "text" | "name" | "reference" | "code";
                            /**
                             * @default contains
                             * @enum {string}
                             */
                            test?: "contains" | "equals" | "startsWith";
                            /** @description In any case. */
                            value: string;
                        } | {
                            /** @enum {string} */
                            field: "amount";
                            /** @description Without its sign. */
                            from?: string;
                            to?: string;
                        } | {
                            /** @enum {string} */
                            field: "direction";
                            /** @enum {string} */
                            value: "in" | "out";
                        })[];
                    };
                    outcome: {
                        /** Format: uuid */
                        accountId: string;
                        /** Format: uuid */
                        partyId?: string;
                        /**
                         * Format: uuid
                         * @description A tax that the amount includes.
                         */
                        taxCodeId?: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions?: string[];
                        /** @description Default: what the bank says. */
                        description?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The rule. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "priority": 1,
                     *       "mode": "suggest",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "conditions": {
                     *         "all": [
                     *           {
                     *             "field": "text",
                     *             "test": "contains",
                     *             "value": "Northwind"
                     *           }
                     *         ]
                     *       },
                     *       "outcome": {
                     *         "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "dimensions": [
                     *           "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         ],
                     *         "description": "Chai, 10 boxes of 20 bags"
                     *       },
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankRule"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    testBankRule: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "conditions": {
                 *         "all": [
                 *           {
                 *             "field": "text",
                 *             "test": "contains",
                 *             "value": "account fee"
                 *           },
                 *           {
                 *             "field": "direction",
                 *             "value": "out"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Null for lines of every account.
                     * @default null
                     */
                    bankAccountId?: string | null;
                    conditions: {
                        all: ({
                            /** @enum {string} */
                            field: "text" | "name" | "reference" | "code";
                            /**
                             * @default contains
                             * @enum {string}
                             */
                            test?: "contains" | "equals" | "startsWith";
                            /** @description In any case. */
                            value: string;
                        } | {
                            /** @enum {string} */
                            field: "amount";
                            /** @description Without its sign. */
                            from?: string;
                            to?: string;
                        } | {
                            /** @enum {string} */
                            field: "direction";
                            /** @enum {string} */
                            value: "in" | "out";
                        })[];
                    };
                };
            };
        };
        responses: {
            /** @description The lines they hold for. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tested": 1,
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "statementId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "status": "booked",
                     *           "bookedOn": "2026-03-31",
                     *           "valuedOn": "2026-03-31",
                     *           "currency": "EUR",
                     *           "amount": "214.20",
                     *           "name": "Northwind Traders",
                     *           "account": "Northwind",
                     *           "text": "Northwind",
                     *           "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "structuredReference": "Northwind",
                     *           "returnReason": "Northwind",
                     *           "instructed": {
                     *             "currency": "EUR",
                     *             "amount": "214.20",
                     *             "rate": "0.19"
                     *           },
                     *           "left": "Northwind",
                     *           "bankReference": "Northwind",
                     *           "code": "1200",
                     *           "reversal": true,
                     *           "batchCount": 1,
                     *           "details": [
                     *             {
                     *               "amount": "214.20",
                     *               "name": "Northwind Traders",
                     *               "account": "Northwind",
                     *               "text": "Northwind",
                     *               "endToEndId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "structuredReference": "Northwind",
                     *               "returnReason": "Northwind",
                     *               "instructed": {
                     *                 "currency": "EUR",
                     *                 "amount": "214.20",
                     *                 "rate": "0.19"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BankRuleTest"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "priority": 1,
                     *       "mode": "suggest",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "conditions": {
                     *         "all": [
                     *           {
                     *             "field": "text",
                     *             "test": "contains",
                     *             "value": "Northwind"
                     *           }
                     *         ]
                     *       },
                     *       "outcome": {
                     *         "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "dimensions": [
                     *           "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         ],
                     *         "description": "Chai, 10 boxes of 20 bags"
                     *       },
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankRule"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeBankRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateBankRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Account fees",
                 *       "priority": 10
                 *     }
                 */
                "application/json": {
                    name?: string;
                    priority?: number;
                    /** @enum {string} */
                    mode?: "suggest" | "automatic";
                    /** Format: uuid */
                    bankAccountId?: string | null;
                    conditions?: {
                        all: ({
                            /** @enum {string} */
                            field: "text" | "name" | "reference" | "code";
                            /**
                             * @default contains
                             * @enum {string}
                             */
                            test?: "contains" | "equals" | "startsWith";
                            /** @description In any case. */
                            value: string;
                        } | {
                            /** @enum {string} */
                            field: "amount";
                            /** @description Without its sign. */
                            from?: string;
                            to?: string;
                        } | {
                            /** @enum {string} */
                            field: "direction";
                            /** @enum {string} */
                            value: "in" | "out";
                        })[];
                    };
                    outcome?: {
                        /** Format: uuid */
                        accountId: string;
                        /** Format: uuid */
                        partyId?: string;
                        /**
                         * Format: uuid
                         * @description A tax that the amount includes.
                         */
                        taxCodeId?: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions?: string[];
                        /** @description Default: what the bank says. */
                        description?: string;
                    };
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "priority": 1,
                     *       "mode": "suggest",
                     *       "bankAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "conditions": {
                     *         "all": [
                     *           {
                     *             "field": "text",
                     *             "test": "contains",
                     *             "value": "Northwind"
                     *           }
                     *         ]
                     *       },
                     *       "outcome": {
                     *         "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "dimensions": [
                     *           "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         ],
                     *         "description": "Chai, 10 boxes of 20 bags"
                     *       },
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["BankRule"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listBankStatements: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                bankAccountId?: string;
                state?: "imported" | "reconciled" | "discarded";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of statements. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bankAccount": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "format": "camt.053",
                     *           "messageType": "Northwind",
                     *           "reference": "PO-2026-0117",
                     *           "currency": "EUR",
                     *           "fromOn": "2026-03-31",
                     *           "toOn": "2026-03-31",
                     *           "opening": "Northwind",
                     *           "closing": "Northwind",
                     *           "credits": "Northwind",
                     *           "debits": "Northwind",
                     *           "booked": 1,
                     *           "pending": 1,
                     *           "added": 1,
                     *           "left": 1,
                     *           "warnings": [
                     *             "Northwind"
                     *           ],
                     *           "state": "imported",
                     *           "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "fileName": "customers.csv",
                     *           "version": 3,
                     *           "createdAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["BankStatement"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    importBankStatements: {
        parameters: {
            query?: {
                fileName?: string;
                /** @description Needed for CSV, and where a file does not name its account. */
                bankAccountId?: string;
                /** @description How to read a CSV: a saved form of files. */
                csvFormatId?: string;
            };
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The statements of the file, with warnings. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fileName": "customers.csv",
                     *       "sha256": "Northwind",
                     *       "format": "Northwind",
                     *       "added": 1,
                     *       "known": 1,
                     *       "warnings": [
                     *         "Northwind"
                     *       ],
                     *       "statements": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "bankAccount": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "format": "camt.053",
                     *           "messageType": "Northwind",
                     *           "reference": "PO-2026-0117",
                     *           "currency": "EUR",
                     *           "fromOn": "2026-03-31",
                     *           "toOn": "2026-03-31",
                     *           "opening": "Northwind",
                     *           "closing": "Northwind",
                     *           "credits": "Northwind",
                     *           "debits": "Northwind",
                     *           "booked": 1,
                     *           "pending": 1,
                     *           "added": 1,
                     *           "left": 1,
                     *           "warnings": [
                     *             "Northwind"
                     *           ],
                     *           "state": "imported",
                     *           "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "fileName": "customers.csv",
                     *           "version": 3,
                     *           "createdAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ImportedBankFile"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankStatement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccount": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "format": "camt.053",
                     *       "messageType": "Northwind",
                     *       "reference": "PO-2026-0117",
                     *       "currency": "EUR",
                     *       "fromOn": "2026-03-31",
                     *       "toOn": "2026-03-31",
                     *       "opening": "Northwind",
                     *       "closing": "Northwind",
                     *       "credits": "Northwind",
                     *       "debits": "Northwind",
                     *       "booked": 1,
                     *       "pending": 1,
                     *       "added": 1,
                     *       "left": 1,
                     *       "warnings": [
                     *         "Northwind"
                     *       ],
                     *       "state": "imported",
                     *       "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fileName": "customers.csv",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BankStatement"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    discardBankStatement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Read with the wrong columns"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The statement, discarded. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccount": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "format": "camt.053",
                     *       "messageType": "Northwind",
                     *       "reference": "PO-2026-0117",
                     *       "currency": "EUR",
                     *       "fromOn": "2026-03-31",
                     *       "toOn": "2026-03-31",
                     *       "opening": "Northwind",
                     *       "closing": "Northwind",
                     *       "credits": "Northwind",
                     *       "debits": "Northwind",
                     *       "booked": 1,
                     *       "pending": 1,
                     *       "added": 1,
                     *       "left": 1,
                     *       "warnings": [
                     *         "Northwind"
                     *       ],
                     *       "state": "imported",
                     *       "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fileName": "customers.csv",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BankStatement"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBankStatementFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    reconcileBankStatement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement, reconciled. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccount": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "format": "camt.053",
                     *       "messageType": "Northwind",
                     *       "reference": "PO-2026-0117",
                     *       "currency": "EUR",
                     *       "fromOn": "2026-03-31",
                     *       "toOn": "2026-03-31",
                     *       "opening": "Northwind",
                     *       "closing": "Northwind",
                     *       "credits": "Northwind",
                     *       "debits": "Northwind",
                     *       "booked": 1,
                     *       "pending": 1,
                     *       "added": 1,
                     *       "left": 1,
                     *       "warnings": [
                     *         "Northwind"
                     *       ],
                     *       "state": "imported",
                     *       "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fileName": "customers.csv",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BankStatement"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    reopenBankStatement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Read with the wrong columns"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The statement, open again. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "bankAccount": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "format": "camt.053",
                     *       "messageType": "Northwind",
                     *       "reference": "PO-2026-0117",
                     *       "currency": "EUR",
                     *       "fromOn": "2026-03-31",
                     *       "toOn": "2026-03-31",
                     *       "opening": "Northwind",
                     *       "closing": "Northwind",
                     *       "credits": "Northwind",
                     *       "debits": "Northwind",
                     *       "booked": 1,
                     *       "pending": 1,
                     *       "added": 1,
                     *       "left": 1,
                     *       "warnings": [
                     *         "Northwind"
                     *       ],
                     *       "state": "imported",
                     *       "fileId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fileName": "customers.csv",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BankStatement"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getDimensionValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "dimensionId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "validFrom": "2026-03-31",
                     *       "validTo": null,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["DimensionValue"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateDimensionValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Traders",
                 *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "validFrom": "2026-03-31",
                 *       "validTo": null,
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** Format: uuid */
                    parentId?: string | null;
                    /**
                     * Format: date
                     * @description The first day a line may name it; null: always.
                     */
                    validFrom?: string | null;
                    /**
                     * Format: date
                     * @description The last day; null: always.
                     */
                    validTo?: string | null;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "dimensionId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "validFrom": "2026-03-31",
                     *       "validTo": null,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["DimensionValue"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listDimensions: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "required": "never",
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Dimension"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createDimension: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "cost-centre",
                 *       "name": "Cost centre",
                 *       "required": "income_and_expense"
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /**
                     * @description On which lines written by hand a value must be named.
                     * @default never
                     * @enum {string}
                     */
                    required?: "never" | "income_and_expense" | "always";
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "required": "never",
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Dimension"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getDimension: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "required": "never",
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Dimension"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateDimension: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Traders",
                 *       "required": "never",
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /**
                     * @description On which lines written by hand a value must be named.
                     * @enum {string}
                     */
                    required?: "never" | "income_and_expense" | "always";
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "required": "never",
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Dimension"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listDimensionValues: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                active?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "dimensionId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "validFrom": "2026-03-31",
                     *           "validTo": null,
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["DimensionValue"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createDimensionValue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "210",
                 *       "name": "Marketing",
                 *       "parentId": null,
                 *       "validFrom": null,
                 *       "validTo": null
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /**
                     * Format: uuid
                     * @description A value of the same dimension; reports count this one below it.
                     * @default null
                     */
                    parentId?: string | null;
                    /**
                     * Format: date
                     * @description The first day a line may name it; null: always.
                     * @default null
                     */
                    validFrom?: string | null;
                    /**
                     * Format: date
                     * @description The last day; null: always.
                     * @default null
                     */
                    validTo?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "dimensionId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "validFrom": "2026-03-31",
                     *       "validTo": null,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["DimensionValue"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listEntries: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                from?: string;
                to?: string;
                journalId?: string;
                sourceType?: string;
                sourceId?: string;
                number?: number;
                /** @description Entries with a line on this account. */
                accountId?: string;
                /** @description A part of the description, or a number. A page may be short and still have a next one. */
                q?: string;
                sort?: "effectiveOn" | "-effectiveOn";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": 1,
                     *           "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "standard",
                     *           "effectiveOn": "2026-03-31",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "sourceType": "invoice",
                     *           "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "reversesEntryId": null,
                     *           "reversedByEntryId": null,
                     *           "reversedOn": null,
                     *           "reversalReason": null,
                     *           "externalId": "crm-4711",
                     *           "postedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "postedAt": "2026-03-31T09:30:00Z",
                     *           "total": "1250.00"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["EntrySummary"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    postEntry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Rent for April",
                 *       "lines": [
                 *         {
                 *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "debit": "1250.00"
                 *         },
                 *         {
                 *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "credit": "1250.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date
                     * @description Default: today.
                     */
                    effectiveOn?: string;
                    description: string;
                    /**
                     * Format: uuid
                     * @description Default: the general journal.
                     */
                    journalId?: string;
                    /** @description Default: the company's currency. */
                    currency?: string;
                    /** @description What one unit of a currency is worth in the company's. Default: the rate stored for the day or the last one before it. */
                    rates?: {
                        [key: string]: string;
                    };
                    externalId?: string;
                    lines: {
                        /** Format: uuid */
                        accountId: string;
                        debit?: string;
                        credit?: string;
                        /** @description Default: the currency of the entry. */
                        currency?: string;
                        /** Format: uuid */
                        partyId?: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions?: string[];
                        description?: string;
                        /** Format: uuid */
                        taxCodeId?: string;
                        taxBase?: string;
                        /**
                         * @description Splits the line: each share is posted as a line of its own, with these dimensions beside the line's.
                         * @example [
                         *       {
                         *         "percent": "62.5",
                         *         "dimensions": []
                         *       },
                         *       {
                         *         "percent": "37.5",
                         *         "dimensions": []
                         *       }
                         *     ]
                         */
                        shares?: {
                            percent: string;
                            /** @description Ids of dimension values, at most one of each dimension. */
                            dimensions: string[];
                        }[];
                        /**
                         * Format: uuid
                         * @description Splits the line by a saved split instead.
                         */
                        splitId?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": 1,
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "standard",
                     *       "effectiveOn": "2026-03-31",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "sourceType": "invoice",
                     *       "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reversesEntryId": null,
                     *       "reversedByEntryId": null,
                     *       "reversedOn": null,
                     *       "reversalReason": null,
                     *       "externalId": "crm-4711",
                     *       "postedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "postedAt": "2026-03-31T09:30:00Z",
                     *       "total": "1250.00",
                     *       "lines": [
                     *         {
                     *           "position": 1,
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "dimensions": [
                     *             {
                     *               "dimension": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               },
                     *               "value": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               }
                     *             }
                     *           ],
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "currency": "EUR",
                     *           "debit": "1250.00",
                     *           "credit": "1250.00",
                     *           "companyDebit": "1250.00",
                     *           "companyCredit": "1250.00",
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxBase": "1250.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description It waits for the approval of a second person; nothing has happened yet. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "action": "customer.created",
                     *         "summary": "Northwind",
                     *         "state": "pending"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PendingApproval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": 1,
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "standard",
                     *       "effectiveOn": "2026-03-31",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "sourceType": "invoice",
                     *       "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reversesEntryId": null,
                     *       "reversedByEntryId": null,
                     *       "reversedOn": null,
                     *       "reversalReason": null,
                     *       "externalId": "crm-4711",
                     *       "postedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "postedAt": "2026-03-31T09:30:00Z",
                     *       "total": "1250.00",
                     *       "lines": [
                     *         {
                     *           "position": 1,
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "dimensions": [
                     *             {
                     *               "dimension": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               },
                     *               "value": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               }
                     *             }
                     *           ],
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "currency": "EUR",
                     *           "debit": "1250.00",
                     *           "credit": "1250.00",
                     *           "companyDebit": "1250.00",
                     *           "companyCredit": "1250.00",
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxBase": "1250.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Entry"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listEntryAttachments: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "receipt.pdf",
                     *           "mediaType": "application/pdf",
                     *           "size": 1,
                     *           "sha256": "Northwind",
                     *           "uploadedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "uploadedByName": "Northwind",
                     *           "uploadedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Attachment"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    addEntryAttachment: {
        parameters: {
            query: {
                name: string;
            };
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "image/jpeg": string;
                "image/png": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "receipt.pdf",
                     *       "mediaType": "application/pdf",
                     *       "size": 1,
                     *       "sha256": "Northwind",
                     *       "uploadedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "uploadedByName": "Northwind",
                     *       "uploadedAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getEntryAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                attachmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeEntryAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                attachmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    copyEntry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "effectiveOn": "2026-03-31",
                 *       "mirrored": true
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date
                     * @description Default: today.
                     */
                    effectiveOn?: string;
                    /**
                     * @description With debits and credits exchanged.
                     * @default false
                     */
                    mirrored?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "draft",
                     *       "effectiveOn": "2026-03-31",
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "copyOfId": null,
                     *       "ownerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "ownerName": "Northwind",
                     *       "changedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "changedAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "debit": "1250.00",
                     *       "credit": "1250.00",
                     *       "content": {
                     *         "description": "Rent for April",
                     *         "lines": [
                     *           {
                     *             "debit": "1250.00"
                     *           }
                     *         ]
                     *       },
                     *       "accounts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "parties": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "dimensions": [
                     *         {
                     *           "dimension": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "value": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EntryDraft"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    reverseEntry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "effectiveOn": "2026-03-31",
                 *       "reason": "Damaged in transit"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date
                     * @description Default: today.
                     */
                    effectiveOn?: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": 1,
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "standard",
                     *       "effectiveOn": "2026-03-31",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "sourceType": "invoice",
                     *       "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reversesEntryId": null,
                     *       "reversedByEntryId": null,
                     *       "reversedOn": null,
                     *       "reversalReason": null,
                     *       "externalId": "crm-4711",
                     *       "postedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "postedAt": "2026-03-31T09:30:00Z",
                     *       "total": "1250.00",
                     *       "lines": [
                     *         {
                     *           "position": 1,
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "dimensions": [
                     *             {
                     *               "dimension": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               },
                     *               "value": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               }
                     *             }
                     *           ],
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "currency": "EUR",
                     *           "debit": "1250.00",
                     *           "credit": "1250.00",
                     *           "companyDebit": "1250.00",
                     *           "companyCredit": "1250.00",
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxBase": "1250.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description It waits for the approval of a second person; nothing has happened yet. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "action": "customer.created",
                     *         "summary": "Northwind",
                     *         "state": "pending"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PendingApproval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listEntryDrafts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                ownerId?: string;
                journalId?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "state": "draft",
                     *           "effectiveOn": "2026-03-31",
                     *           "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "copyOfId": null,
                     *           "ownerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "ownerName": "Northwind",
                     *           "changedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "version": 3,
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "changedAt": "2026-03-31T09:30:00Z",
                     *           "currency": "EUR",
                     *           "debit": "1250.00",
                     *           "credit": "1250.00"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["EntryDraftSummary"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createEntryDraft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Rent for April",
                 *       "lines": [
                 *         {
                 *           "debit": "1250.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    effectiveOn?: string;
                    description?: string;
                    /** Format: uuid */
                    journalId?: string;
                    currency?: string;
                    rates?: {
                        [key: string]: string;
                    };
                    externalId?: string;
                    /** @default [] */
                    lines?: {
                        /** Format: uuid */
                        accountId?: string;
                        debit?: string;
                        credit?: string;
                        currency?: string;
                        /** Format: uuid */
                        partyId?: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions?: string[];
                        description?: string;
                        /** Format: uuid */
                        taxCodeId?: string;
                        taxBase?: string;
                        shares?: {
                            percent: string;
                            /** @description Ids of dimension values, at most one of each dimension. */
                            dimensions: string[];
                        }[];
                        /** Format: uuid */
                        splitId?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "draft",
                     *       "effectiveOn": "2026-03-31",
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "copyOfId": null,
                     *       "ownerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "ownerName": "Northwind",
                     *       "changedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "changedAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "debit": "1250.00",
                     *       "credit": "1250.00",
                     *       "content": {
                     *         "description": "Rent for April",
                     *         "lines": [
                     *           {
                     *             "debit": "1250.00"
                     *           }
                     *         ]
                     *       },
                     *       "accounts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "parties": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "dimensions": [
                     *         {
                     *           "dimension": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "value": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EntryDraft"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getEntryDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "draft",
                     *       "effectiveOn": "2026-03-31",
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "copyOfId": null,
                     *       "ownerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "ownerName": "Northwind",
                     *       "changedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "changedAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "debit": "1250.00",
                     *       "credit": "1250.00",
                     *       "content": {
                     *         "description": "Rent for April",
                     *         "lines": [
                     *           {
                     *             "debit": "1250.00"
                     *           }
                     *         ]
                     *       },
                     *       "accounts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "parties": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "dimensions": [
                     *         {
                     *           "dimension": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "value": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EntryDraft"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateEntryDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Rent for April",
                 *       "lines": [
                 *         {
                 *           "debit": "1250.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    effectiveOn?: string;
                    description?: string;
                    /** Format: uuid */
                    journalId?: string;
                    currency?: string;
                    rates?: {
                        [key: string]: string;
                    };
                    externalId?: string;
                    /** @default [] */
                    lines?: {
                        /** Format: uuid */
                        accountId?: string;
                        debit?: string;
                        credit?: string;
                        currency?: string;
                        /** Format: uuid */
                        partyId?: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions?: string[];
                        description?: string;
                        /** Format: uuid */
                        taxCodeId?: string;
                        taxBase?: string;
                        shares?: {
                            percent: string;
                            /** @description Ids of dimension values, at most one of each dimension. */
                            dimensions: string[];
                        }[];
                        /** Format: uuid */
                        splitId?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "draft",
                     *       "effectiveOn": "2026-03-31",
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "copyOfId": null,
                     *       "ownerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "ownerName": "Northwind",
                     *       "changedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "changedAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "debit": "1250.00",
                     *       "credit": "1250.00",
                     *       "content": {
                     *         "description": "Rent for April",
                     *         "lines": [
                     *           {
                     *             "debit": "1250.00"
                     *           }
                     *         ]
                     *       },
                     *       "accounts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "parties": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "dimensions": [
                     *         {
                     *           "dimension": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "value": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EntryDraft"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    deleteEntryDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    postEntryDraft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": 1,
                     *       "journalId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "standard",
                     *       "effectiveOn": "2026-03-31",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "sourceType": "invoice",
                     *       "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reversesEntryId": null,
                     *       "reversedByEntryId": null,
                     *       "reversedOn": null,
                     *       "reversalReason": null,
                     *       "externalId": "crm-4711",
                     *       "postedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "postedAt": "2026-03-31T09:30:00Z",
                     *       "total": "1250.00",
                     *       "lines": [
                     *         {
                     *           "position": 1,
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "dimensions": [
                     *             {
                     *               "dimension": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               },
                     *               "value": {
                     *                 "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *                 "code": "1200",
                     *                 "name": "Northwind Traders"
                     *               }
                     *             }
                     *           ],
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "currency": "EUR",
                     *           "debit": "1250.00",
                     *           "credit": "1250.00",
                     *           "companyDebit": "1250.00",
                     *           "companyCredit": "1250.00",
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxBase": "1250.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description It waits for the approval of a second person; nothing has happened yet. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "action": "customer.created",
                     *         "summary": "Northwind",
                     *         "state": "pending"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PendingApproval"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listFiscalYears: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "startsOn": "2026-03-31",
                     *           "endsOn": "2026-03-31",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["FiscalYear"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createFiscalYear: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "startsOn": "2026-03-31",
                 *       "endsOn": "2026-03-31",
                 *       "name": "Northwind Traders",
                 *       "periods": "months"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date
                     * @description Default: the day after the last fiscal year.
                     */
                    startsOn?: string;
                    /**
                     * Format: date
                     * @description Default: a year after the start, or 52 weeks. At most 24 months; a short first year ends earlier.
                     */
                    endsOn?: string;
                    name?: string;
                    /**
                     * @description Calendar months, or quarters of 13 weeks; a 53rd week falls to the last period.
                     * @default months
                     * @enum {string}
                     */
                    periods?: "months" | "weeks_4_4_5" | "weeks_4_5_4" | "weeks_5_4_4";
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "startsOn": "2026-03-31",
                     *       "endsOn": "2026-03-31",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["FiscalYear"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listInvoices: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                kind?: "invoice" | "credit_note" | "bill" | "debit_note";
                state?: "draft" | "issued" | "part_paid" | "paid" | "credited";
                partyId?: string;
                open?: string;
                issuedFrom?: string;
                issuedTo?: string;
                sort?: "-created" | "issuedOn" | "-issuedOn" | "dueOn" | "-dueOn" | "number" | "-number" | "total" | "-total";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of invoices. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "invoice",
                     *           "state": "draft",
                     *           "number": "10042",
                     *           "party": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "issuedOn": "2026-03-31",
                     *           "dueOn": "2026-03-31",
                     *           "currency": "EUR",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20",
                     *           "open": "214.20",
                     *           "reference": "PO-2026-0117",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["InvoiceSummary"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    draftInvoice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "invoice",
                 *       "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "currency": "EUR",
                 *       "lines": [
                 *         {
                 *           "description": "Consulting, March",
                 *           "quantity": "3",
                 *           "unitPrice": "1200.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @default invoice
                     * @enum {string}
                     */
                    kind?: "invoice" | "bill";
                    /** Format: uuid */
                    partyId: string;
                    currency?: string;
                    /** @default false */
                    pricesIncludeTax?: boolean;
                    reference?: string;
                    notes?: string;
                    lines: {
                        description: string;
                        quantity: string;
                        /** @description A price below zero is an allowance. */
                        unitPrice: string;
                        discountPercent?: string;
                        /** Format: uuid */
                        accountId?: string;
                        /** Format: uuid */
                        productId?: string;
                        taxCodes?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "state": "draft",
                     *       "number": "10042",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "issuedOn": "2026-03-31",
                     *       "dueOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "open": "214.20",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "source": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "originalInvoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20",
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxes": [
                     *             {
                     *               "code": "1200",
                     *               "rate": "0.19",
                     *               "base": "180.00",
                     *               "tax": "34.20",
                     *               "treatment": "standard",
                     *               "category": "S",
                     *               "exemptionCode": "Northwind"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "taxes": [
                     *         {
                     *           "code": "1200",
                     *           "rate": "0.19",
                     *           "base": "180.00",
                     *           "tax": "34.20",
                     *           "treatment": "standard",
                     *           "category": "S",
                     *           "exemptionCode": "Northwind"
                     *         }
                     *       ],
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "payment",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invoice. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "state": "draft",
                     *       "number": "10042",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "issuedOn": "2026-03-31",
                     *       "dueOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "open": "214.20",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "source": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "originalInvoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20",
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxes": [
                     *             {
                     *               "code": "1200",
                     *               "rate": "0.19",
                     *               "base": "180.00",
                     *               "tax": "34.20",
                     *               "treatment": "standard",
                     *               "category": "S",
                     *               "exemptionCode": "Northwind"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "taxes": [
                     *         {
                     *           "code": "1200",
                     *           "rate": "0.19",
                     *           "base": "180.00",
                     *           "tax": "34.20",
                     *           "treatment": "standard",
                     *           "category": "S",
                     *           "exemptionCode": "Northwind"
                     *         }
                     *       ],
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "payment",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    deleteInvoiceDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listInvoiceAttachments: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "receipt.pdf",
                     *           "mediaType": "application/pdf",
                     *           "size": 1,
                     *           "sha256": "Northwind",
                     *           "uploadedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "uploadedByName": "Northwind",
                     *           "uploadedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Attachment"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    addInvoiceAttachment: {
        parameters: {
            query: {
                name: string;
            };
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "image/jpeg": string;
                "image/png": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "receipt.pdf",
                     *       "mediaType": "application/pdf",
                     *       "size": 1,
                     *       "sha256": "Northwind",
                     *       "uploadedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "uploadedByName": "Northwind",
                     *       "uploadedAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getInvoiceAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                attachmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeInvoiceAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                attachmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    creditInvoice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "One box was broken",
                 *       "lines": [
                 *         {
                 *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "quantity": "1"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    issuedOn?: string;
                    reason: string;
                    lines?: {
                        /** Format: uuid */
                        lineId: string;
                        quantity: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The credit note. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "state": "draft",
                     *       "number": "10042",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "issuedOn": "2026-03-31",
                     *       "dueOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "open": "214.20",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "source": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "originalInvoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20",
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxes": [
                     *             {
                     *               "code": "1200",
                     *               "rate": "0.19",
                     *               "base": "180.00",
                     *               "tax": "34.20",
                     *               "treatment": "standard",
                     *               "category": "S",
                     *               "exemptionCode": "Northwind"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "taxes": [
                     *         {
                     *           "code": "1200",
                     *           "rate": "0.19",
                     *           "base": "180.00",
                     *           "tax": "34.20",
                     *           "treatment": "standard",
                     *           "category": "S",
                     *           "exemptionCode": "Northwind"
                     *         }
                     *       ],
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "payment",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    issueInvoice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    /** Format: date */
                    issuedOn?: string;
                    /** Format: date */
                    dueOn?: string;
                };
            };
        };
        responses: {
            /** @description The issued invoice. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "state": "draft",
                     *       "number": "10042",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "issuedOn": "2026-03-31",
                     *       "dueOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "open": "214.20",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "source": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "originalInvoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20",
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxes": [
                     *             {
                     *               "code": "1200",
                     *               "rate": "0.19",
                     *               "base": "180.00",
                     *               "tax": "34.20",
                     *               "treatment": "standard",
                     *               "category": "S",
                     *               "exemptionCode": "Northwind"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "taxes": [
                     *         {
                     *           "code": "1200",
                     *           "rate": "0.19",
                     *           "base": "180.00",
                     *           "tax": "34.20",
                     *           "treatment": "standard",
                     *           "category": "S",
                     *           "exemptionCode": "Northwind"
                     *         }
                     *       ],
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "payment",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listJournals: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                kind?: "general" | "sales" | "purchase" | "bank" | "cash" | "payroll" | "closing" | "opening";
                active?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "kind": "general",
                     *           "manualPosting": true,
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Journal"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createJournal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "kind": "general",
                 *       "manualPosting": true
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /** @enum {string} */
                    kind: "general" | "sales" | "purchase" | "bank" | "cash" | "payroll" | "closing" | "opening";
                    /**
                     * @description Whether entries by hand go into it, or those of documents alone.
                     * @default true
                     */
                    manualPosting?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "general",
                     *       "manualPosting": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Journal"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getJournal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "general",
                     *       "manualPosting": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Journal"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateJournal: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Traders",
                 *       "active": true,
                 *       "manualPosting": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    active?: boolean;
                    manualPosting?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "general",
                     *       "manualPosting": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Journal"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listParties: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                role?: "customer" | "supplier";
                active?: string;
                currency?: string;
                country?: string;
                sort?: "name" | "-name" | "code" | "-code";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "isCustomer": true,
                     *           "isSupplier": false,
                     *           "active": true,
                     *           "taxNumber": "DE136695976",
                     *           "taxExempt": false,
                     *           "email": "anna.becker@northwind.example",
                     *           "country": "DE",
                     *           "currency": "EUR",
                     *           "paymentTermsDays": 30,
                     *           "externalId": "crm-4711",
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Party"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createParty: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "taxNumber": "DE136695976",
                 *       "taxExempt": false,
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "paymentTermsDays": 30,
                 *       "externalId": "crm-4711",
                 *       "isSupplier": false
                 *     }
                 */
                "application/json": {
                    /** @description Given by the system when absent. */
                    code?: string;
                    name: string;
                    /** @default null */
                    taxNumber?: string | null;
                    /** @default false */
                    taxExempt?: boolean;
                    /**
                     * Format: email
                     * @default null
                     */
                    email?: string | null;
                    /** @default null */
                    country?: string | null;
                    currency: string;
                    /** @default 30 */
                    paymentTermsDays?: number;
                    /** @default null */
                    externalId?: string | null;
                    /** @default true */
                    isSupplier?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "isCustomer": true,
                     *       "isSupplier": false,
                     *       "active": true,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getParty: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "isCustomer": true,
                     *       "isSupplier": false,
                     *       "active": true,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Party"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateParty: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "taxNumber": "DE136695976",
                 *       "taxExempt": false,
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "paymentTermsDays": 30,
                 *       "isSupplier": false,
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    code?: string;
                    name?: string;
                    taxNumber?: string | null;
                    taxExempt?: boolean;
                    /** Format: email */
                    email?: string | null;
                    country?: string | null;
                    currency?: string;
                    paymentTermsDays?: number;
                    isSupplier?: boolean;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "isCustomer": true,
                     *       "isSupplier": false,
                     *       "active": true,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPayments: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                direction?: "in" | "out";
                partyId?: string;
                unallocated?: string;
                paidFrom?: string;
                paidTo?: string;
                sort?: "-created" | "paidOn" | "-paidOn" | "number" | "-number" | "amount" | "-amount";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of payments. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "direction": "in",
                     *           "state": "posted",
                     *           "party": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "method": "bank_transfer",
                     *           "paidOn": "2026-03-31",
                     *           "currency": "EUR",
                     *           "amount": "214.20",
                     *           "unallocated": "0.00",
                     *           "reference": "PO-2026-0117",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["PaymentSummary"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    recordPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "direction": "in",
                 *       "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "method": "bank",
                 *       "amount": "214.20",
                 *       "currency": "EUR",
                 *       "paidOn": "2026-04-20",
                 *       "reference": "INV-10042",
                 *       "allocations": [
                 *         {
                 *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "amount": "214.20"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @default in
                     * @enum {string}
                     */
                    direction?: "in" | "out";
                    /** Format: uuid */
                    partyId: string;
                    /** @default bank */
                    method?: string;
                    amount: string;
                    currency?: string;
                    /** Format: date */
                    paidOn?: string;
                    reference?: string;
                    /** @default [] */
                    allocations?: "oldest" | {
                        /** Format: uuid */
                        invoiceId?: string;
                        /** Format: uuid */
                        paymentId?: string;
                        amount: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The payment with its allocations. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "direction": "in",
                     *       "state": "posted",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "method": "bank_transfer",
                     *       "paidOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "amount": "214.20",
                     *       "unallocated": "0.00",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceNumber": "INV-10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description It waits for the approval of a second person; nothing has happened yet. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "action": "customer.created",
                     *         "summary": "Northwind",
                     *         "state": "pending"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PendingApproval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "direction": "in",
                     *       "state": "posted",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "method": "bank_transfer",
                     *       "paidOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "amount": "214.20",
                     *       "unallocated": "0.00",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceNumber": "INV-10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    allocatePayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "allocations": "oldest"
                 *     }
                 */
                "application/json": {
                    allocations: "oldest" | {
                        /** Format: uuid */
                        invoiceId?: string;
                        /** Format: uuid */
                        paymentId?: string;
                        amount: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The payment with its new allocations. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "direction": "in",
                     *       "state": "posted",
                     *       "party": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "method": "bank_transfer",
                     *       "paidOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "amount": "214.20",
                     *       "unallocated": "0.00",
                     *       "reference": "PO-2026-0117",
                     *       "version": 3,
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "allocations": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceNumber": "INV-10042",
                     *           "amount": "214.20",
                     *           "allocatedOn": "2026-03-31",
                     *           "undoneOn": "2026-03-31"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPaymentAttachments: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "receipt.pdf",
                     *           "mediaType": "application/pdf",
                     *           "size": 1,
                     *           "sha256": "Northwind",
                     *           "uploadedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "uploadedByName": "Northwind",
                     *           "uploadedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Attachment"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    addPaymentAttachment: {
        parameters: {
            query: {
                name: string;
            };
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "image/jpeg": string;
                "image/png": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "receipt.pdf",
                     *       "mediaType": "application/pdf",
                     *       "size": 1,
                     *       "sha256": "Northwind",
                     *       "uploadedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "uploadedByName": "Northwind",
                     *       "uploadedAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getPaymentAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                attachmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removePaymentAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                attachmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPeriods: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                fiscalYearId?: string;
                state?: "open" | "soft_closed" | "closed";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "fiscalYearId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "startsOn": "2026-03-31",
                     *           "endsOn": "2026-03-31",
                     *           "state": "open",
                     *           "modules": {
                     *             "sales": "open",
                     *             "purchase": "open",
                     *             "bank": "open",
                     *             "payroll": "open"
                     *           },
                     *           "everClosed": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Period"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getPeriod: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fiscalYearId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "startsOn": "2026-03-31",
                     *       "endsOn": "2026-03-31",
                     *       "state": "open",
                     *       "modules": {
                     *         "sales": "open",
                     *         "purchase": "open",
                     *         "bank": "open",
                     *         "payroll": "open"
                     *       },
                     *       "everClosed": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Period"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    closePeriod: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "module": "sales"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Default: the period as a whole.
                     * @enum {string}
                     */
                    module?: "sales" | "purchase" | "bank" | "payroll";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fiscalYearId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "startsOn": "2026-03-31",
                     *       "endsOn": "2026-03-31",
                     *       "state": "open",
                     *       "modules": {
                     *         "sales": "open",
                     *         "purchase": "open",
                     *         "bank": "open",
                     *         "payroll": "open"
                     *       },
                     *       "everClosed": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Period"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPeriodEvents: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "module": "all",
                     *           "before": "open",
                     *           "after": "open",
                     *           "reason": "Damaged in transit",
                     *           "changedBy": "Northwind",
                     *           "changedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["PeriodEvent"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listLateEntries: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": 1,
                     *           "effectiveOn": "2026-03-31",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "module": "sales",
                     *           "state": "open",
                     *           "total": "214.20",
                     *           "sourceType": "invoice",
                     *           "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "postedBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "postedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["LateEntry"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    reopenPeriod: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Damaged in transit",
                 *       "module": "sales",
                 *       "to": "open"
                 *     }
                 */
                "application/json": {
                    reason: string;
                    /**
                     * @description Default: the period as a whole.
                     * @enum {string}
                     */
                    module?: "sales" | "purchase" | "bank" | "payroll";
                    /**
                     * @default open
                     * @enum {string}
                     */
                    to?: "open" | "soft_closed";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fiscalYearId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "startsOn": "2026-03-31",
                     *       "endsOn": "2026-03-31",
                     *       "state": "open",
                     *       "modules": {
                     *         "sales": "open",
                     *         "purchase": "open",
                     *         "bank": "open",
                     *         "payroll": "open"
                     *       },
                     *       "everClosed": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Period"];
                };
            };
            /** @description It waits for the approval of a second person; nothing has happened yet. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "action": "customer.created",
                     *         "summary": "Northwind",
                     *         "state": "pending"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PendingApproval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    softClosePeriod: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "module": "sales"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Default: the period as a whole.
                     * @enum {string}
                     */
                    module?: "sales" | "purchase" | "bank" | "payroll";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "fiscalYearId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "startsOn": "2026-03-31",
                     *       "endsOn": "2026-03-31",
                     *       "state": "open",
                     *       "modules": {
                     *         "sales": "open",
                     *         "purchase": "open",
                     *         "bank": "open",
                     *         "payroll": "open"
                     *       },
                     *       "everClosed": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Period"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listRates: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                currency?: string;
                source?: "manual" | "ecb";
                /** @description Only rates of this day and before: with a currency and limit 1, the rate that applies. */
                on?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "currency": "EUR",
                     *           "rate": "0.8512",
                     *           "validOn": "2026-03-31",
                     *           "source": "manual",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ExchangeRate"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createRate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currency": "EUR",
                 *       "rate": "0.19",
                 *       "validOn": "2026-03-31"
                 *     }
                 */
                "application/json": {
                    currency: string;
                    /** @description What one unit of the currency is worth in the company's. */
                    rate: string;
                    /**
                     * Format: date
                     * @description From this day on, until the next rate.
                     */
                    validOn: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "currency": "EUR",
                     *       "rate": "0.8512",
                     *       "validOn": "2026-03-31",
                     *       "source": "manual",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ExchangeRate"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getRate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "currency": "EUR",
                     *       "rate": "0.8512",
                     *       "validOn": "2026-03-31",
                     *       "source": "manual",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ExchangeRate"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeRate: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "currency": "EUR",
                     *       "rate": "0.8512",
                     *       "validOn": "2026-03-31",
                     *       "source": "manual",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ExchangeRate"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateRate: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rate": "0.19"
                 *     }
                 */
                "application/json": {
                    rate: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "currency": "EUR",
                     *       "rate": "0.8512",
                     *       "validOn": "2026-03-31",
                     *       "source": "manual",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ExchangeRate"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getBalanceSheet: {
        parameters: {
            query?: {
                /** @description The effective date up to which entries count. Default: today. */
                asOf?: string;
                /** @description Only what was sealed at or before this instant. A past view never changes. Default: now, with everything posted. */
                knownAt?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "knownAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "rows": [
                     *         {
                     *           "section": "asset",
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders",
                     *             "type": "asset"
                     *           },
                     *           "amount": "1265793.29"
                     *         }
                     *       ],
                     *       "earnings": {
                     *         "fiscalYearStart": "2026-01-01",
                     *         "previousYears": "1265793.29",
                     *         "currentYear": "1265793.29"
                     *       },
                     *       "totals": {
                     *         "assets": "1265793.29",
                     *         "liabilities": "1265793.29",
                     *         "equity": "1265793.29",
                     *         "liabilitiesAndEquity": "1265793.29"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["BalanceSheet"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getGeneralLedger: {
        parameters: {
            query: {
                accountId: string;
                /** @description Default: the start of the fiscal year of `to`. */
                from?: string;
                /** @description The last day. Default: today. */
                to?: string;
                /** @description Only what was sealed at or before this instant. A past view never changes. Default: now, with everything posted. */
                knownAt?: string;
                /** @description Only lines that name one of these dimension values or one below it; ids with commas between them. Values of several dimensions must be named together. */
                dimension?: string;
                /** @description Only lines that name no value of these dimensions; ids with commas between them. */
                withoutDimension?: string;
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "knownAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "from": "2026-03-31",
                     *       "account": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "code": "1200",
                     *         "name": "Northwind Traders",
                     *         "type": "asset"
                     *       },
                     *       "opening": "1265793.29",
                     *       "rows": [
                     *         {
                     *           "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": 1,
                     *           "date": "2026-03-31",
                     *           "position": 1,
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "sourceType": "invoice",
                     *           "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "partyId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "currency": "EUR",
                     *           "amount": "1265793.29",
                     *           "debit": "1265793.29",
                     *           "credit": "1265793.29",
                     *           "balance": "1265793.29"
                     *         }
                     *       ],
                     *       "totals": {
                     *         "debit": "1265793.29",
                     *         "credit": "1265793.29",
                     *         "balance": "1265793.29"
                     *       },
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": components["schemas"]["GeneralLedger"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getProfitAndLoss: {
        parameters: {
            query?: {
                /** @description Default: the start of the fiscal year of `to`. */
                from?: string;
                /** @description The last day. Default: today. */
                to?: string;
                /** @description Only what was sealed at or before this instant. A past view never changes. Default: now, with everything posted. */
                knownAt?: string;
                /** @description Only lines that name one of these dimension values or one below it; ids with commas between them. Values of several dimensions must be named together. */
                dimension?: string;
                /** @description Only lines that name no value of these dimensions; ids with commas between them. */
                withoutDimension?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "knownAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "from": "2026-03-31",
                     *       "rows": [
                     *         {
                     *           "section": "income",
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders",
                     *             "type": "asset"
                     *           },
                     *           "amount": "1265793.29"
                     *         }
                     *       ],
                     *       "totals": {
                     *         "income": "1265793.29",
                     *         "expense": "1265793.29",
                     *         "result": "1265793.29"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ProfitAndLoss"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getTaxReport: {
        parameters: {
            query?: {
                /** @description Default: the first of the month of `to`. */
                from?: string;
                /** @description The last day. Default: today. */
                to?: string;
                /** @description Only the boxes of this return. */
                returnCode?: string;
                /** @description Only what was sealed at or before this instant. Default: now, with everything posted. */
                knownAt?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "knownAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "from": "2026-03-31",
                     *       "rows": [
                     *         {
                     *           "tax": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders",
                     *             "category": "Northwind"
                     *           },
                     *           "rate": "0.19",
                     *           "part": "output",
                     *           "pending": true,
                     *           "entries": 1,
                     *           "base": "1265793.29",
                     *           "amount": "1265793.29",
                     *           "deductible": "1265793.29"
                     *         }
                     *       ],
                     *       "returns": [
                     *         {
                     *           "code": "1200",
                     *           "boxes": [
                     *             {
                     *               "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "box": "Northwind",
                     *               "name": "Northwind Traders",
                     *               "amount": "1265793.29"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders",
                     *             "type": "asset"
                     *           },
                     *           "ledger": "1265793.29",
                     *           "results": "1265793.29",
                     *           "withoutTax": "1265793.29",
                     *           "unexplained": "1265793.29"
                     *         }
                     *       ],
                     *       "totals": {
                     *         "output": "1265793.29",
                     *         "input": "1265793.29",
                     *         "withheld": "1265793.29",
                     *         "due": "1265793.29"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TaxReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listTaxLines: {
        parameters: {
            query?: {
                /** @description Default: the first of the month of `to`. */
                from?: string;
                /** @description The last day. Default: today. */
                to?: string;
                taxCodeId?: string;
                /** @description Owed for sales, claimed for purchases, or kept back. */
                part?: "output" | "input" | "withheld";
                pending?: string;
                boxId?: string;
                /** @description The lines of a tax account that have no tax: what explains a difference. */
                accountId?: string;
                /** @description Only what was sealed at or before this instant. Default: now, with everything posted. */
                knownAt?: string;
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "knownAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "from": "2026-03-31",
                     *       "items": [
                     *         {
                     *           "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "date": "2026-03-31",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "tax": "34.20",
                     *           "part": "output",
                     *           "pending": true,
                     *           "sourceType": "invoice",
                     *           "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "party": "Northwind",
                     *           "currency": "EUR",
                     *           "documentBase": "1265793.29",
                     *           "documentTax": "1265793.29",
                     *           "base": "1265793.29",
                     *           "amount": "1265793.29",
                     *           "deductible": "1265793.29"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": components["schemas"]["TaxLines"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getTrialBalance: {
        parameters: {
            query?: {
                /** @description The effective date up to which entries count. Default: today. */
                asOf?: string;
                /** @description Debits and credits since this day only, beside the opening balance. Default: since the beginning. */
                from?: string;
                /** @description Only what was sealed at or before this instant. A past view never changes. Default: now, with everything posted. */
                knownAt?: string;
                /** @description Only lines that name one of these dimension values or one below it; ids with commas between them. Values of several dimensions must be named together. */
                dimension?: string;
                /** @description Only lines that name no value of these dimensions; ids with commas between them. */
                withoutDimension?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "knownAt": "2026-03-31T09:30:00Z",
                     *       "currency": "EUR",
                     *       "from": "2026-03-31",
                     *       "rows": [
                     *         {
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders",
                     *             "type": "asset"
                     *           },
                     *           "opening": "1265793.29",
                     *           "debit": "1265793.29",
                     *           "credit": "1265793.29",
                     *           "balance": "1265793.29"
                     *         }
                     *       ],
                     *       "totals": {
                     *         "opening": "1265793.29",
                     *         "debit": "1265793.29",
                     *         "credit": "1265793.29",
                     *         "balance": "1265793.29"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listRevaluations: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "on": "2026-03-31",
                     *           "currency": "EUR",
                     *           "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "reversalEntryId": null,
                     *           "reversedOn": "2026-03-31",
                     *           "gain": "1265793.29",
                     *           "loss": "1265793.29",
                     *           "result": "1265793.29"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["RevaluationSummary"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createRevaluation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "on": "2026-03-31"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date
                     * @description The day whose rates count, as the last of a month. It is reversed on the day after.
                     */
                    on: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "on": "2026-03-31",
                     *       "currency": "EUR",
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reversalEntryId": null,
                     *       "reversedOn": "2026-03-31",
                     *       "gain": "1265793.29",
                     *       "loss": "1265793.29",
                     *       "result": "1265793.29",
                     *       "lines": [
                     *         {
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "party": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "currency": "EUR",
                     *           "amount": "1265793.29",
                     *           "carried": "1265793.29",
                     *           "rate": "0.19",
                     *           "ratedOn": "2026-03-31",
                     *           "value": "1265793.29",
                     *           "difference": "1265793.29"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Revaluation"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getRevaluation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "on": "2026-03-31",
                     *       "currency": "EUR",
                     *       "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reversalEntryId": null,
                     *       "reversedOn": "2026-03-31",
                     *       "gain": "1265793.29",
                     *       "loss": "1265793.29",
                     *       "result": "1265793.29",
                     *       "lines": [
                     *         {
                     *           "account": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "code": "1200",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "party": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "currency": "EUR",
                     *           "amount": "1265793.29",
                     *           "carried": "1265793.29",
                     *           "rate": "0.19",
                     *           "ratedOn": "2026-03-31",
                     *           "value": "1265793.29",
                     *           "difference": "1265793.29"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Revaluation"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listSplits: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "shares": [
                     *             {
                     *               "percent": "62.5",
                     *               "dimensions": [
                     *                 "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *               ]
                     *             }
                     *           ],
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["DimensionSplit"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createSplit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rent",
                 *       "name": "Rent by floor space",
                 *       "shares": [
                 *         {
                 *           "percent": "62.5",
                 *           "dimensions": []
                 *         },
                 *         {
                 *           "percent": "37.5",
                 *           "dimensions": []
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /**
                     * @example [
                     *       {
                     *         "percent": "62.5",
                     *         "dimensions": []
                     *       },
                     *       {
                     *         "percent": "37.5",
                     *         "dimensions": []
                     *       }
                     *     ]
                     */
                    shares: {
                        percent: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "shares": [
                     *         {
                     *           "percent": "62.5",
                     *           "dimensions": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ]
                     *         }
                     *       ],
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["DimensionSplit"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getSplit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "shares": [
                     *         {
                     *           "percent": "62.5",
                     *           "dimensions": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ]
                     *         }
                     *       ],
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["DimensionSplit"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateSplit: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Traders",
                 *       "shares": [
                 *         {
                 *           "percent": "62.5",
                 *           "dimensions": []
                 *         },
                 *         {
                 *           "percent": "37.5",
                 *           "dimensions": []
                 *         }
                 *       ],
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /**
                     * @example [
                     *       {
                     *         "percent": "62.5",
                     *         "dimensions": []
                     *       },
                     *       {
                     *         "percent": "37.5",
                     *         "dimensions": []
                     *       }
                     *     ]
                     */
                    shares?: {
                        percent: string;
                        /** @description Ids of dimension values, at most one of each dimension. */
                        dimensions: string[];
                    }[];
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "shares": [
                     *         {
                     *           "percent": "62.5",
                     *           "dimensions": [
                     *             "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           ]
                     *         }
                     *       ],
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["DimensionSplit"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listTaxBoxes: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                returnCode?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "returnCode": "Northwind",
                     *           "box": "Northwind",
                     *           "name": "Northwind Traders",
                     *           "position": 1,
                     *           "terms": [
                     *             {
                     *               "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "part": "output",
                     *               "amount": "base",
                     *               "boxId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "negative": true
                     *             }
                     *           ],
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["TaxBox"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createTaxBox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "returnCode": "VAT100",
                 *       "box": "1",
                 *       "name": "VAT due on sales",
                 *       "position": 1,
                 *       "terms": [
                 *         {
                 *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "part": "output",
                 *           "amount": "tax"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    returnCode: string;
                    box: string;
                    name: string;
                    /** @description Where it stands on the return. */
                    position: number;
                    terms: {
                        /** Format: uuid */
                        taxCodeId?: string;
                        /**
                         * @description Owed for sales, claimed for purchases, or kept back.
                         * @enum {string}
                         */
                        part?: "output" | "input" | "withheld";
                        /** @enum {string} */
                        amount?: "base" | "tax" | "deductible";
                        /** Format: uuid */
                        boxId?: string;
                        /** @default false */
                        negative?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "returnCode": "Northwind",
                     *       "box": "Northwind",
                     *       "name": "Northwind Traders",
                     *       "position": 1,
                     *       "terms": [
                     *         {
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "part": "output",
                     *           "amount": "base",
                     *           "boxId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "negative": true
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["TaxBox"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getTaxBox: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "returnCode": "Northwind",
                     *       "box": "Northwind",
                     *       "name": "Northwind Traders",
                     *       "position": 1,
                     *       "terms": [
                     *         {
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "part": "output",
                     *           "amount": "base",
                     *           "boxId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "negative": true
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["TaxBox"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeTaxBox: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "returnCode": "Northwind",
                     *       "box": "Northwind",
                     *       "name": "Northwind Traders",
                     *       "position": 1,
                     *       "terms": [
                     *         {
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "part": "output",
                     *           "amount": "base",
                     *           "boxId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "negative": true
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["TaxBox"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateTaxBox: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "VAT due on sales"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @description Where it stands on the return. */
                    position?: number;
                    terms?: {
                        /** Format: uuid */
                        taxCodeId?: string;
                        /**
                         * @description Owed for sales, claimed for purchases, or kept back.
                         * @enum {string}
                         */
                        part?: "output" | "input" | "withheld";
                        /** @enum {string} */
                        amount?: "base" | "tax" | "deductible";
                        /** Format: uuid */
                        boxId?: string;
                        /** @default false */
                        negative?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "returnCode": "Northwind",
                     *       "box": "Northwind",
                     *       "name": "Northwind Traders",
                     *       "position": 1,
                     *       "terms": [
                     *         {
                     *           "taxCodeId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "part": "output",
                     *           "amount": "base",
                     *           "boxId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "negative": true
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["TaxBox"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listTaxClasses: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "taxClass": "standard",
                     *           "taxes": [
                     *             {
                     *               "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "code": "1200",
                     *               "name": "Northwind Traders"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["TaxClass"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    setTaxClass: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                taxClass: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "taxCodeIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description In the order they are calculated. None: the class bears no tax any more. */
                    taxCodeIds: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "taxClass": "standard",
                     *       "taxes": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TaxClass"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listTaxes: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                usage?: "sale" | "purchase";
                active?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "kind": "percent",
                     *           "usage": "sale",
                     *           "treatment": "standard",
                     *           "category": "S",
                     *           "exemptionCode": "VATEX-EU-IC",
                     *           "exemptionReason": "Northwind",
                     *           "recognisedOn": "document",
                     *           "included": true,
                     *           "compound": true,
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "reverseAccountId": null,
                     *           "nondeductibleAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "pendingAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "active": true,
                     *           "used": true,
                     *           "rates": [
                     *             {
                     *               "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "rate": "0.19",
                     *               "deductiblePercent": "Northwind",
                     *               "from": "2026-03-31",
                     *               "to": "2026-03-31"
                     *             }
                     *           ],
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Tax"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createTax: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "STANDARD",
                 *       "name": "VAT 20 %",
                 *       "category": "S",
                 *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "rate": "20"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /**
                     * @default percent
                     * @enum {string}
                     */
                    kind?: "percent" | "fixed_per_unit";
                    /**
                     * @default sale
                     * @enum {string}
                     */
                    usage?: "sale" | "purchase";
                    /**
                     * @description Added to a document, owed and claimed by the buyer beside it, or kept back from its payment.
                     * @default standard
                     * @enum {string}
                     */
                    treatment?: "standard" | "reverse_charge" | "withholding";
                    /**
                     * @description Of EN 16931: standard, zero, exempt, reverse charge, within the EU, export, outside the scope.
                     * @enum {string|null}
                     */
                    category?: "S" | "Z" | "E" | "AE" | "K" | "G" | "O" | null;
                    /** @example VATEX-EU-IC */
                    exemptionCode?: string | null;
                    exemptionReason?: string | null;
                    /**
                     * @description When it is due: with the document, or as far as that is paid.
                     * @default document
                     * @enum {string}
                     */
                    recognisedOn?: "document" | "payment";
                    /**
                     * @description Whether prices hold the tax already.
                     * @default false
                     */
                    included?: boolean;
                    /**
                     * @description Whether it is charged on the taxes before it too.
                     * @default false
                     */
                    compound?: boolean;
                    /** Format: uuid */
                    accountId: string;
                    /**
                     * Format: uuid
                     * @description Of a reverse charge: where it is owed; accountId is where it is claimed.
                     */
                    reverseAccountId?: string | null;
                    /**
                     * Format: uuid
                     * @description Where the part goes that may not be deducted. Default: the account of the line.
                     */
                    nondeductibleAccountId?: string | null;
                    /**
                     * Format: uuid
                     * @description Where a tax due on payment waits until then.
                     */
                    pendingAccountId?: string | null;
                    code: string;
                    /**
                     * @description A percentage, or an amount for each unit.
                     * @example 19
                     */
                    rate: string;
                    /**
                     * @description The share of a tax on purchases that may be deducted. Default: 100.
                     * @example 50
                     */
                    deductiblePercent?: string;
                    /**
                     * Format: date
                     * @description Default: always.
                     */
                    validFrom?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "percent",
                     *       "usage": "sale",
                     *       "treatment": "standard",
                     *       "category": "S",
                     *       "exemptionCode": "VATEX-EU-IC",
                     *       "exemptionReason": "Northwind",
                     *       "recognisedOn": "document",
                     *       "included": true,
                     *       "compound": true,
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reverseAccountId": null,
                     *       "nondeductibleAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "pendingAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "active": true,
                     *       "used": true,
                     *       "rates": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "rate": "0.19",
                     *           "deductiblePercent": "Northwind",
                     *           "from": "2026-03-31",
                     *           "to": "2026-03-31"
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Tax"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getTax: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "percent",
                     *       "usage": "sale",
                     *       "treatment": "standard",
                     *       "category": "S",
                     *       "exemptionCode": "VATEX-EU-IC",
                     *       "exemptionReason": "Northwind",
                     *       "recognisedOn": "document",
                     *       "included": true,
                     *       "compound": true,
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reverseAccountId": null,
                     *       "nondeductibleAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "pendingAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "active": true,
                     *       "used": true,
                     *       "rates": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "rate": "0.19",
                     *           "deductiblePercent": "Northwind",
                     *           "from": "2026-03-31",
                     *           "to": "2026-03-31"
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Tax"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateTax: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Traders",
                 *       "kind": "percent",
                 *       "usage": "sale",
                 *       "treatment": "standard",
                 *       "category": "S",
                 *       "exemptionCode": "VATEX-EU-IC",
                 *       "exemptionReason": "Northwind",
                 *       "recognisedOn": "document",
                 *       "included": true,
                 *       "compound": true,
                 *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "reverseAccountId": null,
                 *       "nondeductibleAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "pendingAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    kind?: "percent" | "fixed_per_unit";
                    /** @enum {string} */
                    usage?: "sale" | "purchase";
                    /**
                     * @description Added to a document, owed and claimed by the buyer beside it, or kept back from its payment.
                     * @enum {string}
                     */
                    treatment?: "standard" | "reverse_charge" | "withholding";
                    /**
                     * @description Of EN 16931: standard, zero, exempt, reverse charge, within the EU, export, outside the scope.
                     * @enum {string|null}
                     */
                    category?: "S" | "Z" | "E" | "AE" | "K" | "G" | "O" | null;
                    /** @example VATEX-EU-IC */
                    exemptionCode?: string | null;
                    exemptionReason?: string | null;
                    /**
                     * @description When it is due: with the document, or as far as that is paid.
                     * @enum {string}
                     */
                    recognisedOn?: "document" | "payment";
                    /** @description Whether prices hold the tax already. */
                    included?: boolean;
                    /** @description Whether it is charged on the taxes before it too. */
                    compound?: boolean;
                    /** Format: uuid */
                    accountId?: string;
                    /**
                     * Format: uuid
                     * @description Of a reverse charge: where it is owed; accountId is where it is claimed.
                     */
                    reverseAccountId?: string | null;
                    /**
                     * Format: uuid
                     * @description Where the part goes that may not be deducted. Default: the account of the line.
                     */
                    nondeductibleAccountId?: string | null;
                    /**
                     * Format: uuid
                     * @description Where a tax due on payment waits until then.
                     */
                    pendingAccountId?: string | null;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "percent",
                     *       "usage": "sale",
                     *       "treatment": "standard",
                     *       "category": "S",
                     *       "exemptionCode": "VATEX-EU-IC",
                     *       "exemptionReason": "Northwind",
                     *       "recognisedOn": "document",
                     *       "included": true,
                     *       "compound": true,
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reverseAccountId": null,
                     *       "nondeductibleAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "pendingAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "active": true,
                     *       "used": true,
                     *       "rates": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "rate": "0.19",
                     *           "deductiblePercent": "Northwind",
                     *           "from": "2026-03-31",
                     *           "to": "2026-03-31"
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Tax"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    addTaxRate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rate": "19",
                 *       "deductiblePercent": "50",
                 *       "validFrom": "2026-03-31"
                 *     }
                 */
                "application/json": {
                    /** @example 19 */
                    rate: string;
                    /**
                     * @description The share of a tax on purchases that may be deducted. Default: 100.
                     * @example 50
                     */
                    deductiblePercent?: string;
                    /** Format: date */
                    validFrom: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "kind": "percent",
                     *       "usage": "sale",
                     *       "treatment": "standard",
                     *       "category": "S",
                     *       "exemptionCode": "VATEX-EU-IC",
                     *       "exemptionReason": "Northwind",
                     *       "recognisedOn": "document",
                     *       "included": true,
                     *       "compound": true,
                     *       "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "reverseAccountId": null,
                     *       "nondeductibleAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "pendingAccountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "active": true,
                     *       "used": true,
                     *       "rates": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "rate": "0.19",
                     *           "deductiblePercent": "Northwind",
                     *           "from": "2026-03-31",
                     *           "to": "2026-03-31"
                     *         }
                     *       ],
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Tax"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "prefix": "ek_2V8c",
                     *           "scopes": [
                     *             "sales.order.read"
                     *           ],
                     *           "createdBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "expiresAt": "2026-03-31T09:30:00Z",
                     *           "lastUsedAt": "2026-03-31T09:30:00Z",
                     *           "revokedAt": null
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Web shop",
                 *       "scopes": [
                 *         "sales.order.*"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @example Web shop */
                    name: string;
                    /**
                     * @example [
                     *       "sales.product.read"
                     *     ]
                     */
                    scopes: string[];
                    /**
                     * Format: date-time
                     * @description Without it the key is good until it is revoked.
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "prefix": "ek_2V8c",
                     *       "scopes": [
                     *         "sales.order.read"
                     *       ],
                     *       "createdBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "expiresAt": "2026-03-31T09:30:00Z",
                     *       "lastUsedAt": "2026-03-31T09:30:00Z",
                     *       "revokedAt": null,
                     *       "key": "ek_2V8cJk1sQe9pXw4nZt6mBa"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "prefix": "ek_2V8c",
                     *       "scopes": [
                     *         "sales.order.read"
                     *       ],
                     *       "createdBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "expiresAt": "2026-03-31T09:30:00Z",
                     *       "lastUsedAt": "2026-03-31T09:30:00Z",
                     *       "revokedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "prefix": "ek_2V8c",
                     *       "scopes": [
                     *         "sales.order.read"
                     *       ],
                     *       "createdBy": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "expiresAt": "2026-03-31T09:30:00Z",
                     *       "lastUsedAt": "2026-03-31T09:30:00Z",
                     *       "revokedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listApprovalRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "action": "customer.created",
                     *           "title": "Import of customers",
                     *           "measured": true,
                     *           "approvePermission": "Northwind",
                     *           "demanded": true,
                     *           "above": "Northwind",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ApprovalRule"][];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    setApprovalRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                action: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "demanded": true,
                 *       "above": "1000.00"
                 *     }
                 */
                "application/json": {
                    demanded: boolean;
                    /** @description In company currency. Absent: for every amount. */
                    above?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "action": "customer.created",
                     *       "title": "Import of customers",
                     *       "measured": true,
                     *       "approvePermission": "Northwind",
                     *       "demanded": true,
                     *       "above": "Northwind",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ApprovalRule"];
                };
            };
            /** @description It waits for the approval of a second person; nothing has happened yet. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "action": "customer.created",
                     *         "summary": "Northwind",
                     *         "state": "pending"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PendingApproval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                state?: "pending" | "approved" | "rejected" | "withdrawn";
                action?: string;
                subjectId?: string;
                /** @description Only what the caller asked for, or only what others did. */
                mine?: "true" | "false";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "action": "finance.entry.post",
                     *           "summary": "Northwind",
                     *           "state": "pending",
                     *           "amount": "214.20",
                     *           "currency": "EUR",
                     *           "subject": {
                     *             "type": "order.confirmed",
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           },
                     *           "requestedBy": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "requestedAt": "2026-03-31T09:30:00Z",
                     *           "decidedBy": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "decidedAt": "2026-03-31T09:30:00Z",
                     *           "reason": "Damaged in transit",
                     *           "result": {
                     *             "type": "order.confirmed",
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *           },
                     *           "mayDecide": true,
                     *           "isMine": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Approval"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "action": "finance.entry.post",
                     *       "summary": "Northwind",
                     *       "state": "pending",
                     *       "amount": "214.20",
                     *       "currency": "EUR",
                     *       "subject": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "requestedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "requestedAt": "2026-03-31T09:30:00Z",
                     *       "decidedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "decidedAt": "2026-03-31T09:30:00Z",
                     *       "reason": "Damaged in transit",
                     *       "result": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "mayDecide": true,
                     *       "isMine": true,
                     *       "version": 3,
                     *       "request": {}
                     *     }
                     */
                    "application/json": components["schemas"]["ApprovalDetail"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    approve: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "action": "finance.entry.post",
                     *       "summary": "Northwind",
                     *       "state": "pending",
                     *       "amount": "214.20",
                     *       "currency": "EUR",
                     *       "subject": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "requestedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "requestedAt": "2026-03-31T09:30:00Z",
                     *       "decidedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "decidedAt": "2026-03-31T09:30:00Z",
                     *       "reason": "Damaged in transit",
                     *       "result": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "mayDecide": true,
                     *       "isMine": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    reject: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The invoice is not ours."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "action": "finance.entry.post",
                     *       "summary": "Northwind",
                     *       "state": "pending",
                     *       "amount": "214.20",
                     *       "currency": "EUR",
                     *       "subject": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "requestedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "requestedAt": "2026-03-31T09:30:00Z",
                     *       "decidedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "decidedAt": "2026-03-31T09:30:00Z",
                     *       "reason": "Damaged in transit",
                     *       "result": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "mayDecide": true,
                     *       "isMine": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "action": "finance.entry.post",
                     *       "summary": "Northwind",
                     *       "state": "pending",
                     *       "amount": "214.20",
                     *       "currency": "EUR",
                     *       "subject": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "requestedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "requestedAt": "2026-03-31T09:30:00Z",
                     *       "decidedBy": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "decidedAt": "2026-03-31T09:30:00Z",
                     *       "reason": "Damaged in transit",
                     *       "result": {
                     *         "type": "order.confirmed",
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *       },
                     *       "mayDecide": true,
                     *       "isMine": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                subjectType?: string;
                subjectId?: string;
                actorId?: string;
                action?: string;
                from?: string;
                to?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of audit records. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "at": "2026-03-31T09:30:00Z",
                     *           "actorId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "actorKind": "user",
                     *           "action": "customer.created",
                     *           "subjectType": "customer",
                     *           "subjectId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "before": {},
                     *           "after": {},
                     *           "requestId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listCompanies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            currency: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
        };
    };
    createCompany: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Europe",
                 *       "legalName": "Northwind Europe GmbH",
                 *       "country": "DE",
                 *       "baseCurrency": "EUR",
                 *       "timeZone": "Europe/Berlin",
                 *       "locale": "de",
                 *       "chart": "de-skr03"
                 *     }
                 */
                "application/json": {
                    /** @example Northwind Traders */
                    name: string;
                    legalName?: string | null;
                    taxNumber?: string | null;
                    /** @example GB */
                    country: string;
                    /** @example GBP */
                    baseCurrency: string;
                    /** @default UTC */
                    timeZone?: string;
                    /** @default en */
                    locale?: string;
                    /**
                     * @description Where tax and discounts are rounded.
                     * @default line
                     * @enum {string}
                     */
                    rounding?: "line" | "document";
                    /**
                     * @description The month in which the fiscal year starts.
                     * @default 1
                     */
                    fiscalYearStart?: number;
                    /**
                     * @description The chart of accounts to begin with.
                     * @default ifrs
                     * @enum {string}
                     */
                    chart?: "ifrs" | "us-gaap" | "uk" | "de-skr03" | "fr-pcg";
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "legalName": "Northwind Traders GmbH",
                     *       "taxNumber": "DE136695976",
                     *       "country": "DE",
                     *       "baseCurrency": "EUR",
                     *       "timeZone": "Europe/Berlin",
                     *       "locale": "de",
                     *       "rounding": "line",
                     *       "fiscalYearStart": 1,
                     *       "chart": "de-skr03",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getCompany: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "legalName": "Northwind Traders GmbH",
                     *       "taxNumber": "DE136695976",
                     *       "country": "DE",
                     *       "baseCurrency": "EUR",
                     *       "timeZone": "Europe/Berlin",
                     *       "locale": "de",
                     *       "rounding": "line",
                     *       "fiscalYearStart": 1,
                     *       "chart": "de-skr03",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Company"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    changeCompany: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Northwind Traders",
                 *       "legalName": "Northwind Traders GmbH",
                 *       "taxNumber": "DE136695976",
                 *       "locale": "de",
                 *       "timeZone": "Europe/Berlin"
                 *     }
                 */
                "application/json": {
                    /** @example Northwind Traders */
                    name?: string;
                    legalName?: string | null;
                    taxNumber?: string | null;
                    locale?: string;
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "legalName": "Northwind Traders GmbH",
                     *       "taxNumber": "DE136695976",
                     *       "country": "DE",
                     *       "baseCurrency": "EUR",
                     *       "timeZone": "Europe/Berlin",
                     *       "locale": "de",
                     *       "rounding": "line",
                     *       "fiscalYearStart": 1,
                     *       "chart": "de-skr03",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Company"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    followEvents: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: string;
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. A comment comes as a heartbeat. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    exportRows: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows as CSV in UTF-8, with a byte order mark. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listImports: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                kind?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of imports. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "jobId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "invoice",
                     *           "mode": "all",
                     *           "dryRun": true,
                     *           "fileName": "customers.csv",
                     *           "state": "queued",
                     *           "done": 1,
                     *           "total": 1,
                     *           "report": {
                     *             "rows": 1,
                     *             "created": 1,
                     *             "unchanged": 1,
                     *             "refused": 1,
                     *             "stored": true
                     *           },
                     *           "error": null,
                     *           "refusedRows": 1,
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "finishedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Import"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createImport: {
        parameters: {
            query?: {
                kind?: string;
                /** @description `all`: every row or none. `each`: the good rows are kept. */
                mode?: "all" | "each";
                /** @description Runs the real import and stores nothing. */
                dryRun?: string;
                /** @description Headers that stand for columns, as JSON: `{"sku": "Artikelnummer"}`. */
                map?: string;
                fileName?: string;
            };
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The import; follow it by its id. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "jobId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "mode": "all",
                     *       "dryRun": true,
                     *       "fileName": "customers.csv",
                     *       "state": "queued",
                     *       "done": 1,
                     *       "total": 1,
                     *       "report": {
                     *         "rows": 1,
                     *         "created": 1,
                     *         "unchanged": 1,
                     *         "refused": 1,
                     *         "stored": true
                     *       },
                     *       "error": null,
                     *       "refusedRows": 1,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "finishedAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listImportKinds: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kinds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "Northwind Traders",
                     *           "title": "Import of customers",
                     *           "columns": [
                     *             {
                     *               "name": "Northwind Traders",
                     *               "required": true,
                     *               "also": [
                     *                 "company_name"
                     *               ],
                     *               "about": "Name of the customer"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ImportKind"][];
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "jobId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "mode": "all",
                     *       "dryRun": true,
                     *       "fileName": "customers.csv",
                     *       "state": "queued",
                     *       "done": 1,
                     *       "total": 1,
                     *       "report": {
                     *         "rows": 1,
                     *         "created": 1,
                     *         "unchanged": 1,
                     *         "refused": 1,
                     *         "stored": true
                     *       },
                     *       "error": null,
                     *       "refusedRows": 1,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "finishedAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getRefusedRows: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows as CSV. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                state?: "queued" | "running" | "succeeded" | "failed";
                kind?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "invoice",
                     *           "title": "Import of customers",
                     *           "state": "queued",
                     *           "done": 1,
                     *           "total": 1,
                     *           "result": {},
                     *           "error": null,
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "startedAt": "2026-03-31T09:30:00Z",
                     *           "finishedAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Job"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "invoice",
                     *       "title": "Import of customers",
                     *       "state": "queued",
                     *       "done": 1,
                     *       "total": 1,
                     *       "result": {},
                     *       "error": null,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "startedAt": "2026-03-31T09:30:00Z",
                     *       "finishedAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPermissions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "grant": "sales.order.read",
                     *           "description": "Chai, 10 boxes of 20 bags"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            grant: string;
                            description: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
        };
    };
    listRoles: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "system": "accountant",
                     *           "grants": [
                     *             "sales.order.read"
                     *           ],
                     *           "members": 1,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Role"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Warehouse",
                 *       "description": "Chai, 10 boxes of 20 bags",
                 *       "grants": [
                 *         "sales.stock.*"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @example Warehouse */
                    name: string;
                    /** @default  */
                    description?: string | "";
                    /**
                     * @example [
                     *       "sales.stock.*"
                     *     ]
                     */
                    grants: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "system": "accountant",
                     *       "grants": [
                     *         "sales.order.read"
                     *       ],
                     *       "members": 1,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "system": "accountant",
                     *       "grants": [
                     *         "sales.order.read"
                     *       ],
                     *       "members": 1,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Warehouse",
                 *       "description": "Chai, 10 boxes of 20 bags",
                 *       "grants": [
                 *         "sales.stock.*"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @example Warehouse */
                    name?: string;
                    description?: string | "";
                    /**
                     * @example [
                     *       "sales.stock.*"
                     *     ]
                     */
                    grants?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "system": "accountant",
                     *       "grants": [
                     *         "sales.order.read"
                     *       ],
                     *       "members": 1,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                active?: "true" | "false";
                roleId?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "email": "anna.becker@northwind.example",
                     *           "active": true,
                     *           "mustChangePassword": true,
                     *           "roles": [
                     *             {
                     *               "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *               "name": "Northwind Traders"
                     *             }
                     *           ],
                     *           "externalId": "crm-4711",
                     *           "version": 3,
                     *           "createdAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["User"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Lovelace",
                 *       "email": "ada@example.com",
                 *       "roleIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @example Ada Lovelace */
                    name: string;
                    /**
                     * Format: email
                     * @description Signs in with it. Without one: a person of record, who does not sign in.
                     */
                    email?: string;
                    roleIds: string[];
                    /** @description The person's id in the system he was imported from. */
                    externalId?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "email": "anna.becker@northwind.example",
                     *       "active": true,
                     *       "mustChangePassword": true,
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "externalId": "crm-4711",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "oneTimePassword": "kettle-orbit-maple-57"
                     *     }
                     */
                    "application/json": components["schemas"]["InvitedUser"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "email": "anna.becker@northwind.example",
                     *       "active": true,
                     *       "mustChangePassword": true,
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "externalId": "crm-4711",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Lovelace",
                 *       "roleIds": [
                 *         "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *       ],
                 *       "active": true,
                 *       "externalId": "crm-4711"
                 *     }
                 */
                "application/json": {
                    /** @example Ada Lovelace */
                    name?: string;
                    roleIds?: string[];
                    /** @description False: may not sign in to this company any more. */
                    active?: boolean;
                    /** @description The person's id in the system he was imported from. */
                    externalId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "name": "Northwind Traders",
                     *       "email": "anna.becker@northwind.example",
                     *       "active": true,
                     *       "mustChangePassword": true,
                     *       "roles": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders"
                     *         }
                     *       ],
                     *       "externalId": "crm-4711",
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "oneTimePassword": "kettle-orbit-maple-57"
                     *     }
                     */
                    "application/json": {
                        oneTimePassword: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of endpoints. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "url": "https://shop.example/hooks/enterprise",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "events": [
                     *             "order.confirmed",
                     *             "invoice.issued"
                     *           ],
                     *           "state": "active",
                     *           "disabledReason": null,
                     *           "failingSince": null,
                     *           "pending": 1,
                     *           "version": 3,
                     *           "createdAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://shop.example/hooks/enterprise",
                 *       "events": [
                 *         "order.confirmed",
                 *         "invoice.issued"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uri */
                    url: string;
                    events: string[];
                    /** @default  */
                    description?: string;
                };
            };
        };
        responses: {
            /** @description The endpoint with its secret. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "url": "https://shop.example/hooks/enterprise",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "events": [
                     *         "order.confirmed",
                     *         "invoice.issued"
                     *       ],
                     *       "state": "active",
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "pending": 1,
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "url": "https://shop.example/hooks/enterprise",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "events": [
                     *         "order.confirmed",
                     *         "invoice.issued"
                     *       ],
                     *       "state": "active",
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "pending": 1,
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://shop.example/hooks/enterprise",
                 *       "events": [
                 *         "order.confirmed",
                 *         "invoice.issued"
                 *       ],
                 *       "description": "Chai, 10 boxes of 20 bags"
                 *     }
                 */
                "application/json": {
                    /** Format: uri */
                    url?: string;
                    events?: string[];
                    description?: string;
                };
            };
        };
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "url": "https://shop.example/hooks/enterprise",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "events": [
                     *         "order.confirmed",
                     *         "invoice.issued"
                     *       ],
                     *       "state": "active",
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "pending": 1,
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                state?: "pending" | "delivered" | "failed";
                type?: string;
                subject?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "eventId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "type": "order.confirmed",
                     *           "subject": "orders/019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "state": "pending",
                     *           "attempts": 1,
                     *           "replays": 1,
                     *           "lastStatus": 1,
                     *           "lastAttemptAt": "2026-03-31T09:30:00Z",
                     *           "nextAttemptAt": "2026-03-31T09:30:00Z",
                     *           "deliveredAt": "2026-03-31T09:30:00Z",
                     *           "createdAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "eventId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "type": "order.confirmed",
                     *       "subject": "orders/019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "state": "pending",
                     *       "attempts": 1,
                     *       "replays": 1,
                     *       "lastStatus": 1,
                     *       "lastAttemptAt": "2026-03-31T09:30:00Z",
                     *       "nextAttemptAt": "2026-03-31T09:30:00Z",
                     *       "deliveredAt": "2026-03-31T09:30:00Z",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "payload": {},
                     *       "log": [
                     *         {
                     *           "at": "2026-03-31T09:30:00Z",
                     *           "durationMs": 1,
                     *           "status": 1,
                     *           "response": "ok",
                     *           "error": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryDetail"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 1
                     *     }
                     */
                    "application/json": {
                        replayed: number;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    disableWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "url": "https://shop.example/hooks/enterprise",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "events": [
                     *         "order.confirmed",
                     *         "invoice.issued"
                     *       ],
                     *       "state": "active",
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "pending": 1,
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "url": "https://shop.example/hooks/enterprise",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "events": [
                     *         "order.confirmed",
                     *         "invoice.issued"
                     *       ],
                     *       "state": "active",
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "pending": 1,
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-03-31T00:00:00Z",
                 *       "to": "2026-04-01T00:00:00Z",
                 *       "onlyFailed": true
                 *     }
                 */
                "application/json": {
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /** @default false */
                    onlyFailed?: boolean;
                };
            };
        };
        responses: {
            /** @description They are on their way. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 1
                     *     }
                     */
                    "application/json": {
                        replayed: number;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlapHours": 1
                 *     }
                 */
                "application/json": {
                    /** @default 24 */
                    overlapHours?: number;
                };
            };
        };
        responses: {
            /** @description The endpoint with its new secret. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "url": "https://shop.example/hooks/enterprise",
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "events": [
                     *         "order.confirmed",
                     *         "invoice.issued"
                     *       ],
                     *       "state": "active",
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "pending": 1,
                     *       "version": 3,
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getSalesOverview: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures of today. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-03-31",
                     *       "currency": "EUR",
                     *       "revenue": [
                     *         {
                     *           "month": "2026-03-31",
                     *           "amount": "1265793.29"
                     *         }
                     *       ],
                     *       "receivables": {
                     *         "open": "1265793.29",
                     *         "overdue": "1265793.29",
                     *         "invoices": 1,
                     *         "overdueInvoices": 1
                     *       },
                     *       "toDeliver": {
                     *         "orders": 1,
                     *         "late": 1
                     *       },
                     *       "drafts": 1
                     *     }
                     */
                    "application/json": components["schemas"]["SalesOverview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
        };
    };
    getCatalogueAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "10"
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogueAddress"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
        };
    };
    setCatalogueAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "10"
                 *     }
                 */
                "application/json": components["schemas"]["CatalogueAddress"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "10"
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogueAddress"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listCategories: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                parentId?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "names": {
                     *             "de": "Chai",
                     *             "fr": "Chai"
                     *           },
                     *           "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "externalId": "crm-4711",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Category"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createCategory: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "TEA",
                 *       "name": "Tea",
                 *       "names": {
                 *         "de": "Tee"
                 *       },
                 *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /** @default {} */
                    names?: {
                        [key: string]: string;
                    };
                    /**
                     * Format: uuid
                     * @default null
                     */
                    parentId?: string | null;
                    /** @default 0 */
                    position?: number;
                    /** @default null */
                    externalId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "position": 1,
                     *       "externalId": "crm-4711",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getCategoryTree: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "names": {
                     *             "de": "Chai",
                     *             "fr": "Chai"
                     *           },
                     *           "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "externalId": "crm-4711",
                     *           "version": 3,
                     *           "depth": 1,
                     *           "path": [
                     *             "BEVERAGES/TEA"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CategoryTree"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
        };
    };
    getCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "position": 1,
                     *       "externalId": "crm-4711",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Category"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    deleteCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Tea and infusions"
                 *     }
                 */
                "application/json": {
                    code?: string;
                    name?: string;
                    names?: {
                        [key: string]: string;
                    };
                    position?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "position": 1,
                     *       "externalId": "crm-4711",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    moveCategory: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "position": 1
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    parentId: string | null;
                    position?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "parentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "position": 1,
                     *       "externalId": "crm-4711",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                active?: string;
                currency?: string;
                country?: string;
                priceListId?: string;
                salespersonId?: string;
                sort?: "name" | "-name" | "code" | "-code" | "-created";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "active": true,
                     *           "isSupplier": false,
                     *           "taxNumber": "DE136695976",
                     *           "taxExempt": false,
                     *           "email": "anna.becker@northwind.example",
                     *           "country": "DE",
                     *           "currency": "EUR",
                     *           "paymentTermsDays": 30,
                     *           "creditLimit": "10000.00",
                     *           "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "externalId": "crm-4711",
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["CustomerRow"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "C-1001",
                 *       "name": "Northwind Traders",
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "taxNumber": "DE136695976",
                 *       "paymentTermsDays": 30,
                 *       "creditLimit": "10000.00",
                 *       "addresses": [
                 *         {
                 *           "kind": "billing",
                 *           "isDefault": true,
                 *           "street": "Mönckebergstraße 7",
                 *           "city": "Hamburg",
                 *           "postalCode": "20095",
                 *           "country": "DE"
                 *         }
                 *       ],
                 *       "contacts": [
                 *         {
                 *           "name": "Anna Becker",
                 *           "role": "Purchasing",
                 *           "email": "anna.becker@northwind.example"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Given by the system when absent. */
                    code?: string;
                    name: string;
                    /** @default null */
                    taxNumber?: string | null;
                    /** @default false */
                    taxExempt?: boolean;
                    /**
                     * Format: email
                     * @default null
                     */
                    email?: string | null;
                    /** @default null */
                    country?: string | null;
                    currency?: string;
                    /** @default 30 */
                    paymentTermsDays?: number;
                    /** @default null */
                    externalId?: string | null;
                    /** @default false */
                    isSupplier?: boolean;
                    /**
                     * @description In the customer's currency; null is no limit.
                     * @default null
                     */
                    creditLimit?: string | null;
                    /**
                     * Format: uuid
                     * @default null
                     */
                    priceListId?: string | null;
                    /**
                     * Format: uuid
                     * @default null
                     */
                    salespersonId?: string | null;
                    /** @default null */
                    notes?: string | null;
                    /** @default [] */
                    addresses?: {
                        /**
                         * Format: uuid
                         * @description Of an address the customer has already; absent for a new one.
                         */
                        id?: string;
                        /** @enum {string} */
                        kind: "billing" | "shipping";
                        /** @default false */
                        isDefault?: boolean;
                        /** @default null */
                        name?: string | null;
                        street: string;
                        city: string;
                        /** @default null */
                        region?: string | null;
                        /** @default null */
                        postalCode?: string | null;
                        country: string;
                    }[];
                    /** @default [] */
                    contacts?: {
                        /** Format: uuid */
                        id?: string;
                        name: string;
                        /** @default null */
                        role?: string | null;
                        /**
                         * Format: email
                         * @default null
                         */
                        email?: string | null;
                        /** @default null */
                        phone?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "active": true,
                     *       "isSupplier": false,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "creditLimit": "10000.00",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "HH",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Purchasing",
                     *           "email": "anna.becker@northwind.example",
                     *           "phone": "+49 40 5550 1234"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createCustomers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "each",
                 *       "customers": [
                 *         {
                 *           "code": "C-1001",
                 *           "name": "Northwind Traders",
                 *           "email": "anna.becker@northwind.example",
                 *           "country": "DE",
                 *           "currency": "EUR",
                 *           "taxNumber": "DE136695976",
                 *           "paymentTermsDays": 30,
                 *           "creditLimit": "10000.00",
                 *           "addresses": [
                 *             {
                 *               "kind": "billing",
                 *               "isDefault": true,
                 *               "street": "Mönckebergstraße 7",
                 *               "city": "Hamburg",
                 *               "postalCode": "20095",
                 *               "country": "DE"
                 *             }
                 *           ],
                 *           "contacts": [
                 *             {
                 *               "name": "Anna Becker",
                 *               "role": "Purchasing",
                 *               "email": "anna.becker@northwind.example"
                 *             }
                 *           ]
                 *         },
                 *         {
                 *           "name": "Alfreds Futterkiste",
                 *           "country": "DE",
                 *           "currency": "EUR"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @default all
                     * @enum {string}
                     */
                    mode?: "all" | "each";
                    customers: ({
                        /** @description Given by the system when absent. */
                        code?: string;
                        name: string;
                        /** @default null */
                        taxNumber?: string | null;
                        /** @default false */
                        taxExempt?: boolean;
                        /**
                         * Format: email
                         * @default null
                         */
                        email?: string | null;
                        /** @default null */
                        country?: string | null;
                        currency?: string;
                        /** @default 30 */
                        paymentTermsDays?: number;
                        /** @default null */
                        externalId?: string | null;
                        /** @default false */
                        isSupplier?: boolean;
                        /**
                         * @description In the customer's currency; null is no limit.
                         * @default null
                         */
                        creditLimit?: string | null;
                        /**
                         * Format: uuid
                         * @default null
                         */
                        priceListId?: string | null;
                        /**
                         * Format: uuid
                         * @default null
                         */
                        salespersonId?: string | null;
                        /** @default null */
                        notes?: string | null;
                        /** @default [] */
                        addresses?: {
                            /**
                             * Format: uuid
                             * @description Of an address the customer has already; absent for a new one.
                             */
                            id?: string;
                            /** @enum {string} */
                            kind: "billing" | "shipping";
                            /** @default false */
                            isDefault?: boolean;
                            /** @default null */
                            name?: string | null;
                            street: string;
                            city: string;
                            /** @default null */
                            region?: string | null;
                            /** @default null */
                            postalCode?: string | null;
                            country: string;
                        }[];
                        /** @default [] */
                        contacts?: {
                            /** Format: uuid */
                            id?: string;
                            name: string;
                            /** @default null */
                            role?: string | null;
                            /**
                             * Format: email
                             * @default null
                             */
                            email?: string | null;
                            /** @default null */
                            phone?: string | null;
                        }[];
                    } | {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1,
                     *       "refused": 1,
                     *       "results": [
                     *         {
                     *           "index": 1,
                     *           "status": "created",
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "problem": {
                     *             "code": "1200",
                     *             "detail": "Another customer has this number.",
                     *             "errors": [
                     *               {
                     *                 "pointer": "/name",
                     *                 "detail": "Another customer has this number."
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "active": true,
                     *       "isSupplier": false,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "creditLimit": "10000.00",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "HH",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Purchasing",
                     *           "email": "anna.becker@northwind.example",
                     *           "phone": "+49 40 5550 1234"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "creditLimit": "15000.00",
                 *       "paymentTermsDays": 14
                 *     }
                 */
                "application/json": {
                    code?: string;
                    name?: string;
                    taxNumber?: string | null;
                    taxExempt?: boolean;
                    /** Format: email */
                    email?: string | null;
                    country?: string | null;
                    currency?: string;
                    paymentTermsDays?: number;
                    isSupplier?: boolean;
                    creditLimit?: string | null;
                    /** Format: uuid */
                    priceListId?: string | null;
                    /** Format: uuid */
                    salespersonId?: string | null;
                    notes?: string | null;
                    addresses?: {
                        /**
                         * Format: uuid
                         * @description Of an address the customer has already; absent for a new one.
                         */
                        id?: string;
                        /** @enum {string} */
                        kind: "billing" | "shipping";
                        /** @default false */
                        isDefault?: boolean;
                        /** @default null */
                        name?: string | null;
                        street: string;
                        city: string;
                        /** @default null */
                        region?: string | null;
                        /** @default null */
                        postalCode?: string | null;
                        country: string;
                    }[];
                    contacts?: {
                        /** Format: uuid */
                        id?: string;
                        name: string;
                        /** @default null */
                        role?: string | null;
                        /**
                         * Format: email
                         * @default null
                         */
                        email?: string | null;
                        /** @default null */
                        phone?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "active": true,
                     *       "isSupplier": false,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "creditLimit": "10000.00",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "HH",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Purchasing",
                     *           "email": "anna.becker@northwind.example",
                     *           "phone": "+49 40 5550 1234"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    deactivateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "active": true,
                     *       "isSupplier": false,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "creditLimit": "10000.00",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "HH",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Purchasing",
                     *           "email": "anna.becker@northwind.example",
                     *           "phone": "+49 40 5550 1234"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    reactivateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "active": true,
                     *       "isSupplier": false,
                     *       "taxNumber": "DE136695976",
                     *       "taxExempt": false,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 30,
                     *       "creditLimit": "10000.00",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "notes": "Ring twice.",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "HH",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Purchasing",
                     *           "email": "anna.becker@northwind.example",
                     *           "phone": "+49 40 5550 1234"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                orderId?: string;
                deliveredFrom?: string;
                deliveredTo?: string;
                sort?: "-created" | "deliveredOn" | "-deliveredOn" | "number" | "-number";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "order": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "number": "10042"
                     *           },
                     *           "customer": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "deliveredOn": "2026-03-31",
                     *           "tracking": "JD014600003828",
                     *           "reason": "Damaged in transit"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["DeliverySummary"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                status?: "draft" | "confirmed" | "part_delivered" | "delivered" | "invoiced" | "closed" | "cancelled";
                customerId?: string;
                orderedFrom?: string;
                orderedTo?: string;
                sort?: "-created" | "orderedOn" | "-orderedOn" | "number" | "-number" | "total" | "-total";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "status": "draft",
                     *           "deliveryState": "none",
                     *           "invoiceState": "none",
                     *           "customer": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "orderedOn": "2026-03-31",
                     *           "requestedOn": "2026-03-31",
                     *           "currency": "EUR",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20",
                     *           "customerReference": "PO-2026-0117",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["OrderSummary"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "customerReference": "PO-2026-0117",
                 *       "lines": [
                 *         {
                 *           "kind": "product",
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "quantity": "10"
                 *         },
                 *         {
                 *           "kind": "freight",
                 *           "description": "Parcel to Hamburg",
                 *           "quantity": "1",
                 *           "unitPrice": "12.50"
                 *         }
                 *       ],
                 *       "confirm": true,
                 *       "invoice": true
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    customerId: string;
                    currency?: string;
                    /** Format: uuid */
                    warehouseId?: string;
                    /** Format: date */
                    orderedOn?: string;
                    /** Format: date */
                    requestedOn?: string;
                    customerReference?: string;
                    notes?: string;
                    shippingAddress?: {
                        name?: string;
                        street: string;
                        city: string;
                        region?: string;
                        postalCode?: string;
                        country: string;
                    };
                    lines: {
                        /**
                         * @default product
                         * @enum {string}
                         */
                        kind?: "product" | "freight" | "service";
                        /** Format: uuid */
                        productId?: string;
                        description?: string;
                        quantity: string;
                        unitPrice?: string;
                        discountPercent?: string;
                        taxClass?: string;
                    }[];
                    /** @default false */
                    confirm?: boolean;
                    /** @default false */
                    invoice?: boolean;
                };
            };
        };
        responses: {
            /** @description The order, and its invoice when one was asked for. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "invoice": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "kind": "invoice",
                     *         "state": "draft",
                     *         "number": "10042",
                     *         "party": {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders"
                     *         },
                     *         "issuedOn": "2026-03-31",
                     *         "dueOn": "2026-03-31",
                     *         "currency": "EUR",
                     *         "net": "180.00",
                     *         "tax": "34.20",
                     *         "total": "214.20",
                     *         "open": "214.20",
                     *         "reference": "PO-2026-0117",
                     *         "version": 3,
                     *         "notes": "Ring twice.",
                     *         "source": {
                     *           "type": "order.confirmed",
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         },
                     *         "originalInvoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "lines": [
                     *           {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "position": 1,
                     *             "description": "Chai, 10 boxes of 20 bags",
                     *             "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "quantity": "10",
                     *             "unitPrice": "18.00",
                     *             "discountPercent": "0",
                     *             "net": "180.00",
                     *             "tax": "34.20",
                     *             "total": "214.20",
                     *             "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "taxes": [
                     *               {
                     *                 "code": "1200",
                     *                 "rate": "0.19",
                     *                 "base": "180.00",
                     *                 "tax": "34.20",
                     *                 "treatment": "standard",
                     *                 "category": "S",
                     *                 "exemptionCode": "Northwind"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "code": "1200",
                     *             "rate": "0.19",
                     *             "base": "180.00",
                     *             "tax": "34.20",
                     *             "treatment": "standard",
                     *             "category": "S",
                     *             "exemptionCode": "Northwind"
                     *           }
                     *         ],
                     *         "allocations": [
                     *           {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "kind": "payment",
                     *             "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "number": "10042",
                     *             "amount": "214.20",
                     *             "allocatedOn": "2026-03-31",
                     *             "undoneOn": "2026-03-31"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PlacedOrder"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    placeOrders: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "all",
                 *       "orders": [
                 *         {
                 *           "customerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "currency": "EUR",
                 *           "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "orderedOn": "2026-03-31",
                 *           "requestedOn": "2026-03-31",
                 *           "customerReference": "PO-2026-0117",
                 *           "notes": "Ring twice.",
                 *           "shippingAddress": {
                 *             "name": "Northwind Traders",
                 *             "street": "Mönckebergstraße 7",
                 *             "city": "Hamburg",
                 *             "region": "HH",
                 *             "postalCode": "20095",
                 *             "country": "DE"
                 *           },
                 *           "lines": [
                 *             {
                 *               "kind": "product",
                 *               "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *               "description": "Chai, 10 boxes of 20 bags",
                 *               "quantity": "10",
                 *               "unitPrice": "18.00",
                 *               "discountPercent": "0",
                 *               "taxClass": "standard"
                 *             }
                 *           ],
                 *           "confirm": true,
                 *           "invoice": true
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @default all
                     * @enum {string}
                     */
                    mode?: "all" | "each";
                    orders: ({
                        /** Format: uuid */
                        customerId: string;
                        currency?: string;
                        /** Format: uuid */
                        warehouseId?: string;
                        /** Format: date */
                        orderedOn?: string;
                        /** Format: date */
                        requestedOn?: string;
                        customerReference?: string;
                        notes?: string;
                        shippingAddress?: {
                            name?: string;
                            street: string;
                            city: string;
                            region?: string;
                            postalCode?: string;
                            country: string;
                        };
                        lines: {
                            /**
                             * @default product
                             * @enum {string}
                             */
                            kind?: "product" | "freight" | "service";
                            /** Format: uuid */
                            productId?: string;
                            description?: string;
                            quantity: string;
                            unitPrice?: string;
                            discountPercent?: string;
                            taxClass?: string;
                        }[];
                        /** @default false */
                        confirm?: boolean;
                        /** @default false */
                        invoice?: boolean;
                    } | {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
        responses: {
            /** @description What became of each order. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1,
                     *       "refused": 1,
                     *       "results": [
                     *         {
                     *           "index": 1,
                     *           "status": "created",
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "problem": {
                     *             "code": "1200",
                     *             "detail": "Another customer has this number.",
                     *             "errors": [
                     *               {
                     *                 "pointer": "/name",
                     *                 "detail": "Another customer has this number."
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    amendOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requestedOn": "2026-04-15",
                 *       "notes": "Ring twice."
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    requestedOn?: string | null;
                    customerReference?: string | null;
                    notes?: string | null;
                    shippingAddress?: {
                        name?: string;
                        street: string;
                        city: string;
                        region?: string;
                        postalCode?: string;
                        country: string;
                    } | null;
                    lines?: {
                        /**
                         * @default product
                         * @enum {string}
                         */
                        kind?: "product" | "freight" | "service";
                        /** Format: uuid */
                        productId?: string;
                        description?: string;
                        quantity: string;
                        unitPrice?: string;
                        discountPercent?: string;
                        taxClass?: string;
                        /** Format: uuid */
                        id?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The amended order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cancelled order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    closeOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The closed order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    confirmOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The confirmed order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    deliverOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "deliveredOn": "2026-04-02",
                 *       "tracking": "JD014600003828",
                 *       "lines": [
                 *         {
                 *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "quantity": "10"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    deliveredOn?: string;
                    tracking?: string;
                    lines?: {
                        /** Format: uuid */
                        lineId: string;
                        quantity: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The order with the new delivery. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    invoiceOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "only": "delivered"
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    issuedOn?: string;
                    /**
                     * @default all
                     * @enum {string}
                     */
                    only?: "all" | "delivered";
                    lines?: {
                        /** Format: uuid */
                        lineId: string;
                        quantity: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The order and the issued invoice. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "invoice": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "kind": "invoice",
                     *         "state": "draft",
                     *         "number": "10042",
                     *         "party": {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders"
                     *         },
                     *         "issuedOn": "2026-03-31",
                     *         "dueOn": "2026-03-31",
                     *         "currency": "EUR",
                     *         "net": "180.00",
                     *         "tax": "34.20",
                     *         "total": "214.20",
                     *         "open": "214.20",
                     *         "reference": "PO-2026-0117",
                     *         "version": 3,
                     *         "notes": "Ring twice.",
                     *         "source": {
                     *           "type": "order.confirmed",
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708"
                     *         },
                     *         "originalInvoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "entryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "lines": [
                     *           {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "position": 1,
                     *             "description": "Chai, 10 boxes of 20 bags",
                     *             "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "quantity": "10",
                     *             "unitPrice": "18.00",
                     *             "discountPercent": "0",
                     *             "net": "180.00",
                     *             "tax": "34.20",
                     *             "total": "214.20",
                     *             "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "taxes": [
                     *               {
                     *                 "code": "1200",
                     *                 "rate": "0.19",
                     *                 "base": "180.00",
                     *                 "tax": "34.20",
                     *                 "treatment": "standard",
                     *                 "category": "S",
                     *                 "exemptionCode": "Northwind"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "code": "1200",
                     *             "rate": "0.19",
                     *             "base": "180.00",
                     *             "tax": "34.20",
                     *             "treatment": "standard",
                     *             "category": "S",
                     *             "exemptionCode": "Northwind"
                     *           }
                     *         ],
                     *         "allocations": [
                     *           {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "kind": "payment",
                     *             "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "number": "10042",
                     *             "amount": "214.20",
                     *             "allocatedOn": "2026-03-31",
                     *             "undoneOn": "2026-03-31"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["InvoicedOrder"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    returnGoods: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Damaged in transit",
                 *       "credit": true,
                 *       "lines": [
                 *         {
                 *           "lineId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "quantity": "1"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    returnedOn?: string;
                    reason: string;
                    /** @default true */
                    restock?: boolean;
                    /** @default false */
                    credit?: boolean;
                    lines: {
                        /** Format: uuid */
                        lineId: string;
                        quantity: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The order with the return. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "number": "10042",
                     *       "status": "draft",
                     *       "deliveryState": "none",
                     *       "invoiceState": "none",
                     *       "customer": {
                     *         "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *         "name": "Northwind Traders"
                     *       },
                     *       "orderedOn": "2026-03-31",
                     *       "requestedOn": "2026-03-31",
                     *       "currency": "EUR",
                     *       "net": "180.00",
                     *       "tax": "34.20",
                     *       "total": "214.20",
                     *       "customerReference": "PO-2026-0117",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Ring twice.",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "HH",
                     *         "postalCode": "20095",
                     *         "country": "DE"
                     *       },
                     *       "lines": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "kind": "product",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "description": "Chai, 10 boxes of 20 bags",
                     *           "quantity": "10",
                     *           "delivered": "10",
                     *           "returned": "0",
                     *           "invoiced": "10",
                     *           "unitPrice": "18.00",
                     *           "discountPercent": "0",
                     *           "net": "180.00",
                     *           "tax": "34.20",
                     *           "total": "214.20"
                     *         }
                     *       ],
                     *       "deliveries": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "delivery",
                     *           "deliveredOn": "2026-03-31"
                     *         }
                     *       ],
                     *       "invoices": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "kind": "invoice",
                     *           "state": "issued",
                     *           "total": "214.20"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPriceLists: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                currency?: string;
                active?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "currency": "EUR",
                     *           "pricesIncludeTax": true,
                     *           "isDefault": true,
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["PriceList"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createPriceList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "RETAIL-EUR",
                 *       "name": "Retail",
                 *       "currency": "EUR",
                 *       "pricesIncludeTax": false
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    currency: string;
                    /** @default false */
                    pricesIncludeTax?: boolean;
                    /**
                     * @description Holds for customers without a list of their own, in this currency.
                     * @default false
                     */
                    isDefault?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "pricesIncludeTax": true,
                     *       "isDefault": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getPriceList: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "pricesIncludeTax": true,
                     *       "isDefault": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updatePriceList: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "isDefault": true,
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    code?: string;
                    name?: string;
                    /** @enum {boolean} */
                    isDefault?: true;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "currency": "EUR",
                     *       "pricesIncludeTax": true,
                     *       "isDefault": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listPrices: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                priceListId?: string;
                productId?: string;
                /** @description Only prices that hold on this day. */
                on?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "sku": "CHAI-10",
                     *           "productName": "Chai",
                     *           "currency": "EUR",
                     *           "minQuantity": "10",
                     *           "unitPrice": "18.00",
                     *           "validFrom": "2026-03-31",
                     *           "validTo": null,
                     *           "externalId": "crm-4711"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Price"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    setPrice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *       "unitPrice": "18.00",
                 *       "validFrom": "2026-04-01"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    priceListId: string;
                    /** Format: uuid */
                    productId: string;
                    /**
                     * @description The price holds for this quantity and more.
                     * @default 0
                     */
                    minQuantity?: string;
                    unitPrice: string;
                    /**
                     * Format: date
                     * @description The first day; today when absent, since ever when null.
                     */
                    validFrom?: string | null;
                    /**
                     * Format: date
                     * @description The last day; when null, until the next price known.
                     * @default null
                     */
                    validTo?: string | null;
                    /** @default null */
                    externalId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "productName": "Chai",
                     *       "currency": "EUR",
                     *       "minQuantity": "10",
                     *       "unitPrice": "18.00",
                     *       "validFrom": "2026-03-31",
                     *       "validTo": null,
                     *       "externalId": "crm-4711"
                     *     }
                     */
                    "application/json": components["schemas"]["Price"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    setPrices: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "all",
                 *       "prices": [
                 *         {
                 *           "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "unitPrice": "18.00",
                 *           "validFrom": "2026-04-01"
                 *         },
                 *         {
                 *           "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "unitPrice": "16.50",
                 *           "validFrom": "2026-04-01",
                 *           "minQuantity": "100"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @default all
                     * @enum {string}
                     */
                    mode?: "all" | "each";
                    prices: ({
                        /** Format: uuid */
                        priceListId: string;
                        /** Format: uuid */
                        productId: string;
                        /**
                         * @description The price holds for this quantity and more.
                         * @default 0
                         */
                        minQuantity?: string;
                        unitPrice: string;
                        /**
                         * Format: date
                         * @description The first day; today when absent, since ever when null.
                         */
                        validFrom?: string | null;
                        /**
                         * Format: date
                         * @description The last day; when null, until the next price known.
                         * @default null
                         */
                        validTo?: string | null;
                        /** @default null */
                        externalId?: string | null;
                    } | {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1,
                     *       "refused": 1,
                     *       "results": [
                     *         {
                     *           "index": 1,
                     *           "status": "created",
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "problem": {
                     *             "code": "1200",
                     *             "detail": "Another customer has this number.",
                     *             "errors": [
                     *               {
                     *                 "pointer": "/name",
                     *                 "detail": "Another customer has this number."
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    resolvePrices: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customerId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "currency": "EUR",
                 *       "on": "2026-03-31",
                 *       "lines": [
                 *         {
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "quantity": "10"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @default null
                     */
                    customerId?: string | null;
                    /** @description The customer's, or the company's, when absent. */
                    currency?: string;
                    /**
                     * Format: date
                     * @description Today when absent.
                     */
                    on?: string;
                    lines: {
                        /** Format: uuid */
                        productId: string;
                        /** @default 1 */
                        quantity?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "currency": "EUR",
                     *       "on": "2026-03-31",
                     *       "lines": [
                     *         {
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "unitPrice": "18.00",
                     *           "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "pricesIncludeTax": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ResolvedPrices"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removePrice: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "productName": "Chai",
                     *       "currency": "EUR",
                     *       "minQuantity": "10",
                     *       "unitPrice": "18.00",
                     *       "validFrom": "2026-03-31",
                     *       "validTo": null,
                     *       "externalId": "crm-4711"
                     *     }
                     */
                    "application/json": components["schemas"]["Price"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                state?: "draft" | "published" | "archived";
                /** @description In this category or one below it. */
                categoryId?: string;
                stocked?: string;
                sort?: "sku" | "-sku" | "name" | "-name" | "-created";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "sku": "CHAI-10",
                     *           "name": "Northwind Traders",
                     *           "names": {
                     *             "de": "Chai",
                     *             "fr": "Chai"
                     *           },
                     *           "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "unit": "piece",
                     *           "taxClass": "standard",
                     *           "state": "draft",
                     *           "stocked": true,
                     *           "allowNegative": false,
                     *           "externalId": "crm-4711",
                     *           "createdAt": "2026-03-31T09:30:00Z",
                     *           "updatedAt": "2026-03-31T09:30:00Z",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ProductRow"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sku": "CHAI-10",
                 *       "name": "Chai, 10 boxes of 20 bags",
                 *       "names": {
                 *         "de": "Chai, 10 Schachteln zu 20 Beuteln"
                 *       },
                 *       "unit": "box",
                 *       "taxClass": "standard",
                 *       "attributes": {
                 *         "origin": "Assam",
                 *         "organic": true
                 *       }
                 *     }
                 */
                "application/json": {
                    sku: string;
                    name: string;
                    /** @default {} */
                    names?: {
                        [key: string]: string;
                    };
                    /** @default null */
                    description?: string | null;
                    /** @default {} */
                    descriptions?: {
                        [key: string]: string;
                    };
                    /**
                     * Format: uuid
                     * @default null
                     */
                    categoryId?: string | null;
                    /** @default piece */
                    unit?: string;
                    /** @default standard */
                    taxClass?: string;
                    /** @default {} */
                    attributes?: {
                        [key: string]: string | number | boolean | string[];
                    };
                    /**
                     * @description Whether stock is kept of it; services have none.
                     * @default true
                     */
                    stocked?: boolean;
                    /**
                     * @description Whether more may be sold than is there.
                     * @default false
                     */
                    allowNegative?: boolean;
                    /** @default null */
                    externalId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createProducts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "all",
                 *       "products": [
                 *         {
                 *           "sku": "CHAI-10",
                 *           "name": "Chai, 10 boxes of 20 bags",
                 *           "names": {
                 *             "de": "Chai, 10 Schachteln zu 20 Beuteln"
                 *           },
                 *           "unit": "box",
                 *           "taxClass": "standard",
                 *           "attributes": {
                 *             "origin": "Assam",
                 *             "organic": true
                 *           }
                 *         },
                 *         {
                 *           "sku": "CHANG-24",
                 *           "name": "Chang, 24 bottles",
                 *           "unit": "case",
                 *           "taxClass": "standard"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @default all
                     * @enum {string}
                     */
                    mode?: "all" | "each";
                    products: ({
                        sku: string;
                        name: string;
                        /** @default {} */
                        names?: {
                            [key: string]: string;
                        };
                        /** @default null */
                        description?: string | null;
                        /** @default {} */
                        descriptions?: {
                            [key: string]: string;
                        };
                        /**
                         * Format: uuid
                         * @default null
                         */
                        categoryId?: string | null;
                        /** @default piece */
                        unit?: string;
                        /** @default standard */
                        taxClass?: string;
                        /** @default {} */
                        attributes?: {
                            [key: string]: string | number | boolean | string[];
                        };
                        /**
                         * @description Whether stock is kept of it; services have none.
                         * @default true
                         */
                        stocked?: boolean;
                        /**
                         * @description Whether more may be sold than is there.
                         * @default false
                         */
                        allowNegative?: boolean;
                        /** @default null */
                        externalId?: string | null;
                    } | {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1,
                     *       "refused": 1,
                     *       "results": [
                     *         {
                     *           "index": 1,
                     *           "status": "created",
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "problem": {
                     *             "code": "1200",
                     *             "detail": "Another customer has this number.",
                     *             "errors": [
                     *               {
                     *                 "pointer": "/name",
                     *                 "detail": "Another customer has this number."
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Black tea with spices."
                 *     }
                 */
                "application/json": {
                    sku?: string;
                    name?: string;
                    names?: {
                        [key: string]: string;
                    };
                    description?: string | null;
                    descriptions?: {
                        [key: string]: string;
                    };
                    /** Format: uuid */
                    categoryId?: string | null;
                    unit?: string;
                    taxClass?: string;
                    attributes?: {
                        [key: string]: string | number | boolean | string[];
                    };
                    stocked?: boolean;
                    allowNegative?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    archiveProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    addProductImage: {
        parameters: {
            query?: {
                alt?: string;
            };
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "image/avif": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getProductImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                imageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    removeProductImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
                imageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    publishProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "sku": "CHAI-10",
                     *       "name": "Northwind Traders",
                     *       "names": {
                     *         "de": "Chai",
                     *         "fr": "Chai"
                     *       },
                     *       "categoryId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "unit": "piece",
                     *       "taxClass": "standard",
                     *       "state": "draft",
                     *       "stocked": true,
                     *       "allowNegative": false,
                     *       "externalId": "crm-4711",
                     *       "createdAt": "2026-03-31T09:30:00Z",
                     *       "updatedAt": "2026-03-31T09:30:00Z",
                     *       "version": 3,
                     *       "description": "Chai, 10 boxes of 20 bags",
                     *       "descriptions": {
                     *         "de": "Schwarzer Tee mit Gewürzen."
                     *       },
                     *       "attributes": {
                     *         "origin": "Assam"
                     *       },
                     *       "images": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "position": 1,
                     *           "mediaType": "image/jpeg",
                     *           "alt": "A packet of chai",
                     *           "url": "https://shop.example/hooks/enterprise"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listReturns: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                orderId?: string;
                deliveredFrom?: string;
                deliveredTo?: string;
                sort?: "-created" | "deliveredOn" | "-deliveredOn" | "number" | "-number";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of returns. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "number": "10042",
                     *           "order": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "number": "10042"
                     *           },
                     *           "customer": {
                     *             "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "name": "Northwind Traders"
                     *           },
                     *           "deliveredOn": "2026-03-31",
                     *           "tracking": "JD014600003828",
                     *           "reason": "Damaged in transit"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["DeliverySummary"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listStock: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                q?: string;
                warehouseId?: string;
                productId?: string;
                /** @description Only what can still be promised, or only what cannot. */
                available?: "some" | "none";
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "sku": "CHAI-10",
                     *           "productName": "Chai",
                     *           "unit": "piece",
                     *           "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "warehouseCode": "MAIN",
                     *           "onHand": "120",
                     *           "reserved": "10",
                     *           "available": "110",
                     *           "allowNegative": false
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["StockLevel"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    adjustStock: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "reason": "Broken in the aisle",
                 *       "lines": [
                 *         {
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "quantity": "-2"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The default warehouse when absent.
                     */
                    warehouseId?: string;
                    /**
                     * Format: date
                     * @description Today when absent.
                     */
                    movedOn?: string;
                    reason: string;
                    lines: {
                        /** Format: uuid */
                        productId: string;
                        externalId?: string;
                        quantity: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "receipt",
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "movedOn": "2026-03-31",
                     *       "reason": "Damaged in transit",
                     *       "lines": [
                     *         {
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "onHand": "120"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StockChange"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    countStock: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "lines": [
                 *         {
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "counted": "118"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The default warehouse when absent.
                     */
                    warehouseId?: string;
                    /**
                     * Format: date
                     * @description Today when absent.
                     */
                    movedOn?: string;
                    reason?: string;
                    lines: {
                        /** Format: uuid */
                        productId: string;
                        externalId?: string;
                        counted: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "receipt",
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "movedOn": "2026-03-31",
                     *       "reason": "Damaged in transit",
                     *       "lines": [
                     *         {
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "onHand": "120"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StockChange"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listStockMoves: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                warehouseId?: string;
                productId?: string;
                kind?: "receipt" | "issue" | "return" | "count" | "adjustment";
                from?: string;
                to?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "sku": "CHAI-10",
                     *           "productName": "Chai",
                     *           "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "warehouseCode": "MAIN",
                     *           "kind": "receipt",
                     *           "quantity": "10",
                     *           "movedOn": "2026-03-31",
                     *           "sourceType": "invoice",
                     *           "sourceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "reason": "Damaged in transit",
                     *           "createdAt": "2026-03-31T09:30:00Z"
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["StockMove"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    receiveStock: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "lines": [
                 *         {
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709",
                 *           "quantity": "120"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The default warehouse when absent.
                     */
                    warehouseId?: string;
                    /**
                     * Format: date
                     * @description Today when absent.
                     */
                    movedOn?: string;
                    reason?: string;
                    lines: {
                        /** Format: uuid */
                        productId: string;
                        externalId?: string;
                        quantity: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "kind": "receipt",
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "movedOn": "2026-03-31",
                     *       "reason": "Damaged in transit",
                     *       "lines": [
                     *         {
                     *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "quantity": "10",
                     *           "onHand": "120"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StockChange"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    listWarehouses: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                active?: string;
            };
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "code": "1200",
                     *           "name": "Northwind Traders",
                     *           "isDefault": true,
                     *           "active": true,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next": "WyIxMDA0MiJd"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Warehouse"][];
                        next?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    createWarehouse: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating this call safe: the effect happens once, the first answer comes again.
                 * @example 9f1c2b7e-order-1001
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "HAM",
                 *       "name": "Hamburg"
                 *     }
                 */
                "application/json": {
                    code: string;
                    name: string;
                    /** @default false */
                    isDefault?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "isDefault": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Warehouse"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    getWarehouse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "isDefault": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Warehouse"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
    updateWarehouse: {
        parameters: {
            query?: never;
            header?: {
                /** @description `dry-run` changes nothing and answers what would have been. */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The `ETag` you read; refused with 412 when it has changed since.
                 * @example "v3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Which company, for someone who belongs to several. */
                "Company-Id"?: components["parameters"]["CompanyId"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "isDefault": true,
                 *       "active": true
                 *     }
                 */
                "application/json": {
                    code?: string;
                    name?: string;
                    /** @enum {boolean} */
                    isDefault?: true;
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "code": "1200",
                     *       "name": "Northwind Traders",
                     *       "isDefault": true,
                     *       "active": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Warehouse"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["Missing"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["Throttled"];
        };
    };
}
