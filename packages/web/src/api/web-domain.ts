import type { EntityKind } from '@throughline/contract';
import type { ComponentType } from 'react';
import type { AnyRootRoute, AnyRoute } from '@tanstack/react-router';

/** A page that the sidebar leads to. */
export interface DomainPlace {
  readonly label: string;
  readonly href: string;
  /** The letter after `g` that leads there. */
  readonly letter?: string;
}

/** What a domain gives to the app: its places in the sidebar and its routes, each page lazy. */
export interface WebDomain {
  readonly label: string;
  readonly places: readonly DomainPlace[];
  readonly pages: (root: AnyRootRoute) => readonly AnyRoute[];
  /** Sections that it adds to the pages of entities that earlier domains own, each lazy. */
  readonly sections?: Partial<Record<EntityKind, ComponentType<{ readonly reference: string }>>>;
}
