import type { EntityRef, Id } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import type { Gate, Verdict } from '../../platform/gates/gate.ts';
import { placeOfDeployment } from '../release/index.ts';
import { changesHappening } from './change/change-views.ts';
import { overdueFindingsOf } from './finding/finding-views.ts';
import { servicesBuiltFrom } from './finding/finding-store.ts';
import { openIncidentsOf, unresolvedIncidentsOf } from './incident/incident-views.ts';
import { sloVerdicts } from './slo/slo-views.ts';

interface Subject {
  readonly services: readonly string[];
  /** Its repository, its environment, the thing itself. */
  readonly others: readonly string[];
}

/** What a gate looks at: the services that a deployment's repository builds, or the thing itself. */
async function subjectOf({ db }: ReadContext, about: EntityRef): Promise<Subject> {
  if (about.kind === 'service') return { services: [about.id], others: [] };
  if (about.kind === 'repository') {
    return { services: await servicesBuiltFrom(db, [about.id]), others: [about.id] };
  }
  if (about.kind !== 'deployment') return { services: [], others: [about.id] };
  const { repository, environment } = await placeOfDeployment(db, about.id);
  return {
    services: await servicesBuiltFrom(db, [repository]),
    others: [repository, environment],
  };
}

/** `“Search is slow”`, or words that give nothing away of what not everybody may see. */
const named = (row: { title: string; restricted: boolean }, otherwise: string) =>
  row.restricted ? otherwise : `“${row.title}”`;
const more = (count: number) => (count > 1 ? `, and ${count - 1} more` : '');
const refsOf = <K extends 'slo' | 'incident' | 'security_finding' | 'infrastructure_change'>(
  kind: K,
  rows: readonly { id: Id<K> }[],
): EntityRef[] => rows.map(({ id }) => ({ kind, id }));
const capital = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`;

const nowhere: Verdict = {
  state: 'inconclusive',
  says: 'No service is built from this repository: say which one on the service’s page.',
  evidence: [],
};

const noOpenIncident: Gate = {
  key: 'operations.no-open-incident',
  describes: 'No open incident names the deployment as its cause',
  kinds: ['deployment'],
  async check(context, about) {
    const open = await openIncidentsOf(context, about.id);
    const [worst] = open;
    if (!worst) return { state: 'open', says: 'No open incident names it.', evidence: [] };
    const says = worst.restricted ? 'an open incident names it' : `“${worst.title}” is open`;
    return { state: 'closed', says: `${capital(says)}.`, evidence: refsOf('incident', open) };
  },
};

const quietService = (worstTo: number): Gate => ({
  key: `operations.no-incident-to-severity-${worstTo}`,
  describes: `No incident of severity ${worstTo}${worstTo > 1 ? ' or worse' : ''} on the service is unresolved`,
  kinds: ['deployment', 'repository', 'service'],
  async check(context, about) {
    const { services } = await subjectOf(context, about);
    if (services.length === 0) return nowhere;
    const open = await unresolvedIncidentsOf(context, services, worstTo);
    const [worst] = open;
    if (!worst) {
      const says = `No incident of severity ${worstTo}${worstTo > 1 ? ' or worse' : ''} is open.`;
      return { state: 'open', says, evidence: [] };
    }
    const what = named(worst, 'an incident');
    return {
      state: 'closed',
      says: `${capital(what)} of severity ${worst.severity} is not resolved${more(open.length)}.`,
      evidence: refsOf('incident', open),
    };
  },
});

const errorBudget: Gate = {
  key: 'operations.error-budget',
  describes: 'The error budgets of the service are not spent',
  kinds: ['deployment', 'repository', 'service'],
  async check(context, about) {
    const { services } = await subjectOf(context, about);
    if (services.length === 0) return nowhere;
    const slos = await sloVerdicts(context, services);
    const evidence = refsOf('slo', slos);
    if (slos.length === 0) {
      return {
        state: 'inconclusive',
        says: 'Nothing is promised of the service: it has no SLO.',
        evidence,
      };
    }
    const spent = slos.filter(({ state }) => state === 'spent');
    if (spent[0]) {
      const what = named(spent[0], 'an SLO');
      return {
        state: 'closed',
        says: `The error budget of ${what} is spent${more(spent.length)}.`,
        evidence: refsOf('slo', spent),
      };
    }
    const unknown = slos.filter(({ state }) => state === 'unknown');
    if (unknown[0]) {
      const what = named(unknown[0], 'an SLO');
      return {
        state: 'inconclusive',
        says: `Nobody can tell: ${what} has no measurement that is new enough${more(unknown.length)}.`,
        evidence: refsOf('slo', unknown),
      };
    }
    const least = Math.min(...slos.map(({ remaining }) => remaining ?? 1));
    return {
      state: 'open',
      says: `At least ${Math.round(least * 1000) / 10} % of the error budget is left.`,
      evidence,
    };
  },
};

const findingsInTime: Gate = {
  key: 'operations.findings-in-time',
  describes: 'No security finding of the service or repository is past its deadline without leave',
  kinds: ['deployment', 'repository', 'service'],
  async check(context, about) {
    const { services, others } = await subjectOf(context, about);
    const late = await overdueFindingsOf(context, [...services, ...others]);
    const [worst] = late;
    if (!worst) {
      return { state: 'open', says: 'No security finding is past its deadline.', evidence: [] };
    }
    const what = named(worst, 'a finding');
    return {
      state: 'closed',
      says: `${capital(what)} (${worst.severity}) was to be fixed by ${worst.due_on}${more(late.length)}.`,
      evidence: refsOf('security_finding', late),
    };
  },
};

const noChangeUnderneath: Gate = {
  key: 'operations.no-change-underneath',
  describes: 'No infrastructure change of the service or its environment is happening now',
  kinds: ['deployment', 'repository', 'service', 'environment'],
  async check(context, about) {
    const { services, others } = await subjectOf(context, about);
    const happening = await changesHappening(context, [...services, ...others]);
    const [first] = happening;
    if (!first) {
      return { state: 'open', says: 'Nothing is being changed underneath.', evidence: [] };
    }
    const what = named(first, 'an infrastructure change');
    return {
      state: 'closed',
      says: `${capital(what)} is planned until ${first.ends_at.toISOString()}${more(happening.length)}.`,
      evidence: refsOf('infrastructure_change', happening),
    };
  },
};

/** What deployments and launches may wait for. */
export const operationsGates: readonly Gate[] = [
  noOpenIncident,
  ...[1, 2, 3, 4].map(quietService),
  errorBudget,
  findingsInTime,
  noChangeUnderneath,
];
