// provisional
import type { paths as landed } from "./generated/schema.ts";
type R<B, S extends 200 | 201 = 200> = { [K in S]: { headers: { [n: string]: unknown }; content: { "application/json": B } } } & { 404: { headers: object; content: { "application/problem+json": { title: string } } } };
type Get<B, Q = object> = { parameters: { query?: Q; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: R<B> };
type GetId<B, Q = object> = { parameters: { query?: Q; header?: never; path: { id: string }; cookie?: never }; requestBody?: never; responses: R<B> };
type Post<I, B> = { parameters: { query?: never; header?: object; path?: never; cookie?: never }; requestBody: { content: { "application/json": I } }; responses: R<B, 201> };
type PatchId<I, B> = { parameters: { query?: never; header?: object; path: { id: string }; cookie?: never }; requestBody: { content: { "application/json": I } }; responses: R<B> };
type PostId<I, B> = PatchId<I, B>;
type Page<T> = { items: T[]; next?: string };
type PQ = { limit?: number; after?: string; q?: string; };
interface ProductRow { id: string; sku: string; name: string; categoryId: string | null; unit: string; taxClass: string; state: "draft" | "published" | "archived"; stocked: boolean; allowNegative: boolean; version: number; }
interface Product extends ProductRow { description: string | null; names: Record<string, string>; descriptions: Record<string, string>; attributes: Record<string, string | number | boolean | string[]>; images: { id: string; url: string; alt: string }[] }
interface ProductInput { sku: string; name: string; description?: string | null; categoryId?: string | null; unit?: string; taxClass?: string; stocked?: boolean; allowNegative?: boolean }
interface Account { id: string; code: string; name: string; type: string }
interface pending {
  "/sales/products": { get: Get<Page<ProductRow>, PQ & { state?: "draft" | "published" | "archived"; categoryId?: string; sort?: "sku" | "-sku" | "name" | "-name" }>; post: Post<ProductInput, Product> };
  "/sales/products/{id}": { get: GetId<Product>; patch: PatchId<Partial<ProductInput>, Product> };
  "/sales/products/{id}/publish": { post: PostId<object, Product> };
  "/sales/products/{id}/archive": { post: PostId<object, Product> };
  "/sales/categories/tree": { get: Get<{ items: { id: string; name: string; path: string[]; depth: number }[] }> };
  "/finance/reports/trial-balance": { get: Get<{ asOf: string; knownAt: string | null; currency: string; rows: { account: Account; debit: string; credit: string; balance: string }[]; totals: { debit: string; credit: string } }, { asOf?: string }> };
  "/finance/reports/general-ledger": { get: Get<{ currency: string; from: string; asOf: string; opening: string; next?: string; rows: { entryId: string; position: number; date: string; number: number | null; description: string; debit: string; credit: string; balance: string }[]; totals: { debit: string; credit: string; balance: string }; account: Account }, { accountId: string; from?: string; to?: string; after?: string; limit?: number }> };
  "/finance/entries/{id}": { get: GetId<{ id: string; number: number | null; date: string; description: string; lines: { position: number; account: Account; currency: string; amount: string; companyAmount: string }[] }> };
}
export type paths = landed & pending;
