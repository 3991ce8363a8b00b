import type { OperationId, OperationOf, OutputOf } from '@throughline/contract';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { call, csvAddressOf, type CallInput } from './call.ts';
import { Problem } from './problem.ts';

type Output<I extends OperationId> = OutputOf<OperationOf<I>>;

const retry = (count: number, error: unknown) =>
  count < 2 && error instanceof Problem && (error.status === 0 || error.status === 503);

/**
 * Reads an operation and keeps it fresh: the live stream invalidates it when something that it
 * shows changes. While a new input loads, the last answer stays on the screen.
 */
export function useRead<I extends OperationId>(
  id: I,
  input: CallInput<I>,
  options: { enabled?: boolean } = {},
): UseQueryResult<Output<I>, Problem> {
  return useQuery<Output<I>, Problem>({
    queryKey: [id, input],
    queryFn: ({ signal }) => call(id, input, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry,
    enabled: options.enabled ?? true,
  });
}

/** The rows of a list, page by page as the reader asks for more. */
export interface Paged<T> {
  readonly items: readonly T[];
  /** The address of all rows as CSV, by the same filters. */
  readonly csv: string;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

type Row<O> = O extends { items: readonly (infer T)[] } ? T : never;

/** Reads a list whose answer is `{ items, nextCursor }`. */
export function useList<I extends OperationId>(
  id: I,
  input: CallInput<I>,
  options: { enabled?: boolean } = {},
): Paged<Row<Output<I>>> {
  const list = useInfiniteQuery<
    { items: Row<Output<I>>[]; nextCursor: string | null },
    Problem,
    { pages: { items: Row<Output<I>>[]; nextCursor: string | null }[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: [id, input, 'pages'],
    initialPageParam: undefined,
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...(input as { query?: object }).query, cursor: pageParam };
      const page = await call(id, { ...input, query } as CallInput<I>, signal);
      return page as unknown as { items: Row<Output<I>>[]; nextCursor: string | null };
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry,
    enabled: options.enabled ?? true,
  });
  return {
    items: list.data?.pages.flatMap(({ items }) => items) ?? [],
    csv: csvAddressOf(id, input),
    problem: list.error,
    isLoading: list.isPending,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    reload: () => void list.refetch(),
  };
}

/**
 * Writes by an operation: `mutate(input)` or `await mutateAsync(input)`; `error` is the problem.
 * Afterwards everything on the screen is read again.
 */
export function useWrite<I extends OperationId>(
  id: I,
): UseMutationResult<Output<I>, Problem, CallInput<I>> {
  const queries = useQueryClient();
  return useMutation<Output<I>, Problem, CallInput<I>>({
    mutationFn: (input) => call(id, input),
    onSuccess: () => queries.invalidateQueries(),
  });
}
