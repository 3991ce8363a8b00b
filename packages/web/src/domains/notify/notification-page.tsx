import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { stateWord } from '../../entity/state-tone.ts';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Instant } from '../../ui/time.tsx';
import { MessagePreview } from './message-preview.tsx';
import { NotificationActs } from './notification-acts.tsx';
import { NotificationDialog } from './notification-dialog.tsx';
import { WouldBeTold } from './would-be-told.tsx';

/** A notification: what it says, what must hold, who approved it, and what became of it. */
export function NotificationPage() {
  const ref = useReference();
  const { data, error } = useRead('notify.getNotification', { params: { id: ref } });
  const [changing, setChanging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!data) return <Skeleton lines={10} />;
  const { told } = data;
  return (
    <EntityPage
      entity={data}
      marks={<Badge>{stateWord(data.class)}</Badge>}
      actions={<NotificationActs notification={data} onChange={() => setChanging(true)} />}
    >
      {data.state === 'held' && data.heldCause !== null && (
        <p>
          <Status tone="at-risk" word="Held" /> {data.heldCause}
        </p>
      )}
      <div className="grid gap-6 lg:grid-cols-2">
        <Section title="What it says">
          <MessagePreview content={data.content} action={data.action?.label} />
        </Section>
        <Section title="What must hold" note="Unknown means hidden.">
          <ul className="flex flex-col gap-2">
            {data.conditions.map(({ condition, holds, says }) => (
              <li key={condition} className="flex flex-wrap items-center gap-2">
                <Status tone={holds ? 'on-track' : 'off-track'} word={stateWord(condition)} />
                <span className="text-secondary">{says}</span>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <DescriptionList
        wide
        entries={[
          { term: 'Format', value: stateWord(data.format) },
          { term: 'Environment', value: <EntityLink entity={data.environment} /> },
          {
            term: 'Promises',
            value: data.flag ? (
              <>
                <EntityLink entity={data.flag} />: {data.flag.variationName}
              </>
            ) : (
              'No feature'
            ),
          },
          {
            term: 'Carried by',
            value: data.deployment ? <EntityLink entity={data.deployment} /> : undefined,
          },
          { term: 'Author', value: data.author },
          {
            term: 'Approved by',
            value: data.approval
              ? `${data.approval.by}${data.approval.holds ? '' : ' (of an earlier text)'}${
                  data.approval.reason === '' ? '' : `: ${data.approval.reason}`
                }`
              : undefined,
          },
          {
            term: 'Published',
            value: data.publishedAt === null ? undefined : <Instant at={data.publishedAt} />,
          },
          { term: 'Asks', value: data.feedbackQuestion ?? undefined },
        ]}
      />
      <Section title="What became of it">
        <dl className="grid grid-cols-2 gap-4 md:grid-cols-5">
          {Object.entries(told).map(([name, count]) => (
            <div key={name}>
              <dt className="text-xs text-tertiary">{stateWord(name)}</dt>
              <dd className="figures text-lg font-semibold">{count}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <WouldBeTold reference={data.ref} />
      {changing && <NotificationDialog notification={data} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
