import { Kbd } from '../../../ui/kbd.tsx';
import { Status } from '../../../ui/status.tsx';
import { healthTone, healthWord } from './timeline-bar.tsx';

const keys = [
  { keys: ['↑', '↓'], words: 'select' },
  { keys: ['shift', '←', '→'], words: 'move by a day' },
  { keys: ['shift', '↑', '↓'], words: 'by a week' },
  { keys: ['alt', '←', '→'], words: 'move the end' },
  { keys: ['alt', 'shift', '←', '→'], words: 'move the beginning' },
  { keys: ['enter'], words: 'open' },
];

/** What the shapes, lines and keys of the timeline mean. */
export function RoadmapLegend() {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-secondary">
      {(['green', 'amber', 'red', null] as const).map((health) => (
        <Status key={health} tone={healthTone(health)} word={healthWord(health)} plain />
      ))}
      <span className="flex items-center gap-1.5">
        <span className="h-3 w-(--datum) bg-accent" /> today
      </span>
      <span className="flex items-center gap-1.5 text-off-track">
        <span className="w-5 border-t-2 border-dashed border-off-track" /> ends after what needs it
        begins
      </span>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 max-md:hidden">
        {keys.map(({ keys: pressed, words }) => (
          <span key={words} className="flex items-center gap-1">
            {pressed.map((key) => (
              <Kbd key={key} keys={key} />
            ))}{' '}
            {words}
          </span>
        ))}
      </span>
    </div>
  );
}
