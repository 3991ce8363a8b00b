import { Suspense, useContext, type ReactNode } from 'react';
import { entityAddress, kindOfReference, kindWords } from '../api/entity-address.ts';
import { Badge } from '../ui/badge.tsx';
import type { ConfidenceProps } from '../ui/confidence.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TitleBlock } from '../ui/title-block.tsx';
import { ActionsSection } from './actions-section.tsx';
import { DecisionsSection } from './decisions-section.tsx';
import { EntitySections } from './entity-sections.ts';
import { HistorySection } from './history-section.tsx';
import { LineRibbon } from './line-ribbon.tsx';
import { RelationsSection } from './relations-section.tsx';
import { stateTone, stateWord } from './state-tone.ts';

/** The common fields of an entity's own page. */
export interface PageEntity {
  readonly ref: string;
  readonly title: string;
  readonly summary: string;
  readonly state: string;
  readonly ownerUnit: { readonly ref: string; readonly title: string } | null;
  readonly restricted: boolean;
  readonly revision: number;
  readonly updatedAt: string;
}

export interface EntityPageProps {
  readonly entity: PageEntity;
  /** Badges beside the kind. */
  readonly marks?: ReactNode;
  readonly confidence?: ConfidenceProps | undefined;
  /** Buttons of the title block. */
  readonly actions?: ReactNode;
  /** Kinds that don't stand on the line show no ribbon. */
  readonly withoutRibbon?: boolean;
  /** The kind's own sections. */
  readonly children?: ReactNode;
}

/** What other domains have to say of an entity of this kind. */
function AddedSections({ reference }: { readonly reference: string }) {
  const kind = kindOfReference(reference);
  const sections = useContext(EntitySections);
  return (kind ? (sections[kind] ?? []) : []).map((Added, place) => (
    <Suspense key={place} fallback={<Skeleton lines={3} />}>
      <Added reference={reference} />
    </Suspense>
  ));
}

/** The page of any entity: title block, ribbon, its own sections, then what all entities have. */
export function EntityPage({
  entity,
  marks,
  confidence,
  actions,
  withoutRibbon = false,
  children,
}: EntityPageProps) {
  const kind = kindWords(kindOfReference(entity.ref) ?? '');
  return (
    <div className="flex flex-col gap-6">
      <TitleBlock
        kind={kind.charAt(0).toUpperCase() + kind.slice(1)}
        title={entity.title}
        summary={entity.summary === '' ? undefined : entity.summary}
        reference={entity.ref}
        owner={
          entity.ownerUnit
            ? { name: entity.ownerUnit.title, href: entityAddress(entity.ownerUnit.ref) }
            : undefined
        }
        state={{ tone: stateTone(entity.state), word: stateWord(entity.state) }}
        confidence={confidence}
        revised={{ at: entity.updatedAt, revision: entity.revision }}
        marks={
          <>
            {entity.restricted && <Badge>Restricted</Badge>}
            {marks}
          </>
        }
        actions={
          <>
            {!withoutRibbon && (
              <LinkButton href={`/trace/${entity.ref}`} icon="branch">
                Trace
              </LinkButton>
            )}
            {actions}
          </>
        }
      />
      {!withoutRibbon && <LineRibbon reference={entity.ref} />}
      {children}
      <AddedSections reference={entity.ref} />
      <div className="grid gap-6 lg:grid-cols-2">
        <DecisionsSection about={entity.ref} />
        <ActionsSection source={entity.ref} />
      </div>
      <RelationsSection reference={entity.ref} />
      <HistorySection reference={entity.ref} />
    </div>
  );
}
