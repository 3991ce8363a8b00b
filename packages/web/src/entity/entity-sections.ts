import type { EntityKind } from '@throughline/contract';
import { createContext, type ComponentType } from 'react';

/** What a domain adds to the pages of entities: a section, given the entity's reference. */
export type EntitySection = ComponentType<{ readonly reference: string }>;

/** The sections that domains add to the pages of other domains' entities, by kind. */
export type SectionsByKind = Partial<Record<EntityKind, readonly EntitySection[]>>;

/** Provided once, by the app, from all domains. */
export const EntitySections = createContext<SectionsByKind>({});
