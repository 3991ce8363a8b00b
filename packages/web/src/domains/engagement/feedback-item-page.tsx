import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityReference } from '../../entity/entity-reference.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/time.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { TriageDialog } from './triage-dialog.tsx';
import { heardAtOptions, labelOf, segmentOptions } from './words.ts';

/** One piece of feedback: the words, who said them and where, what became of it. */
export function FeedbackItemPage() {
  const ref = useReference();
  const { data: feedback, error } = useRead('engagement.getFeedback', { params: { id: ref } });
  const [dialog, setDialog] = useState<'triage' | 'merge' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!feedback) return <Skeleton lines={8} />;
  const { account, contact, about, inResponseTo, duplicates, mergedInto, program } = feedback;
  return (
    <EntityPage
      entity={feedback}
      actions={
        <>
          {mergedInto === null && <Button onClick={() => setDialog('merge')}>Merge</Button>}
          <Button tone="primary" onClick={() => setDialog('triage')}>
            Triage
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Heard',
            value: (
              <>
                {labelOf(heardAtOptions, feedback.heardAt)}, <Instant at={feedback.receivedAt} />
              </>
            ),
          },
          { term: 'Rating', value: feedback.rating === null ? null : `${feedback.rating} of 5` },
          { term: 'Account', value: account && <EntityLink entity={account} /> },
          { term: 'Contact', value: contact && <EntityLink entity={contact} /> },
          {
            term: 'Segment',
            value: feedback.segment && labelOf(segmentOptions, feedback.segment),
          },
          { term: 'Program', value: program && <EntityLink entity={program} /> },
          { term: 'Page', value: feedback.page },
          { term: 'Themes', value: feedback.themes.join(', ') },
          { term: 'About', value: about.length > 0 ? <EntityLinks entities={about} /> : null },
          {
            term: 'Responds to',
            value: inResponseTo.length > 0 ? <EntityLinks entities={inResponseTo} /> : null,
          },
          {
            term: 'Said by others, too',
            value: duplicates.length > 0 ? <EntityLinks entities={duplicates} /> : 'Nobody',
          },
          {
            term: 'Merged into',
            value: mergedInto === null ? 'Nothing' : <EntityReference reference={mergedInto} />,
          },
          { term: 'Our answer', value: feedback.answer },
        ]}
      />
      {dialog === 'triage' && <TriageDialog feedback={feedback} onClose={() => setDialog(null)} />}
      {dialog === 'merge' && <MergeDialog id={ref} onClose={() => setDialog(null)} />}
    </EntityPage>
  );
}
