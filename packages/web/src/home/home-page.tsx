import type { OperationId, OperationOf, OutputOf } from '@throughline/contract';
import { operationTable } from '@throughline/contract/operation-table';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callAny } from '../api/call.ts';
import { entityAddress, kindWords } from '../api/entity-address.ts';
import { shownProblem } from '../api/problem.ts';
import { useRead } from '../api/use-operation.ts';
import { useIdentity } from '../access/session.ts';
import { RehearsalOffer } from './rehearsal-offer.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { PlainDate } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';

type Need = OutputOf<OperationOf<'platform.getHome'>>['needs'][number];

const groups = [
  { urgency: 'overdue', label: 'Overdue' },
  { urgency: 'today', label: 'Today' },
  { urgency: 'soon', label: 'Within a week' },
  { urgency: 'later', label: 'Later, or whenever you can' },
] as const;

function isOperation(id: string): id is OperationId {
  return Object.hasOwn(operationTable, id);
}

function Act({ need }: { readonly need: Need }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { act } = need;
  if (!act) {
    return (
      <LinkButton size="sm" href={entityAddress(need.entity.ref)}>
        Open
      </LinkButton>
    );
  }
  const settle = async () => {
    if (!isOperation(act.operation)) return;
    setBusy(true);
    try {
      await callAny(act.operation, {
        params: act.params,
        body: act.body,
        ...(act.ifMatch === null ? {} : { ifMatch: act.ifMatch }),
      });
      toast({ title: `${act.label}: ${need.entity.title}` });
      await queries.invalidateQueries();
    } catch (error) {
      const { title, detail } = shownProblem(error);
      toast({ title, detail, tone: 'failed' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="sm" busy={busy} onClick={() => void settle()}>
      {act.label}
    </Button>
  );
}

function NeedRow({ need }: { readonly need: Need }) {
  return (
    <li className="hairline-b flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-72">
        <TextLink quiet className="font-medium" href={entityAddress(need.entity.ref)}>
          {need.entity.title}
        </TextLink>
        <p className="text-xs text-secondary">
          {kindWords(need.entity.kind)} · {need.says}
        </p>
      </div>
      {need.dueOn !== null && (
        <span className="text-xs text-secondary">
          Due <PlainDate date={need.dueOn} weekday />
        </span>
      )}
      <Act need={need} />
    </li>
  );
}

/** Home: what needs me today, most urgent first, each with the act that settles it. */
export function HomePage() {
  const identity = useIdentity();
  const home = useRead('platform.getHome', {});
  return (
    <>
      <PageHeader
        title="What needs you today"
        description={
          home.data ? (
            <>
              {identity.name} · <PlainDate date={home.data.today} weekday />
            </>
          ) : (
            identity.name
          )
        }
        actions={
          home.data?.needs.some(({ entity }) => entity.kind === 'key_result') && (
            <LinkButton href="/check-ins">Check in all of yours</LinkButton>
          )
        }
      />
      {home.error && (
        <ErrorState problem={shownProblem(home.error)} onRetry={() => void home.refetch()} />
      )}
      {home.isPending && <Skeleton lines={6} />}
      {home.data?.needs.length === 0 && (
        <EmptyState
          sentence="Nothing waits for you. Actions, decisions, approvals and check-ins that are yours appear here."
          action={<LinkButton href="/calendar">See which reviews come up</LinkButton>}
          example="“Publish the migration guide”, due Friday, from the Monthly Product Review, with a button that marks it done."
        />
      )}
      {home.data?.needs.length === 0 && identity.administrator && <RehearsalOffer />}
      {groups.map(({ urgency, label }) => {
        const needs = home.data?.needs.filter((need) => need.urgency === urgency) ?? [];
        return needs.length === 0 ? null : (
          <Section key={urgency} title={label}>
            <ul>
              {needs.map((need) => (
                <NeedRow key={need.key} need={need} />
              ))}
            </ul>
          </Section>
        );
      })}
    </>
  );
}
