import { useRead } from '../../api/use-operation.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { KeyResultDialog } from './key-result-dialog.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';

interface Props {
  readonly of: string;
  readonly onClose: () => void;
}

function Loading({ onClose }: Pick<Props, 'onClose'>) {
  return (
    <Dialog open onOpenChange={onClose} title="Change">
      <Skeleton lines={6} />
    </Dialog>
  );
}

/** Changes an objective that is known by its reference alone; to close it, where that is meant. */
export function ChangeObjective({ of, closing, onClose }: Props & { readonly closing?: boolean }) {
  const { data } = useRead('strategy.getObjective', { params: { id: of } });
  return data ? (
    <ObjectiveDialog objective={data} closing={closing} onClose={onClose} />
  ) : (
    <Loading onClose={onClose} />
  );
}

/** Changes a key result that is known by its reference alone. */
export function ChangeKeyResult({ of, onClose }: Props) {
  const { data } = useRead('strategy.getKeyResult', { params: { id: of } });
  return data ? (
    <KeyResultDialog keyResult={data} onClose={onClose} />
  ) : (
    <Loading onClose={onClose} />
  );
}

/** Changes an initiative that is known by its reference alone. */
export function ChangeInitiative({ of, onClose }: Props) {
  const { data } = useRead('strategy.getInitiative', { params: { id: of } });
  return data ? (
    <InitiativeDialog initiative={data} onClose={onClose} />
  ) : (
    <Loading onClose={onClose} />
  );
}
