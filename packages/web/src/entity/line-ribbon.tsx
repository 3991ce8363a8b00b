import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../api/entity-address.ts';
import { useRead } from '../api/use-operation.ts';
import { Ribbon, type RibbonStage } from '../ui/ribbon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { stageWords } from './stage-words.ts';
import { stateTone, stateWord } from './state-tone.ts';

type Trace = OutputOf<OperationOf<'entities.getTrace'>>;
type TraceStage = Trace['stages'][number];

/** Stages without which the line has no reason: a gap there is drawn as one. */
const needed = new Set(['priority', 'objective', 'initiative']);

function ribbonStage(
  stage: TraceStage,
  start: Trace['start'],
  furthest: number,
  at: number,
): RibbonStage {
  const only = stage.entities.length === 1 ? stage.entities[0] : undefined;
  const gap = stage.count === 0 && needed.has(stage.stage) && at < furthest;
  return {
    id: stage.stage,
    label: stageWords[stage.stage],
    count: stage.count,
    current: stage.entities.some((entity) => entity.start),
    ...(only ? { tone: stateTone(only.state), word: stateWord(only.state) } : {}),
    ...(stage.count === 0
      ? {}
      : { href: only ? entityAddress(only.ref) : `/trace/${start.ref}?stage=${stage.stage}` }),
    ...(gap
      ? { gap: { label: `Link the ${stageWords[stage.stage].toLowerCase()}`, href: '#relations' } }
      : {}),
  };
}

/** The line through an entity as its page shows it: a click walks it, a gap says what closes it. */
export function LineRibbon({ reference }: { readonly reference: string }) {
  const { data, error } = useRead('entities.getTrace', { params: { ref: reference } });
  if (error) return null;
  if (!data) return <Skeleton lines={2} />;
  const furthest = data.stages.findLastIndex(({ count }) => count > 0);
  return (
    <Ribbon stages={data.stages.map((stage, at) => ribbonStage(stage, data.start, furthest, at))} />
  );
}
