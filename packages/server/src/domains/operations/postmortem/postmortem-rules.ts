import type { postmortemFills } from '@throughline/contract';
import type { PostmortemSection } from '../tables.ts';

/** A part of the template: what it is called, what is asked, what of the incident it begins with. */
export interface TemplateSection {
  readonly title: string;
  readonly prompt: string;
  readonly fills: (typeof postmortemFills)[number];
}

/** What a draft is made from. */
export interface IncidentAccount {
  readonly summary: string;
  readonly impact: string;
  readonly cause: string;
  readonly severity: number;
  readonly openedAt: Date;
  readonly mitigatedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly timeline: readonly {
    readonly at: Date;
    readonly by_name: string;
    readonly text: string;
  }[];
}

/** The template that comes with the program; it asks what happened, and nobody who did it. */
export const usualTemplate: readonly TemplateSection[] = [
  {
    title: 'Summary',
    prompt: 'What happened, in two or three sentences that somebody outside the team understands.',
    fills: 'summary',
  },
  {
    title: 'Impact',
    prompt: 'Who noticed what, for how long, and what it cost them.',
    fills: 'impact',
  },
  {
    title: 'Timeline',
    prompt: 'What was seen and done, when. Mark when it was detected and when it turned.',
    fills: 'timeline',
  },
  {
    title: 'Contributing factors',
    prompt:
      'Everything that had to be as it was for this to happen: there is never only one. Say what made sense to people at the time, not what they should have done.',
    fills: 'cause',
  },
  {
    title: 'What went well',
    prompt: 'What kept it from being worse, and should stay as it is.',
    fills: 'nothing',
  },
  {
    title: 'Where we were lucky',
    prompt: 'What might as well have gone wrong.',
    fills: 'nothing',
  },
  {
    title: 'What we learnt',
    prompt: 'What we know now and did not before. What has to be done about it is an action below.',
    fills: 'nothing',
  },
];

const clock = (zone: string) => (date: Date) =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ');

function spent(from: Date, to: Date): string {
  const minutes = Math.round((to.getTime() - from.getTime()) / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

function impactOf(account: IncidentAccount): string {
  const { openedAt, mitigatedAt, resolvedAt, severity, impact } = account;
  const ended = mitigatedAt ?? resolvedAt;
  const lasted = ended ? `It lasted ${spent(openedAt, ended)}.` : 'It has not ended yet.';
  return [impact, `Severity ${severity}. ${lasted}`].filter(Boolean).join('\n\n');
}

/** A draft of the sections of a template, from what is known of the incident; times as in a zone. */
export function draftSections(
  template: readonly TemplateSection[],
  account: IncidentAccount,
  zone: string,
): PostmortemSection[] {
  const at = clock(zone);
  const texts: Readonly<Record<TemplateSection['fills'], () => string>> = {
    nothing: () => '',
    summary: () => account.summary,
    impact: () => impactOf(account),
    cause: () => account.cause,
    timeline: () =>
      [
        `- ${at(account.openedAt)} It began.`,
        ...account.timeline.map((line) => `- ${at(line.at)} ${line.text} (${line.by_name})`),
      ].join('\n'),
  };
  return template.map(({ title, prompt, fills }) => ({
    title,
    prompt,
    text: texts[fills]().slice(0, 20_000),
  }));
}
