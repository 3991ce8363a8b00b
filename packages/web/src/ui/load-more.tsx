import { Button } from './button.tsx';

export interface LoadMoreProps {
  readonly shown: number;
  /** Where the server counts; otherwise only what is shown is said. */
  readonly total?: number | undefined;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

/** The foot of a list that is fetched by cursor. */
export function LoadMore({ shown, total, hasMore, loading, onMore }: LoadMoreProps) {
  return (
    <div className="flex min-h-row items-center gap-3 py-2 text-xs text-tertiary" data-print="hide">
      <span className="figures" role="status">
        {total === undefined ? `${shown} shown` : `${shown} of ${total}`}
      </span>
      {hasMore && (
        <Button size="sm" busy={loading} onClick={onMore}>
          Load more
        </Button>
      )}
    </div>
  );
}
