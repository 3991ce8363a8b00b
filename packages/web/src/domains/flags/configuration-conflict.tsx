import type { FlagConfiguration } from '@throughline/contract';
import { Button } from '../../ui/button.tsx';
import { ConfigurationSteps } from './configuration-steps.tsx';
import { configurationOf, type FlagInEnvironment, type Variation } from './flag-types.ts';

/** Two people changed the same flag in the same place: both versions, and which one stands. */
export function ConfigurationConflict({
  theirs,
  mine,
  variations,
  onTakeTheirs,
  onKeepMine,
}: {
  readonly theirs: FlagInEnvironment;
  readonly mine: FlagConfiguration;
  readonly variations: readonly Variation[];
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}) {
  return (
    <div role="alert" className="flex flex-col gap-3 border-l-2 border-off-track pl-3">
      <p className="font-semibold">
        {theirs.changedBy ?? 'Somebody'} changed this flag here while you did
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <div>
          <p className="text-xs text-tertiary">Saved, revision {theirs.revision}</p>
          <ConfigurationSteps configuration={configurationOf(theirs)} variations={variations} />
        </div>
        <div>
          <p className="text-xs text-tertiary">Yours, unsaved</p>
          <ConfigurationSteps configuration={mine} variations={variations} />
        </div>
      </div>
      <div className="flex gap-2">
        <Button onClick={onTakeTheirs}>Discard mine</Button>
        <Button onClick={onKeepMine}>Put mine in place of it</Button>
      </div>
    </div>
  );
}
