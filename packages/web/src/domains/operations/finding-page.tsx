import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import { FindingDialog } from './finding-dialog.tsx';
import { SecuritySeverity } from './security-severity.tsx';

type Finding = OutputOf<OperationOf<'operations.getSecurityFinding'>>;

const settlements = [
  { value: 'fixed', label: 'Fixed' },
  { value: 'dismissed', label: 'None: dismissed' },
  { value: 'open', label: 'Open after all' },
] as const;

type Settlement = (typeof settlements)[number]['value'];

interface ActProps {
  readonly finding: Finding;
  readonly onClose: () => void;
}

function SettleDialog({ finding, onClose }: ActProps) {
  const settle = useWrite('operations.settleSecurityFinding');
  const open = finding.state === 'open' || finding.state === 'excepted';
  const options = settlements.filter(({ value }) => (value === 'open') !== open);
  const [as, setAs] = useState<Settlement>(open ? 'fixed' : 'open');
  const [reason, setReason] = useState('');
  const [revision] = useState(finding.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Settle the finding"
      submit="Settle"
      busy={settle.isPending}
      error={settle.error}
      onSubmit={() =>
        settle.mutateAsync({
          params: { id: finding.ref },
          body: { as, reason },
          ifMatch: revision,
        })
      }
    >
      <Select label="It is" options={options} value={as} onValueChange={setAs} />
      <TextArea
        label="Why"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(settle.error, 'reason')}
      />
    </FormDialog>
  );
}

function ExceptionDialog({ finding, onClose }: ActProps) {
  const ask = useWrite('operations.askSecurityException');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Ask for an exception"
      description="It may then pass its deadline until that day. Somebody else decides, an editor of its unit."
      submit="Ask"
      busy={ask.isPending}
      error={ask.error}
      onSubmit={() => ask.mutateAsync({ params: { id: finding.ref }, body: { reason, until } })}
    >
      <TextArea
        label="Why it has to wait"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(ask.error, 'reason')}
      />
      <DateField
        label="Until"
        required
        value={until}
        onValueChange={setUntil}
        error={faultOf(ask.error, 'until')}
      />
    </FormDialog>
  );
}

type Exception = Finding['exceptions'][number];

/** What may be decided of an exception: who asked for it can only take it back. */
function decisionsOf({ state, mine }: Exception) {
  if (state === 'approved') return [['ended', 'End']] as const;
  if (state !== 'asked') return [];
  if (mine) return [['refused', 'Take back']] as const;
  return [
    ['approved', 'Approve'],
    ['refused', 'Refuse'],
  ] as const;
}

function Exceptions({ finding }: { readonly finding: Finding }) {
  const decide = useWrite('operations.decideSecurityException');
  const [asking, setAsking] = useState(false);
  return (
    <Section
      title="Exceptions"
      actions={
        finding.state === 'open' && (
          <Button size="sm" icon="plus" onClick={() => setAsking(true)}>
            Ask for an exception
          </Button>
        )
      }
    >
      {decide.error && <ErrorState problem={shownProblem(decide.error)} compact />}
      {finding.exceptions.length === 0 ? (
        <p className="text-secondary">No exception was asked for.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {finding.exceptions.map((one) => (
            <li key={one.ref} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <EntityStatus state={one.state} plain />
              <span className="min-w-0 break-words">{one.reason}</span>
              <span className="text-secondary">
                until <PlainDate date={one.until} />, asked by {one.askedBy}
                {one.decidedBy !== null && `, decided by ${one.decidedBy}`}
              </span>
              {decisionsOf(one).map(([as, label]) => (
                <Button
                  key={as}
                  size="sm"
                  busy={decide.isPending}
                  onClick={() => decide.mutate({ params: { id: one.ref }, body: { as } })}
                >
                  {label}
                </Button>
              ))}
              {one.mine && one.state === 'asked' && (
                <span className="text-secondary">Somebody else decides.</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {asking && <ExceptionDialog finding={finding} onClose={() => setAsking(false)} />}
    </Section>
  );
}

/** A security finding: how bad, where, by when, and what was decided about it. */
export function FindingPage() {
  const ref = useReference();
  const { data: finding, error } = useRead('operations.getSecurityFinding', {
    params: { id: ref },
  });
  const [dialog, setDialog] = useState<'change' | 'settle' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!finding) return <Skeleton lines={8} />;
  const { service, repository, location, rule, tool, url, help } = finding;
  const outside = (href: string | null, label: string) =>
    href && (
      <TextLink href={href} rel="noopener noreferrer">
        {label}
      </TextLink>
    );
  return (
    <EntityPage
      entity={finding}
      withoutRibbon
      marks={
        <>
          <SecuritySeverity of={finding.severity} />
          {finding.overdue && <Badge tone="strong">Past its deadline</Badge>}
        </>
      }
      actions={
        <>
          <Button icon="edit" onClick={() => setDialog('change')}>
            Correct
          </Button>
          <Button tone="primary" onClick={() => setDialog('settle')}>
            Settle
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Deadline', value: <PlainDate date={finding.dueOn} /> },
          {
            term: 'Exception until',
            value: finding.exceptedUntil ? <PlainDate date={finding.exceptedUntil} /> : 'None',
          },
          { term: 'Service', value: service && <EntityLink entity={service} /> },
          { term: 'Repository', value: repository && <EntityLink entity={repository} /> },
          { term: 'Place', value: location !== '' && <Mono>{location}</Mono> },
          { term: 'Found by', value: tool === '' ? 'By hand' : tool },
          { term: 'Rule', value: rule !== '' && <Mono>{rule}</Mono> },
          { term: 'Found', value: <Instant at={finding.foundAt} /> },
          {
            term: 'Fixed',
            value: finding.fixedAt ? <Instant at={finding.fixedAt} /> : 'Not yet',
          },
          {
            term: 'Elsewhere',
            value: (url ?? help) && (
              <span className="flex gap-3">
                {outside(url, 'In the tool')}
                {outside(help, 'About the rule')}
              </span>
            ),
          },
        ].map(({ term, value }) => ({ term, value: value === false ? null : value }))}
      />
      <Exceptions finding={finding} />
      {dialog === 'change' && <FindingDialog finding={finding} onClose={() => setDialog(null)} />}
      {dialog === 'settle' && <SettleDialog finding={finding} onClose={() => setDialog(null)} />}
    </EntityPage>
  );
}
