import type { OperationOf, OutputOf, Stage } from '@throughline/contract';
import { Graph, layout } from '@dagrejs/dagre';

/** A trace as the API answers it. */
export type Trace = OutputOf<OperationOf<'entities.getTrace'>>;

/** An entity of the trace with its place in the drawing. */
export interface PlacedEntity {
  readonly ref: string;
  readonly title: string;
  readonly state: string;
  readonly stage: Stage;
  readonly start: boolean;
  readonly x: number;
  readonly y: number;
}

/** The size of a drawn entity, in pixels. */
export const nodeSize = { width: 208, height: 64 };

/** Lays a trace out from the priority at the top to the review at the bottom. */
export function layoutTrace(trace: Trace): readonly PlacedEntity[] {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 36, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const entities = trace.stages.flatMap(({ stage, entities: here }) =>
    here.map((entity) => ({ ...entity, stage })),
  );
  for (const entity of entities) graph.setNode(entity.ref, { ...nodeSize });
  // Relations point up the line; the drawing runs down it.
  for (const { from, to } of trace.edges) {
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(to, from);
  }
  layout(graph);
  return entities.map(({ ref, title, state, stage, start }) => {
    const { x = 0, y = 0 } = graph.node(ref) as { x?: number; y?: number };
    return {
      ref,
      title,
      state,
      stage,
      start,
      x: x - nodeSize.width / 2,
      y: y - nodeSize.height / 2,
    };
  });
}
