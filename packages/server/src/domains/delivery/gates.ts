import type { ReadContext } from '../../platform/context.ts';
import type { Gate } from '../../platform/gates/gate.ts';
import { organisationDay } from './day-store.ts';
import { designsFor, type JudgedDesign } from './design-release-views.ts';
import { openItems, unwaived, waiverHolds } from './rules.ts';
import { loadChecklist, waiversOf } from './store.ts';

interface Standing {
  readonly design: JudgedDesign;
  readonly goes: boolean;
  readonly says: string;
}

/** A conditional verdict goes as long as a waiver holds for everything that isn't met. */
async function standingOf(context: ReadContext, design: JudgedDesign): Promise<Standing> {
  const name = `“${design.title}” ${design.version}`;
  if (design.state === 'approved') return { design, goes: true, says: name };
  const reason = design.reason ? `: ${design.reason}` : '';
  const shut = { design, goes: false, says: `${name} is ${design.state}${reason}.` };
  if (design.state !== 'conditional') return shut;
  const today = await organisationDay(context.db, context.now);
  const own = (await waiversOf(context.db, [design.id])).filter(
    ({ version }) => version === design.version,
  );
  const holding = own.filter((waiver) => waiverHolds(waiver, design.version, today));
  const checklist = await loadChecklist(context.db, design.id);
  if (openItems(checklist).length === 0) return shut;
  const [first] = unwaived(checklist, holding);
  if (!first)
    return { design, goes: true, says: `${name} under waivers until ${holding[0]?.until}` };
  const ended = own.find(({ item }) => item === first.text);
  if (!ended) return shut;
  return { ...shut, says: `${name}: the waiver of “${first.text}” ended on ${ended.until}.` };
}

/** What ramps and launches wait for. */
export const deliveryGates: readonly Gate[] = [
  {
    key: 'delivery.design-release-approved',
    describes: 'Every design release of it is approved, or goes under waivers that hold',
    kinds: ['design_release', 'feature', 'initiative', 'launch'],
    async check(context, about) {
      const designs = await designsFor(context, about);
      const evidence = designs.map(({ id }) => ({ kind: 'design_release' as const, id }));
      if (designs.length === 0) {
        return { state: 'inconclusive', says: 'It has no design release.', evidence };
      }
      const standings: Standing[] = [];
      for (const design of designs) standings.push(await standingOf(context, design));
      const [first, ...others] = standings.filter(({ goes }) => !goes);
      if (!first) {
        const each = standings.map(({ says }) => says).join(', ');
        return { state: 'open', says: `Approved: ${each}.`, evidence };
      }
      const more = others.length > 0 ? ` ${others.length} more are not approved either.` : '';
      return { state: 'closed', says: `${first.says}${more}`, evidence };
    },
  },
];
