import { useRead } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import { LaunchActs } from './launch-acts.tsx';
import { ReadinessBoard } from './readiness-board.tsx';
import { Supports } from './supports.tsx';

const effects = { go: 'Go', 'no-go': 'No-go', hold: 'Hold' } as const;

/** A launch: T0, what it stands on, its readiness by phase, what was decided. */
export function LaunchPage() {
  const ref = useReference();
  const { data: launch, error } = useRead('launch.getLaunch', { params: { id: ref } });
  const readiness = useRead('launch.getReadiness', { params: { id: ref } });
  const problem = error ?? readiness.error;
  if (problem) return <FailedPage error={problem} />;
  if (!launch || !readiness.data) return <Skeleton lines={12} />;
  const links = (entities: typeof launch.uses) =>
    entities.length > 0 ? <EntityLinks entities={entities} /> : null;
  return (
    <EntityPage
      entity={launch}
      marks={
        <>
          <Badge>Tier {launch.tier}</Badge>
          {launch.hold !== null && <Badge tone="strong">On hold</Badge>}
        </>
      }
      actions={<LaunchActs launch={launch} readiness={readiness.data} />}
    >
      <DescriptionList
        wide
        entries={[
          { term: 'T0', value: <PlainDate date={launch.targetOn} weekday /> },
          { term: 'Tier', value: `${launch.tier}, by ${launch.score} points` },
          { term: 'Launches', value: links(launch.launches) },
          { term: 'Uses the flag', value: links(launch.uses) },
          { term: 'Carried by', value: links(launch.carriedBy) },
          { term: 'Announced by', value: links(launch.announcedBy) },
          { term: 'Measured by', value: links(launch.measuredBy) },
          { term: 'On hold', value: launch.hold ?? 'No' },
        ]}
      />
      {launch.warnings.length > 0 && (
        <Section title="Lead times">
          <ul className="flex flex-col gap-1">
            {launch.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Section>
      )}
      <ReadinessBoard readiness={readiness.data} />
      <Supports launch={launch} />
      <Section title="Go or no-go">
        {launch.verdicts.length === 0 && (
          <p className="text-secondary">Nothing was decided on this launch yet.</p>
        )}
        <ol className="flex flex-col gap-2">
          {launch.verdicts.map((verdict) => {
            const lacking = verdict.items.filter(
              ({ state }) => state === 'missing' || state === 'impossible',
            );
            return (
              <li key={verdict.at} className="flex flex-col">
                <span className="flex flex-wrap gap-x-3">
                  <span className="font-medium">{effects[verdict.effect]}</span>
                  <Instant at={verdict.at} />
                  <span className="text-secondary">by {verdict.by}</span>
                  {verdict.decision !== null && (
                    <TextLink href={`/decisions/${verdict.decision}`}>the decision</TextLink>
                  )}
                </span>
                {verdict.reason !== '' && <span>{verdict.reason}</span>}
                <span className="text-secondary">
                  {lacking.length === 0
                    ? 'Every item was met.'
                    : `Missing then: ${lacking.map(({ title }) => title).join(', ')}.`}
                </span>
              </li>
            );
          })}
        </ol>
      </Section>
    </EntityPage>
  );
}
