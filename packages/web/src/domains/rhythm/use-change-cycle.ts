import { useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { toast } from '../../ui/toast.ts';
import type { Cycle } from './rhythm-types.ts';

type Template = Cycle['template'];

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
