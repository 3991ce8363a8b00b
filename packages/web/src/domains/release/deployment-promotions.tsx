import { Section } from '../../ui/section.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EntityLink } from '../../entity/entity-link.tsx';
import { entityAddress } from '../../api/entity-address.ts';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import type { DeploymentView } from './release-types.ts';

type Promotion = DeploymentView['promotions'][number];

function Says({ promotion }: { readonly promotion: Promotion }) {
  const { state, byItself, dueAt, says, next } = promotion;
  if (state === 'done') {
    return next === null ? (
      'It went on.'
    ) : (
      <TextLink href={entityAddress(next)}>It went on</TextLink>
    );
  }
  if (state === 'past') return says;
  if (state === 'refused') return `It did not go on: ${says}`;
  if (!byItself) return 'By hand, from the page of its release.';
  return (
    <>
      By itself at <Instant at={dueAt} />, if it is well until then.{says === '' ? '' : ` ${says}`}
    </>
  );
}

/** Where the release goes on to from here, and how that stands. */
export function DeploymentPromotions({ deployment }: { readonly deployment: DeploymentView }) {
  const { promotions, release } = deployment;
  if (promotions.length === 0) return null;
  return (
    <Section title="Where it goes on to">
      <ul className="flex flex-col gap-2">
        {promotions.map((promotion) => (
          <li
            key={promotion.environment.ref}
            className="flex flex-wrap items-center gap-x-3 gap-y-1"
          >
            <span className="font-medium">
              <EntityLink entity={promotion.environment} />
            </span>
            <span className="text-secondary">
              <Says promotion={promotion} />
            </span>
            {(promotion.state === 'waiting' || promotion.state === 'refused') && (
              <LinkButton size="sm" href={entityAddress(release.ref)}>
                Deploy it there
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
