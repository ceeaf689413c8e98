import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";

type Page = Readonly<{ loading: boolean; load: () => unknown }>;

/** Loads the next page of a list. */
export function LoadMoreButton({ loading, load }: Page) {
  return (
    <Button variant="default" size="compact-sm" loading={loading} onClick={() => void load()}>
      <Trans>Load more</Trans>
    </Button>
  );
}

/** The foot of a list that has more to come. */
export function LoadMoreFoot(page: Page) {
  return (
    <div className="DataTable-foot">
      <LoadMoreButton {...page} />
    </div>
  );
}

export interface LoadMoreProps {
  /** A list that comes in pages, as its query knows it. */
  readonly of: Readonly<{ hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }>;
}

/** The foot of a list where it has more to come. */
export function LoadMore({ of: { hasNextPage, isFetchingNextPage, fetchNextPage } }: LoadMoreProps) {
  return hasNextPage && <LoadMoreFoot loading={isFetchingNextPage} load={fetchNextPage} />;
}
