import { z } from 'zod';
import {
  TrackerFault,
  type BacklogScope,
  type OutsideSprint,
  type OutsideStory,
} from './outside-story.ts';

/** An issue as Jira's search answers it. */
export interface JiraIssue {
  readonly id: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const moment = z.string().min(10);
const fields = z.object({
  summary: z.string(),
  description: z.string().nullish(),
  status: z.object({
    name: z.string(),
    statusCategory: z.object({ key: z.string() }).optional(),
  }),
  resolution: z.object({ name: z.string() }).nullish(),
  assignee: z.object({ displayName: z.string(), emailAddress: z.string().optional() }).nullish(),
  issuetype: z
    .object({
      name: z.string(),
      subtask: z.boolean().optional(),
      hierarchyLevel: z.number().optional(),
    })
    .optional(),
  parent: z
    .object({
      id: z.string(),
      key: z.string(),
      fields: z.object({ summary: z.string() }).partial().optional(),
    })
    .nullish(),
  created: moment,
  updated: moment,
  resolutiondate: moment.nullish(),
});

const sprint = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  goal: z.string().nullish(),
  startDate: moment.nullish(),
  endDate: moment.nullish(),
  completeDate: moment.nullish(),
});

const sprintStates = { future: 'planned', active: 'running', closed: 'closed' } as const;

/** `2026-11-23T09:00:00.000+0100`, as Jira writes it, as a moment of ours. */
function instantOf(text: string): string {
  return Temporal.Instant.from(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toString({
    fractionalSecondDigits: 3,
  });
}

/** A sprint as Jira tells it, or undefined where it is none. */
export function jiraSprint(value: unknown): OutsideSprint | undefined {
  const read = sprint.safeParse(value);
  if (!read.success) return undefined;
  const { id, name, goal, startDate, endDate } = read.data;
  const state = read.data.state.toLowerCase();
  return {
    id: String(id),
    title: name,
    goal: goal ?? '',
    startsAt: startDate ? instantOf(startDate) : null,
    endsAt: endDate ? instantOf(endDate) : null,
    state: state in sprintStates ? sprintStates[state as keyof typeof sprintStates] : 'planned',
  };
}

const wontDo = /won['’]?t|duplicate|declin|cancel|reject|obsolete|abandon|cannot reproduce/i;

function categoryOf({ status, resolution }: z.output<typeof fields>): OutsideStory['category'] {
  switch (status.statusCategory?.key) {
    case 'done':
      return wontDo.test(`${resolution?.name ?? ''} ${status.name}`) ? 'dropped' : 'done';
    case 'indeterminate':
      return /review/i.test(status.name) ? 'in-review' : 'in-progress';
    default:
      return 'open';
  }
}

/** A story of Jira's issue; undefined where it is none: an epic, or a part of a story. */
export function jiraStory(
  issue: JiraIssue,
  scope: BacklogScope,
  address: string,
): OutsideStory | undefined {
  const parsed = fields.safeParse(issue.fields);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new TrackerFault(`Its issue ${issue.key} isn’t as published: ${at} is missing.`);
  }
  const read = parsed.data;
  const { issuetype, parent } = read;
  const isStory =
    issuetype?.hierarchyLevel === undefined
      ? issuetype?.subtask !== true && issuetype?.name !== 'Epic'
      : issuetype.hierarchyLevel === 0;
  if (!isStory) return undefined;
  const category = categoryOf(read);
  const estimate = scope.estimate ? issue.fields[scope.estimate] : null;
  const linked = scope.epic ? issue.fields[scope.epic] : null;
  const sprints = scope.sprint ? issue.fields[scope.sprint] : null;
  return {
    id: issue.id,
    key: issue.key,
    address: `${address.replace(/\/+$/, '')}/browse/${issue.key}`,
    title: read.summary,
    description: read.description ?? '',
    status: read.status.name,
    category,
    estimate: typeof estimate === 'number' ? estimate : null,
    assignee: read.assignee
      ? { name: read.assignee.displayName, email: read.assignee.emailAddress ?? null }
      : null,
    epic: parent
      ? { id: parent.id, key: parent.key, title: parent.fields?.summary ?? parent.key, text: '' }
      : typeof linked === 'string'
        ? { id: linked, key: linked, title: linked, text: '' }
        : null,
    sprints: Array.isArray(sprints) ? sprints.flatMap((one) => jiraSprint(one) ?? []) : [],
    createdAt: instantOf(read.created),
    startedAt: null,
    doneAt: category === 'done' ? instantOf(read.resolutiondate ?? read.updated) : null,
    changedAt: instantOf(read.updated),
  };
}
