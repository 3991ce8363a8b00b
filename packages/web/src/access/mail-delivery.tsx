import type { OperationOf, OutputOf } from '@throughline/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { shownProblem } from '../api/problem.ts';
import { useList, useRead, useWrite } from '../api/use-operation.ts';
import { useSearchState } from '../api/use-search-state.ts';
import { Button } from '../ui/button.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { Age, Instant } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';

type Message = OutputOf<OperationOf<'mail.listMail'>>['items'][number];

const states = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'sent', label: 'Sent' },
  { value: 'failed', label: 'Failed' },
  { value: 'withheld', label: 'Not sent' },
] as const;

const stateWords: Readonly<Record<Message['state'], string>> = {
  waiting: 'Waiting',
  sent: 'Sent',
  failed: 'Failed',
  withheld: 'Not sent',
};

const whatWords: Readonly<Record<Message['what'], string>> = {
  invitation: 'Invitation',
  cancellation: 'Cancellation',
  ask: 'Question',
  reminder: 'Reminder',
  digest: 'Digest',
};

function SendTest() {
  const test = useWrite('mail.sendTestMail');
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button busy={test.isPending} onClick={() => test.mutate({})}>
          Send me a test message
        </Button>
      </div>
      {test.data && (
        <p role="status">
          The server took it for {test.data.to}: “{test.data.answer}”
        </p>
      )}
      {test.error && <ErrorState problem={shownProblem(test.error)} compact />}
    </div>
  );
}

const lookEveryMs = 10_000;

/** Delivery is no fact of the ledger, of which the page would hear: while mail waits, it looks. */
function useLookAgain(waits: boolean) {
  const queries = useQueryClient();
  useEffect(() => {
    if (!waits) return undefined;
    const look = () =>
      void queries.invalidateQueries({
        predicate: ({ queryKey: [id] }) => id === 'mail.listMail' || id === 'mail.getMailDelivery',
      });
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [waits, queries]);
}

function Messages() {
  const [search, change] = useSearchState();
  const state = states.find(({ value }) => value === search.state)?.value ?? 'all';
  const list = useList('mail.listMail', { query: state === 'all' ? {} : { state } });
  const retry = useWrite('mail.retryMail');
  const again = ({ ref }: Message) =>
    retry.mutate(
      { params: { id: ref } },
      {
        onSuccess: () => toast({ title: 'It goes out within a minute' }),
        onError: (error) => toast({ tone: 'failed', ...shownProblem(error) }),
      },
    );
  return (
    <Section
      title="Messages"
      level={3}
      note="Of the last 30 days. What they say is for their readers alone."
      actions={
        <Select
          label="Which"
          labelHidden
          options={states}
          value={state}
          onValueChange={(value) => change({ state: value === 'all' ? undefined : value })}
        />
      }
    >
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Messages"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => `${whatWords[row.what]} to ${row.to.name}`}
        loading={list.isLoading}
        empty={<EmptyState sentence="There is no such message." />}
        columns={[
          { id: 'what', header: 'What', cell: (row) => whatWords[row.what], width: '8rem' },
          { id: 'to', header: 'To', cell: (row) => row.to.name },
          { id: 'state', header: 'State', cell: (row) => stateWords[row.state], width: '6rem' },
          { id: 'made', header: 'Written', cell: (row) => <Age at={row.createdAt} /> },
          { id: 'says', header: 'Because', cell: (row) => row.says },
          {
            id: 'next',
            header: 'Next attempt',
            cell: (row) => (row.nextAt === null ? '' : <Age at={row.nextAt} />),
          },
          {
            id: 'acts',
            header: 'Acts',
            headerHidden: true,
            align: 'end',
            cell: (row) =>
              row.state === 'failed' && (
                <Button size="sm" onClick={() => again(row)}>
                  Try again
                </Button>
              ),
          },
        ]}
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </Section>
  );
}

/** How mail gets on, for administrators: the server, a test, what waits and what failed. */
export function MailDelivery() {
  const { data, error, refetch } = useRead('mail.getMailDelivery', {});
  useLookAgain((data?.waiting ?? 0) > 0);
  return (
    <Section title="Delivery" note="for administrators">
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && data.why !== null && <p>{data.why}</p>}
      {data?.configured && (
        <>
          <DescriptionList
            wide
            entries={[
              { term: 'Mail server', value: <span className="figures">{data.server}</span> },
              { term: 'From', value: data.from },
              { term: 'At most', value: `${data.perMinute} a minute` },
              {
                term: 'Last sent',
                value: data.lastSentAt === null ? 'Nothing yet' : <Instant at={data.lastSentAt} />,
              },
              { term: 'Waiting', value: `${data.waiting}` },
              { term: 'Failed', value: `${data.failed}` },
            ]}
          />
          <SendTest />
          <Messages />
        </>
      )}
    </Section>
  );
}
