import type { Outcome } from "#core/kernel/fault.ts";

/** What follows the first page, page by page. A refusal on the way is thrown: it breaks the download off rather than leave it short. */
export async function* pagesFrom<T extends { next?: string | undefined }>(
  first: T,
  read: (after: string) => Promise<Outcome<T>>,
): AsyncGenerator<T> {
  yield first;
  for (let after = first.next; after !== undefined; ) {
    const page = pageOf(await read(after));
    yield page;
    after = page.next;
  }
}

/** A page that must be there: who asked for the first one may have the others. */
export const pageOf = <T>(page: Outcome<T>): T => {
  if (!page.ok) throw new Error(`A page of the report was refused: ${page.fault.detail}`);
  return page.value;
};
