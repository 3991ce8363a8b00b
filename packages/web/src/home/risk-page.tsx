import { useState } from 'react';
import { shownProblem } from '../api/problem.ts';
import { useReference } from '../api/search-params.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityLinks } from '../entity/entity-links.tsx';
import { EntityPage } from '../entity/entity-page.tsx';
import { FailedPage } from '../entity/failed-page.tsx';
import { RiskDialog } from '../entity/risk-dialog.tsx';
import { Severity } from '../entity/severity.tsx';
import { Button } from '../ui/button.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { PlainDate } from '../ui/time.tsx';

/** A risk: how likely, how bad, what is done about it, and what came of it. */
export function RiskPage() {
  const ref = useReference();
  const { data: risk, error } = useRead('decisions.getRisk', { params: { id: ref } });
  const change = useWrite('decisions.changeRisk');
  const [judging, setJudging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!risk) return <Skeleton lines={8} />;
  const { owner, dueOn, state, threatens, madeIn, carriedOver } = risk;
  const move = (to: 'open' | 'accepted' | 'occurred' | 'closed') =>
    change.mutate({ params: { id: ref }, body: { state: to }, ifMatch: risk.revision });
  return (
    <EntityPage
      entity={risk}
      withoutRibbon
      actions={
        <>
          <Button icon="edit" onClick={() => setJudging(true)}>
            Judge again
          </Button>
          {state === 'open' && <Button onClick={() => move('accepted')}>Accept</Button>}
          {state === 'closed' || state === 'occurred' ? (
            <Button onClick={() => move('open')}>Reopen</Button>
          ) : (
            <>
              <Button onClick={() => move('occurred')}>It has come true</Button>
              <Button tone="primary" busy={change.isPending} onClick={() => move('closed')}>
                Close
              </Button>
            </>
          )}
        </>
      }
    >
      {change.error && <ErrorState problem={shownProblem(change.error)} compact />}
      <DescriptionList
        wide
        entries={[
          { term: 'Severity', value: <Severity of={risk} /> },
          { term: 'Likelihood', value: `${risk.likelihood} of 5` },
          { term: 'Impact', value: `${risk.impact} of 5` },
          {
            term: 'Owner',
            value: owner && <EntityLink entity={{ ref: owner.ref, title: owner.name }} />,
          },
          {
            term: 'Being done',
            value: risk.mitigation === '' ? 'Nothing yet' : risk.mitigation,
          },
          {
            term: 'To have helped by',
            value: dueOn === null ? undefined : <PlainDate date={dueOn} weekday />,
          },
          { term: 'Moved', value: carriedOver === 1 ? 'Once' : `${carriedOver} times` },
          {
            term: 'Threatens',
            value: threatens.length > 0 ? <EntityLinks entities={threatens} /> : undefined,
          },
          { term: 'Raised in', value: madeIn ? <EntityLink entity={madeIn} /> : undefined },
        ]}
      />
      {judging && <RiskDialog risk={risk} onClose={() => setJudging(false)} />}
    </EntityPage>
  );
}
