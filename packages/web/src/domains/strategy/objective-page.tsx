import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import {
  guardrailColumns,
  initiativeColumns,
  keyResultColumns,
  objectiveColumns,
} from './columns.tsx';
import { GradeRevisions } from './grade-revisions.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { KeyResultDialog } from './key-result-dialog.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import { RowsSection } from './rows-section.tsx';
import { Score } from './score.tsx';
import { ServedList } from './served-list.tsx';
import { WeightsDialog } from './weights-dialog.tsx';
import { commitmentOptions, periodWord } from './words.ts';

/** An objective: its score, what it serves, and what serves it. */
export function ObjectivePage() {
  const ref = useReference();
  const { data: objective, error } = useRead('strategy.getObjective', { params: { id: ref } });
  const [open, setOpen] = useState<
    'change' | 'weights' | 'key result' | 'objective' | 'initiative' | null
  >(null);
  if (error) return <FailedPage error={error} />;
  if (!objective) return <Skeleton lines={10} />;
  const close = () => setOpen(null);
  const { progress, grade, serves } = objective;
  const guardrails = objective.keyResults.filter(({ guard }) => guard !== null);
  const breached = guardrails.filter(
    ({ guard, state }) => guard?.state === 'breached' && state === 'active',
  ).length;
  return (
    <EntityPage
      entity={objective}
      marks={
        <>
          <Badge>{periodWord(objective)}</Badge>
          {breached > 0 && (
            <Badge tone="strong">
              {breached === 1 ? 'Guardrail breached' : `${breached} guardrails breached`}
            </Badge>
          )}
        </>
      }
      actions={
        <Button icon="edit" onClick={() => setOpen('change')}>
          Change
        </Button>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Progress',
            value:
              progress === null ? (
                'Not scored: no key result below it has a check-in'
              ) : (
                <Score progress={progress} />
              ),
          },
          { term: 'Grade', value: grade === null ? 'Given when it closes' : grade.toFixed(2) },
          {
            term: 'Promise',
            value: commitmentOptions.find(({ value }) => value === objective.commitment)?.label,
          },
          {
            term: 'Serves',
            value: serves.length > 0 ? <ServedList serves={serves} /> : 'Nothing yet',
          },
        ]}
      />
      <RowsSection
        title="Key results"
        rows={objective.keyResults.filter(({ guard }) => guard === null)}
        columns={keyResultColumns}
        none="How would we know that it is reached? Add a key result."
        actions={
          <>
            {objective.keyResults.length + objective.objectives.length > 1 && (
              <Button size="sm" onClick={() => setOpen('weights')}>
                Weights
              </Button>
            )}
            <Button size="sm" icon="plus" onClick={() => setOpen('key result')}>
              Key result
            </Button>
          </>
        }
      />
      {guardrails.length > 0 && (
        <RowsSection
          title="Guardrails"
          rows={guardrails}
          columns={guardrailColumns}
          none="Nothing is to be held."
        />
      )}
      <RowsSection
        title="Objectives that serve it"
        rows={objective.objectives}
        columns={objectiveColumns}
        none="None further down."
        actions={
          <Button size="sm" icon="plus" onClick={() => setOpen('objective')}>
            Objective
          </Button>
        }
      />
      <RowsSection
        title="Initiatives"
        rows={objective.initiatives}
        columns={initiativeColumns}
        none="Nobody works on it yet: begin an initiative that serves it."
        actions={
          <Button size="sm" icon="plus" onClick={() => setOpen('initiative')}>
            Initiative
          </Button>
        }
      />
      <GradeRevisions revisions={objective.gradeRevisions} />
      {open === 'change' && <ObjectiveDialog objective={objective} onClose={close} />}
      {open === 'weights' && <WeightsDialog objective={objective.ref} onClose={close} />}
      {open === 'key result' && <KeyResultDialog objective={objective.ref} onClose={close} />}
      {open === 'objective' && (
        <ObjectiveDialog
          serves={optionOf(objective)}
          fiscalYear={objective.fiscalYear}
          onClose={close}
        />
      )}
      {open === 'initiative' && <InitiativeDialog serves={optionOf(objective)} onClose={close} />}
    </EntityPage>
  );
}
