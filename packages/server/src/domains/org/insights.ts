import {
  idOf,
  toReference,
  type EntityKind,
  type EntitySummary,
  type Id,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import { loadSummaries, summaryOf } from '../../platform/entities/entity.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { chartKinds, holds } from './store.ts';
import { dayOf, headcounts, postsOn, unitTree } from './unit-tree-views.ts';

const parameters = z.strictObject({
  unit: idOf('unit').optional(),
  asOf: z.iso.date().optional(),
});

function figure(
  key: string,
  label: string,
  value: number | null,
  unit: string,
  asOf: string,
  records: EntitySummary[],
) {
  return { key, label, value, unit, asOf, stale: false, records: records.slice(0, 200) };
}

const vacancies = insight({
  key: 'org.vacancies',
  title: 'Vacancies',
  describes: 'Posts that nobody holds, of a unit and everything below it',
  parameters,
  async run(context, { unit, asOf }) {
    const day = await dayOf(context, asOf);
    const tree = await unitTree(context, day, unit);
    const posts = await postsOn(
      context,
      day,
      tree.map(({ id }) => id),
    );
    const summaries = await loadSummaries(
      context.db,
      context.actor,
      tree.map(({ id }) => id),
    );
    const vacant = tree.flatMap((node) =>
      (posts.get(node.id) ?? [])
        .filter(({ person }) => person === null)
        .map((post) => ({ node, post })),
    );
    const all = [...posts.values()].flat().length;
    const units = [...new Set(vacant.map(({ node }) => node.id))];
    return {
      says:
        vacant.length === 0
          ? `None of ${all} posts is vacant.`
          : `${vacant.length} of ${all} posts ${vacant.length === 1 ? 'is' : 'are'} vacant.`,
      figures: [
        figure(
          'vacant',
          'Vacant posts',
          vacant.length,
          'posts',
          context.now.toString(),
          units.flatMap((id) => summaries.get(id) ?? []),
        ),
        figure('posts', 'Posts', all, 'posts', context.now.toString(), []),
      ],
      columns: [
        { key: 'unit', label: 'Unit' },
        { key: 'post', label: 'Post' },
        { key: 'since', label: 'Vacant since' },
      ],
      rows: vacant.map(({ node, post }) => ({
        unit: node.name,
        post: post.title,
        since: post.since,
      })),
      charts: [],
    };
  },
});

const spanAndLayers = insight({
  key: 'org.span-and-layers',
  title: 'Span and layers',
  describes: 'How many layers the chart has, and how many units and people each unit has directly',
  parameters,
  async run(context, { unit, asOf }) {
    const day = await dayOf(context, asOf);
    const tree = await unitTree(context, day, unit);
    const counts = await headcounts(context, day, tree);
    const children = Map.groupBy(tree, ({ parent_id }) => parent_id);
    const rows = tree.map((node) => ({
      unit: node.name,
      layer: node.depth + 1,
      units: children.get(node.id)?.length ?? 0,
      people: counts.get(node.id)?.people ?? 0,
      peopleBelow: counts.get(node.id)?.peopleBelow ?? 0,
    }));
    const layers = Math.max(0, ...rows.map(({ layer }) => layer));
    const parents = rows.filter(({ units }) => units > 0);
    const span =
      parents.length === 0
        ? null
        : parents.reduce((sum, { units }) => sum + units, 0) / parents.length;
    const now = context.now.toString();
    return {
      says: `${tree.length} units in ${layers} layers${span === null ? '' : `; a unit that has units has ${span.toFixed(1)} of them`}.`,
      figures: [
        figure('layers', 'Layers', layers, 'layers', now, []),
        figure('units', 'Units', tree.length, 'units', now, []),
        figure('span', 'Units under a unit, on average', span, 'units', now, []),
      ],
      columns: [
        { key: 'unit', label: 'Unit' },
        { key: 'layer', label: 'Layer' },
        { key: 'units', label: 'Units directly below' },
        { key: 'people', label: 'People' },
        { key: 'peopleBelow', label: 'People, units below included' },
      ],
      rows,
      charts: [],
    };
  },
});

/** Kinds whose entities somebody has to answer for. */
const ownedKinds: readonly EntityKind[] = [
  'product',
  'feature',
  'service',
  'metric',
  'initiative',
  'objective',
  'repository',
  'flag',
  'launch',
];

const ownershipGaps = insight({
  key: 'org.ownership-gaps',
  title: 'Ownership gaps',
  describes:
    'Products, services, initiatives, repositories, flags and the like that no standing unit owns',
  parameters: z.strictObject({ kind: z.enum(ownedKinds).optional() }),
  async run(context, { kind }) {
    const day = await dayOf(context, undefined);
    const { rows } = await sql<{
      id: Id<EntityKind>;
      kind: EntityKind;
      title: string;
      state: string;
      owner: string | null;
      total: number;
    }>`
      select entity.id, entity.kind, entity.title, entity.state, owner.title as owner,
        count(*) over ()::int as total
      from entity
      left join entity owner on owner.id = entity.owner_unit_id and ${visible(context.actor, 'owner')}
      where entity.kind = any(${kind ? [kind] : [...ownedKinds]}::text[])
        and entity.kind <> all(${[...chartKinds]}::text[])
        and entity.state not in ('done', 'stopped', 'archived', 'closed', 'retired')
        and not exists (select 1 from unit where unit.id = entity.owner_unit_id and ${holds('unit', day)})
        and ${visible(context.actor)}
      order by entity.kind, entity.title, entity.id limit 200`.execute(context.db);
    const total = rows[0]?.total ?? 0;
    return {
      says:
        total === 0
          ? 'Everything has an owner.'
          : `${total} ${total === 1 ? 'thing has' : 'things have'} no owner.`,
      figures: [
        figure(
          'gaps',
          'Without an owner',
          total,
          'entities',
          context.now.toString(),
          rows.map(summaryOf),
        ),
      ],
      columns: [
        { key: 'reference', label: 'Reference' },
        { key: 'kind', label: 'Kind' },
        { key: 'title', label: 'Title' },
        { key: 'closedOwner', label: 'Closed unit that owned it' },
      ],
      rows: rows.map((row) => ({
        reference: toReference(row.kind, row.id),
        kind: row.kind,
        title: row.title,
        closedOwner: row.owner,
      })),
      charts: [],
    };
  },
});

/** The domain's insights. */
export const orgInsights: readonly Insight[] = [vacancies, spanAndLayers, ownershipGaps];
