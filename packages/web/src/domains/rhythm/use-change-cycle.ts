import { useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { toast } from '../../ui/toast.ts';
import type { Cycle } from './rhythm-types.ts';

type Template = Cycle['template'];
type Session = Template['sessions'][number];

/** What is held at once: what the cycle's own rule holds, or one of its sessions. */
export type Held = Pick<
  Session,
  'agenda' | 'pack' | 'outputs' | 'preReadBusinessDays' | 'decider'
> & { readonly rule: Template['rule'] };

/** How long an agenda takes. */
export const minutesOf = (agenda: Held['agenda']): number =>
  agenda.reduce((sum, point) => sum + point.minutes, 0);

/** Changes a part of a copied cycle; the rest of its template stays as it was when one began. */
export function useChangeCycle(cycle: Cycle) {
  const change = useWrite('rhythm.changeCycle');
  const [{ template, revision }] = useState(cycle);
  return {
    template,
    busy: change.isPending,
    error: change.error,
    save: async (part: Partial<Template>) => {
      const { version } = await change.mutateAsync({
        params: { id: cycle.ref },
        body: { ...template, ...part },
        ifMatch: revision,
      });
      toast({ title: `Version ${version} of ${part.title ?? template.title}` });
    },
  };
}

/** Changes what a copied cycle holds, or what one of its sessions does. */
export function useChangeHeld(cycle: Cycle, sessionKey: string | undefined) {
  const { template, busy, error, save } = useChangeCycle(cycle);
  const place = template.sessions.findIndex(({ key }) => key === sessionKey);
  const session = template.sessions[place];
  const held: Held = session ? { ...session, rule: session.rule ?? template.rule } : template;
  return {
    template,
    held,
    /** The field of the template in which a part of it stands, for what is wrong with it. */
    fieldOf: (part: keyof Held) => (session ? `sessions.${place}.${part}` : part),
    title: session ? `${session.title}: ` : '',
    isSession: session !== undefined,
    busy,
    error,
    saveHeld: (part: Partial<Held>, ofCycle: Partial<Template> = {}) =>
      session
        ? save({
            sessions: template.sessions.map((one) => (one === session ? { ...one, ...part } : one)),
          })
        : save({
            ...part,
            ...ofCycle,
            ...(part.agenda ? { durationMinutes: minutesOf(part.agenda) } : {}),
          }),
  };
}
