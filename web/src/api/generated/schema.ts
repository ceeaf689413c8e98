// Generated from docs/openapi.json by `npm run web-types`.
export interface paths {
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
        post?: never;
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        patch?: never;
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
                }[];
            }[];
            taxes: {
                code: string;
                rate: string;
                base: string;
                tax: string;
            }[];
            allocations: {
                /** Format: uuid */
                paymentId: string | null;
                /** Format: uuid */
                creditNoteId: string | null;
                /** Format: uuid */
                invoiceId: string;
                amount: string;
                /** Format: date */
                allocatedOn: string;
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
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind",
                     *           "open": "Northwind",
                     *           "reference": "Northwind",
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "open": "Northwind",
                     *       "reference": "Northwind",
                     *       "version": 3,
                     *       "notes": "Northwind",
                     *       "source": {
                     *         "type": "Northwind",
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
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind",
                     *           "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "taxes": [
                     *             {
                     *               "code": "1200",
                     *               "rate": "Northwind",
                     *               "base": "Northwind",
                     *               "tax": "Northwind"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "taxes": [
                     *         {
                     *           "code": "1200",
                     *           "rate": "Northwind",
                     *           "base": "Northwind",
                     *           "tax": "Northwind"
                     *         }
                     *       ],
                     *       "allocations": [
                     *         {
                     *           "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "amount": "Northwind",
                     *           "allocatedOn": "2026-03-31"
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
                     *           "isSupplier": true,
                     *           "active": true,
                     *           "taxNumber": "Northwind",
                     *           "taxExempt": true,
                     *           "email": "anna.becker@northwind.example",
                     *           "country": "DE",
                     *           "currency": "EUR",
                     *           "paymentTermsDays": 1,
                     *           "externalId": "Northwind",
                     *           "createdAt": "Northwind",
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
                 *       "taxNumber": "Northwind",
                 *       "taxExempt": true,
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "paymentTermsDays": 1,
                 *       "externalId": "Northwind",
                 *       "isSupplier": true
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
                     *       "isSupplier": true,
                     *       "active": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
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
                     *       "isSupplier": true,
                     *       "active": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
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
                 *       "taxNumber": "Northwind",
                 *       "taxExempt": true,
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "paymentTermsDays": 1,
                 *       "isSupplier": true,
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
                     *       "isSupplier": true,
                     *       "active": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
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
                     *           "isSupplier": true,
                     *           "taxNumber": "Northwind",
                     *           "taxExempt": true,
                     *           "email": "anna.becker@northwind.example",
                     *           "country": "DE",
                     *           "currency": "EUR",
                     *           "paymentTermsDays": 1,
                     *           "creditLimit": "Northwind",
                     *           "priceListId": "Northwind",
                     *           "salespersonId": "Northwind",
                     *           "externalId": "Northwind",
                     *           "createdAt": "Northwind",
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
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "taxNumber": "Northwind",
                 *       "taxExempt": true,
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "paymentTermsDays": 1,
                 *       "externalId": "Northwind",
                 *       "isSupplier": true,
                 *       "creditLimit": "1250.00",
                 *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "notes": "Northwind",
                 *       "addresses": [
                 *         {
                 *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "kind": "billing",
                 *           "isDefault": true,
                 *           "name": "Northwind Traders",
                 *           "street": "Mönckebergstraße 7",
                 *           "city": "Hamburg",
                 *           "region": "Northwind",
                 *           "postalCode": "20095",
                 *           "country": "DE"
                 *         }
                 *       ],
                 *       "contacts": [
                 *         {
                 *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "name": "Northwind Traders",
                 *           "role": "Northwind",
                 *           "email": "anna.becker@northwind.example",
                 *           "phone": "+49 40 5550 1234"
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
                     *       "isSupplier": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "creditLimit": "Northwind",
                     *       "priceListId": "Northwind",
                     *       "salespersonId": "Northwind",
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
                     *       "version": 3,
                     *       "notes": "Northwind",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "Northwind",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Northwind",
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
                 *       "mode": "all",
                 *       "customers": [
                 *         {
                 *           "code": "1200",
                 *           "name": "Northwind Traders",
                 *           "taxNumber": "Northwind",
                 *           "taxExempt": true,
                 *           "email": "anna.becker@northwind.example",
                 *           "country": "DE",
                 *           "currency": "EUR",
                 *           "paymentTermsDays": 1,
                 *           "externalId": "Northwind",
                 *           "isSupplier": true,
                 *           "creditLimit": "1250.00",
                 *           "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "notes": "Northwind",
                 *           "addresses": [
                 *             {
                 *               "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *               "kind": "billing",
                 *               "isDefault": true,
                 *               "name": "Northwind Traders",
                 *               "street": "Mönckebergstraße 7",
                 *               "city": "Hamburg",
                 *               "region": "Northwind",
                 *               "postalCode": "20095",
                 *               "country": "DE"
                 *             }
                 *           ],
                 *           "contacts": [
                 *             {
                 *               "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *               "name": "Northwind Traders",
                 *               "role": "Northwind",
                 *               "email": "anna.becker@northwind.example",
                 *               "phone": "+49 40 5550 1234"
                 *             }
                 *           ]
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
                     *           "id": "Northwind",
                     *           "code": "1200",
                     *           "problem": {
                     *             "code": "1200",
                     *             "detail": "Northwind",
                     *             "errors": [
                     *               {
                     *                 "pointer": "Northwind",
                     *                 "detail": "Northwind"
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
                     *       "isSupplier": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "creditLimit": "Northwind",
                     *       "priceListId": "Northwind",
                     *       "salespersonId": "Northwind",
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
                     *       "version": 3,
                     *       "notes": "Northwind",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "Northwind",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Northwind",
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
                 *       "code": "1200",
                 *       "name": "Northwind Traders",
                 *       "taxNumber": "Northwind",
                 *       "taxExempt": true,
                 *       "email": "anna.becker@northwind.example",
                 *       "country": "DE",
                 *       "currency": "EUR",
                 *       "paymentTermsDays": 1,
                 *       "isSupplier": true,
                 *       "creditLimit": "1250.00",
                 *       "priceListId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "salespersonId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "notes": "Northwind",
                 *       "addresses": [
                 *         {
                 *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "kind": "billing",
                 *           "isDefault": true,
                 *           "name": "Northwind Traders",
                 *           "street": "Mönckebergstraße 7",
                 *           "city": "Hamburg",
                 *           "region": "Northwind",
                 *           "postalCode": "20095",
                 *           "country": "DE"
                 *         }
                 *       ],
                 *       "contacts": [
                 *         {
                 *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "name": "Northwind Traders",
                 *           "role": "Northwind",
                 *           "email": "anna.becker@northwind.example",
                 *           "phone": "+49 40 5550 1234"
                 *         }
                 *       ]
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
                     *       "isSupplier": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "creditLimit": "Northwind",
                     *       "priceListId": "Northwind",
                     *       "salespersonId": "Northwind",
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
                     *       "version": 3,
                     *       "notes": "Northwind",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "Northwind",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Northwind",
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
                     *       "isSupplier": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "creditLimit": "Northwind",
                     *       "priceListId": "Northwind",
                     *       "salespersonId": "Northwind",
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
                     *       "version": 3,
                     *       "notes": "Northwind",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "Northwind",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Northwind",
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
                     *       "isSupplier": true,
                     *       "taxNumber": "Northwind",
                     *       "taxExempt": true,
                     *       "email": "anna.becker@northwind.example",
                     *       "country": "DE",
                     *       "currency": "EUR",
                     *       "paymentTermsDays": 1,
                     *       "creditLimit": "Northwind",
                     *       "priceListId": "Northwind",
                     *       "salespersonId": "Northwind",
                     *       "externalId": "Northwind",
                     *       "createdAt": "Northwind",
                     *       "version": 3,
                     *       "notes": "Northwind",
                     *       "addresses": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "kind": "billing",
                     *           "isDefault": true,
                     *           "name": "Northwind Traders",
                     *           "street": "Mönckebergstraße 7",
                     *           "city": "Hamburg",
                     *           "region": "Northwind",
                     *           "postalCode": "20095",
                     *           "country": "DE"
                     *         }
                     *       ],
                     *       "contacts": [
                     *         {
                     *           "id": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *           "name": "Northwind Traders",
                     *           "role": "Northwind",
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
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind",
                     *           "customerReference": "Northwind",
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
                 *       "currency": "EUR",
                 *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *       "orderedOn": "2026-03-31",
                 *       "requestedOn": "2026-03-31",
                 *       "customerReference": "Northwind",
                 *       "notes": "Northwind",
                 *       "shippingAddress": {
                 *         "name": "Northwind Traders",
                 *         "street": "Mönckebergstraße 7",
                 *         "city": "Hamburg",
                 *         "region": "Northwind",
                 *         "postalCode": "20095",
                 *         "country": "DE"
                 *       },
                 *       "lines": [
                 *         {
                 *           "kind": "product",
                 *           "productId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                 *           "description": "Chai, 10 boxes of 20 bags",
                 *           "quantity": "10",
                 *           "unitPrice": "1250.00",
                 *           "discountPercent": "12.5",
                 *           "taxClass": "Northwind"
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                     *         "net": "Northwind",
                     *         "tax": "Northwind",
                     *         "total": "Northwind",
                     *         "open": "Northwind",
                     *         "reference": "Northwind",
                     *         "version": 3,
                     *         "notes": "Northwind",
                     *         "source": {
                     *           "type": "Northwind",
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
                     *             "unitPrice": "Northwind",
                     *             "discountPercent": "Northwind",
                     *             "net": "Northwind",
                     *             "tax": "Northwind",
                     *             "total": "Northwind",
                     *             "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "taxes": [
                     *               {
                     *                 "code": "1200",
                     *                 "rate": "Northwind",
                     *                 "base": "Northwind",
                     *                 "tax": "Northwind"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "code": "1200",
                     *             "rate": "Northwind",
                     *             "base": "Northwind",
                     *             "tax": "Northwind"
                     *           }
                     *         ],
                     *         "allocations": [
                     *           {
                     *             "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "amount": "Northwind",
                     *             "allocatedOn": "2026-03-31"
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                 *       "deliveredOn": "2026-03-31",
                 *       "tracking": "Northwind",
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                 *       "issuedOn": "2026-03-31",
                 *       "only": "all",
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
                     *       "net": "Northwind",
                     *       "tax": "Northwind",
                     *       "total": "Northwind",
                     *       "customerReference": "Northwind",
                     *       "version": 3,
                     *       "warehouseId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *       "notes": "Northwind",
                     *       "shippingAddress": {
                     *         "name": "Northwind Traders",
                     *         "street": "Mönckebergstraße 7",
                     *         "city": "Hamburg",
                     *         "region": "Northwind",
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
                     *           "delivered": "Northwind",
                     *           "returned": "Northwind",
                     *           "invoiced": "Northwind",
                     *           "unitPrice": "Northwind",
                     *           "discountPercent": "Northwind",
                     *           "net": "Northwind",
                     *           "tax": "Northwind",
                     *           "total": "Northwind"
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
                     *           "kind": "Northwind",
                     *           "state": "Northwind",
                     *           "total": "Northwind"
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
                     *         "net": "Northwind",
                     *         "tax": "Northwind",
                     *         "total": "Northwind",
                     *         "open": "Northwind",
                     *         "reference": "Northwind",
                     *         "version": 3,
                     *         "notes": "Northwind",
                     *         "source": {
                     *           "type": "Northwind",
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
                     *             "unitPrice": "Northwind",
                     *             "discountPercent": "Northwind",
                     *             "net": "Northwind",
                     *             "tax": "Northwind",
                     *             "total": "Northwind",
                     *             "accountId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "taxes": [
                     *               {
                     *                 "code": "1200",
                     *                 "rate": "Northwind",
                     *                 "base": "Northwind",
                     *                 "tax": "Northwind"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "code": "1200",
                     *             "rate": "Northwind",
                     *             "base": "Northwind",
                     *             "tax": "Northwind"
                     *           }
                     *         ],
                     *         "allocations": [
                     *           {
                     *             "paymentId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "creditNoteId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "invoiceId": "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                     *             "amount": "Northwind",
                     *             "allocatedOn": "2026-03-31"
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
}
