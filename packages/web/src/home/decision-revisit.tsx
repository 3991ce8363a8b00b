import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../api/entity-address.ts';
import { shownProblem } from '../api/problem.ts';
import { useWrite } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import { toast } from '../ui/toast.ts';

/** Asks a decision's question again: leads to the new decision, which replaces it. */
export function DecisionRevisit({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  const revisit = useWrite('decisions.revisitDecision');
  return (
    <Button
      busy={revisit.isPending}
      onClick={() =>
        revisit.mutate(
          { params: { id }, body: {} },
          {
            onSuccess: ({ ref }) => void navigate({ to: entityAddress(ref) }),
            onError: (error) => {
              const { title, detail } = shownProblem(error);
              toast({ tone: 'failed', title, detail: detail ?? '' });
            },
          },
        )
      }
    >
      Ask it again
    </Button>
  );
}
