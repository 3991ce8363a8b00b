import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { riskOptions, wordOf } from './words.ts';

type Change = OutputOf<OperationOf<'operations.getInfrastructureChange'>>;
type Goal = 'in-progress' | 'succeeded' | 'failed' | 'rolled-back' | 'cancelled';

interface Move {
  readonly to: Goal;
  readonly label: string;
  readonly title: string;
  readonly asks: string;
}

const moves: Readonly<Record<string, readonly Move[]>> = {
  planned: [{ to: 'cancelled', label: 'Cancel it', title: 'It won’t happen', asks: 'Why not' }],
  approved: [
    { to: 'in-progress', label: 'Begin', title: 'It begins now', asks: 'Anything to note' },
    { to: 'cancelled', label: 'Cancel it', title: 'It won’t happen', asks: 'Why not' },
  ],
  'in-progress': [
    { to: 'succeeded', label: 'Succeeded', title: 'It succeeded', asks: 'What to remember' },
    { to: 'rolled-back', label: 'Rolled back', title: 'It was taken back', asks: 'Why' },
    { to: 'failed', label: 'Failed', title: 'It failed', asks: 'What happened' },
  ],
};

interface ActProps {
  readonly change: Change;
  readonly onClose: () => void;
}

function ApproveDialog({ change, onClose }: ActProps) {
  const approve = useWrite('operations.approveInfrastructureChange');
  const [despite, setDespite] = useState('');
  const [revision] = useState(change.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Approve ${change.title}`}
      submit="Approve"
      busy={approve.isPending}
      error={approve.error}
      onSubmit={() =>
        approve.mutateAsync({
          params: { id: change.ref },
          body: { despite },
          ifMatch: revision,
        })
      }
    >
      {change.clashes.length > 0 && (
        <ul className="list-disc pl-5">
          {change.clashes.map((clash) => (
            <li key={clash}>{clash}</li>
          ))}
        </ul>
      )}
      <TextArea
        label="Why it may happen all the same"
        hint="Needed where something is frozen then."
        value={despite}
        onValueChange={setDespite}
        error={faultOf(approve.error, 'despite')}
      />
    </FormDialog>
  );
}

function MoveDialog({ change, move, onClose }: ActProps & { readonly move: Move }) {
  const act = useWrite('operations.moveInfrastructureChange');
  const [note, setNote] = useState('');
  const [revision] = useState(change.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={move.title}
      submit={move.label}
      busy={act.isPending}
      error={act.error}
      onSubmit={() =>
        act.mutateAsync({
          params: { id: change.ref },
          body: { to: move.to, note },
          ifMatch: revision,
        })
      }
    >
      <TextArea label={move.asks} value={note} onValueChange={setNote} />
    </FormDialog>
  );
}

/** A planned change: window, risk, way back, who approved it, what it runs into, how it went. */
export function ChangePage() {
  const ref = useReference();
  const { data: change, error } = useRead('operations.getInfrastructureChange', {
    params: { id: ref },
  });
  const [dialog, setDialog] = useState<'change' | 'approve' | Move | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!change) return <Skeleton lines={8} />;
  const { services, environments, incidents, external, approvedBy, approvedAt } = change;
  const close = () => setDialog(null);
  const list = (entities: typeof services) =>
    entities.length > 0 ? <EntityLinks entities={entities} /> : 'None';
  return (
    <EntityPage
      entity={change}
      withoutRibbon
      marks={<Badge>{`Risk: ${wordOf(riskOptions, change.risk).toLowerCase()}`}</Badge>}
      actions={
        <>
          {(change.state === 'planned' || change.state === 'approved') && (
            <Button icon="edit" onClick={() => setDialog('change')}>
              Replan
            </Button>
          )}
          {(moves[change.state] ?? []).map((move) => (
            <Button key={move.to} onClick={() => setDialog(move)}>
              {move.label}
            </Button>
          ))}
          {change.state === 'planned' && !change.mine && (
            <Button tone="primary" onClick={() => setDialog('approve')}>
              Approve
            </Button>
          )}
        </>
      }
    >
      {change.clashes.length > 0 && (
        <Section title="Runs into">
          <ul className="list-disc pl-5">
            {change.clashes.map((clash) => (
              <li key={clash}>{clash}</li>
            ))}
          </ul>
        </Section>
      )}
      <DescriptionList
        wide
        entries={[
          { term: 'Begins', value: <Instant at={change.startsAt} /> },
          { term: 'Ends', value: <Instant at={change.endsAt} /> },
          { term: 'Services', value: list(services) },
          { term: 'Environments', value: list(environments) },
          { term: 'Way back', value: change.wayBack },
          { term: 'Planned by', value: change.plannedBy },
          {
            term: 'Approved by',
            value:
              approvedBy === null ? (
                change.mine ? (
                  'Nobody yet: somebody else has to'
                ) : (
                  'Nobody yet'
                )
              ) : (
                <>
                  {approvedBy}
                  {approvedAt && (
                    <>
                      , <Instant at={approvedAt} />
                    </>
                  )}
                </>
              ),
          },
          { term: 'Although', value: change.despite },
          { term: 'Begun', value: change.beganAt && <Instant at={change.beganAt} /> },
          { term: 'Ended', value: change.endedAt && <Instant at={change.endedAt} /> },
          { term: 'Outcome', value: change.outcome },
          { term: 'Incidents that came of it', value: list(incidents) },
          {
            term: 'Followed from',
            value: external[0] && (
              <TextLink href={external[0].address} rel="noopener noreferrer">
                {external[0].system} {external[0].id}
              </TextLink>
            ),
          },
        ]}
      />
      {dialog === 'change' && <ChangeDialog change={change} onClose={close} />}
      {dialog === 'approve' && <ApproveDialog change={change} onClose={close} />}
      {dialog !== null && typeof dialog === 'object' && (
        <MoveDialog change={change} move={dialog} onClose={close} />
      )}
    </EntityPage>
  );
}
