import { Progress } from '../../ui/progress.tsx';
import { percent } from './words.ts';

/** A progress from 0 to 1 as a figure with its bar. */
export function Score({ progress }: { readonly progress: number }) {
  return (
    <span className="flex items-center gap-3">
      <span className="figures whitespace-nowrap">{percent(progress)}</span>
      <span className="grow">
        <Progress label="Progress" labelHidden value={progress} max={1} />
      </span>
    </span>
  );
}
