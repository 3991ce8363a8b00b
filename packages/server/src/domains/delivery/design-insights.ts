import { idOf, toReference, type EntitySummary, type Id } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../platform/context.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { designReleaseView } from './design-release-views.ts';
import { readStandards } from './design-standard-store.ts';
import { openItems } from './rules.ts';

async function release(context: ReadContext, id: Id<'design_release'>) {
  const view = await designReleaseView(context, id);
  const summary: EntitySummary = {
    ref: toReference('design_release', id),
    kind: 'design_release',
    title: view.title,
    state: view.state,
  };
  return { view, summary };
}

function figure(
  key: string,
  label: string,
  value: number | null,
  now: Temporal.Instant,
  summary: EntitySummary,
) {
  const asOf = now.toString({ fractionalSecondDigits: 3 });
  return { key, label, value, unit: 'items', asOf, stale: false, records: [summary] };
}

const words = {
  unchecked: 'not checked',
  met: 'met',
  unmet: 'not met',
  'not-applicable': 'does not apply',
} as const;

const ofRelease = z.strictObject({ designRelease: idOf('design_release') });

const designRelease = insight({
  key: 'delivery.design-release',
  title: 'The design release',
  describes: 'What is under review: whose design, which file at which version, its verdict so far',
  parameters: ofRelease,
  async run(context, { designRelease: id }) {
    const { view, summary } = await release(context, id);
    const row = (what: string, is: string) => ({ what, is });
    return {
      says: `“${view.title}” ${view.version} is ${view.state}.`,
      figures: [
        figure('items', 'Checklist', view.checklist.length, context.now, summary),
        figure('open', 'Not met', openItems(view.checklist).length, context.now, summary),
      ],
      columns: [
        { key: 'what', label: 'What' },
        { key: 'is', label: '' },
      ],
      rows: [
        ...(view.designs ? [row('Designs of', view.designs.title)] : []),
        row('File', view.file),
        row('Version', view.version),
        row('Verdict', view.state),
        ...(view.verdictReason ? [row('Reason', view.verdictReason)] : []),
      ],
      charts: [],
    };
  },
});

const designChecklist = insight({
  key: 'delivery.design-checklist',
  title: 'Checklist against the design standards',
  describes: 'How the design meets each item: of some groups of standards, or of the whole list',
  parameters: z.strictObject({
    designRelease: idOf('design_release'),
    standards: z.array(z.string().max(100)).max(50).optional(),
  }),
  async run(context, { designRelease: id, standards }) {
    const { view, summary } = await release(context, id);
    const groups = new Map((await readStandards(context.db)).map((one) => [one.key, one]));
    const groupOf = (key: string | null) => (key === null ? undefined : groups.get(key));
    // What the team wrote itself belongs to no standard, and is always shown.
    const items = view.checklist.filter(({ standard }) => {
      const group = groupOf(standard)?.group_key;
      return !standards || group === undefined || standards.includes(group);
    });
    const open = openItems(items);
    return {
      says:
        items.length === 0
          ? 'There is nothing to check.'
          : `${items.length - open.length} of ${items.length} settled; ${open.length} not met or not checked.`,
      figures: (['met', 'unmet', 'unchecked', 'not-applicable'] as const).map((result) =>
        figure(
          result,
          words[result],
          items.filter((item) => item.result === result).length,
          context.now,
          summary,
        ),
      ),
      columns: [
        { key: 'item', label: 'Item' },
        { key: 'standard', label: 'Standard' },
        { key: 'result', label: 'Result' },
        { key: 'evidence', label: 'Evidence' },
      ],
      rows: items.map(({ text, standard, result, note }) => ({
        item: text,
        standard: groupOf(standard)?.group_title ?? null,
        result: words[result],
        evidence: note,
      })),
      charts: [],
    };
  },
});

const designExceptions = insight({
  key: 'delivery.design-exceptions',
  title: 'Exceptions',
  describes: 'What the design goes without, who allowed it, until when',
  parameters: ofRelease,
  async run(context, { designRelease: id }) {
    const { view, summary } = await release(context, id);
    const holding = view.waivers.filter(({ holds }) => holds);
    return {
      says:
        view.waivers.length === 0
          ? 'Nothing was waived.'
          : `${holding.length} of ${view.waivers.length} waivers hold.`,
      figures: [figure('holding', 'Waivers that hold', holding.length, context.now, summary)],
      columns: [
        { key: 'item', label: 'Item' },
        { key: 'reason', label: 'Reason' },
        { key: 'until', label: 'Until' },
        { key: 'grantedBy', label: 'Granted by' },
        { key: 'holds', label: 'Holds' },
      ],
      rows: view.waivers.map(({ item, reason, until, grantedBy, holds }) => ({
        item,
        reason,
        until,
        grantedBy,
        holds,
      })),
      charts: [],
    };
  },
});

const designScreens = insight({
  key: 'delivery.design-screens',
  title: 'Screens',
  describes: 'What the screens of the version under review show, in words',
  parameters: ofRelease,
  async run(context, { designRelease: id }) {
    const { view, summary } = await release(context, id);
    const screens = view.screens.filter(({ version }) => version === view.version);
    return {
      says:
        screens.length === 0
          ? `No screen of ${view.version} was uploaded.`
          : `${screens.length} ${screens.length === 1 ? 'screen' : 'screens'} of ${view.version}.`,
      figures: [figure('screens', 'Screens', screens.length, context.now, summary)],
      columns: [
        { key: 'shows', label: 'Shows' },
        { key: 'size', label: 'Size' },
        { key: 'addedBy', label: 'Added by' },
      ],
      rows: screens.map(({ alt, width, height, addedBy }) => ({
        ref: summary.ref,
        shows: alt,
        size: `${width} × ${height}`,
        addedBy,
      })),
      charts: [],
    };
  },
});

const usabilityEvidence = insight({
  key: 'delivery.usability-evidence',
  title: 'Usability evidence',
  describes: 'How people fared with the version under review, task by task, and what was found',
  parameters: ofRelease,
  async run(context, { designRelease: id }) {
    const { view, summary } = await release(context, id);
    const evidence = view.evidence.filter(({ version }) => version === view.version);
    const grave = evidence
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity === 'major' || severity === 'catastrophe');
    const people = evidence.reduce((most, one) => Math.max(most, one.participants), 0);
    return {
      says:
        evidence.length === 0
          ? `Nobody has tried ${view.version} yet.`
          : `${evidence.length} ${evidence.length === 1 ? 'task' : 'tasks'} tried by ${people === 1 ? '1 person' : `up to ${people} people`}; ${grave.length} grave ${grave.length === 1 ? 'finding' : 'findings'}.`,
      figures: [
        figure('tasks', 'Tasks', evidence.length, context.now, summary),
        figure('grave', 'Grave findings', grave.length, context.now, summary),
      ],
      columns: [
        { key: 'task', label: 'Task' },
        { key: 'study', label: 'Study' },
        { key: 'success', label: 'Success' },
        { key: 'interval', label: '95 % interval' },
        { key: 'findings', label: 'Findings' },
      ],
      rows: evidence.map((one) => ({
        ref: summary.ref,
        task: one.task,
        study: one.study,
        success: `${one.succeeded} of ${one.participants}`,
        interval: `${one.from} to ${one.to} %`,
        findings: one.findings.map(({ severity, text }) => `${severity}: ${text}`).join('; '),
      })),
      charts: [],
    };
  },
});

/** What a design release review looks at. */
export const designInsights: readonly Insight[] = [
  designRelease,
  designChecklist,
  designExceptions,
  designScreens,
  usabilityEvidence,
];
