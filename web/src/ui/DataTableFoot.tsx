import { Plural, Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { LoadMoreButton } from "./LoadMore.tsx";

/** The pages that are still to come. */
export interface More {
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly load: () => void;
}

/** Says how much is shown. The next page comes by itself near the end, and on the button for whoever does not scroll. */
export function TableFoot({ count, more, nearEnd }: { count: number; more: More | undefined; nearEnd: boolean }) {
  const wanted = Boolean(nearEnd && more?.hasMore && !more.loading);
  const load = more?.load;
  useEffect(() => {
    if (wanted) load?.();
  }, [wanted, load]);
  return (
    <div className="DataTable-foot">
      <span role="status">
        {more?.hasMore ? <Trans>{count} shown, more to come</Trans> : <Plural value={count} one="# entry" other="# entries" />}
      </span>
      {more?.hasMore && <LoadMoreButton loading={more.loading} load={more.load} />}
    </div>
  );
}
