import { relationTable } from '@throughline/contract/operation-table';
import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import './trace-graph.css';
import { useMemo } from 'react';
import { entityAddress } from '../api/entity-address.ts';
import { EntityStatus } from '../entity/entity-status.tsx';
import { stageWords } from '../entity/stage-words.ts';
import { layoutTrace, nodeSize, type PlacedEntity, type Trace } from './trace-layout.ts';

type EntityNode = Node<{ entity: PlacedEntity }, 'entity'>;

const reads = new Map(relationTable.map(([name, words]) => [name as string, words]));

function EntityBox({ data }: NodeProps<EntityNode>) {
  const { entity } = data;
  return (
    <div
      className={`flex h-full flex-col justify-between rounded-sm border bg-surface px-3 py-2 ${
        entity.start ? 'border-accent ring-2 ring-accent' : 'border-line'
      }`}
      style={nodeSize}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span className="flex items-center justify-between gap-2 text-xs text-tertiary">
        {stageWords[entity.stage]}
        <EntityStatus state={entity.state} plain />
      </span>
      <a
        className="link truncate font-medium"
        href={entityAddress(entity.ref)}
        title={entity.title}
      >
        {entity.title}
      </a>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

const nodeTypes = { entity: EntityBox };

/** The line as a graph: pan, zoom, and walk it by a click or by keyboard. */
export function TraceGraph({
  trace,
  go,
}: {
  readonly trace: Trace;
  readonly go: (href: string) => void;
}) {
  const nodes = useMemo(
    (): EntityNode[] =>
      layoutTrace(trace).map((entity) => ({
        id: entity.ref,
        type: 'entity',
        position: { x: entity.x, y: entity.y },
        data: { entity },
        ariaLabel: `${stageWords[entity.stage]}: ${entity.title}`,
        ariaRole: 'group',
        focusable: false,
        ...nodeSize,
      })),
    [trace],
  );
  const edges = useMemo(
    (): Edge[] =>
      trace.edges.map(({ from, relation, to }) => ({
        id: `${from} ${relation} ${to}`,
        source: to,
        target: from,
        ariaLabel: reads.get(relation) ?? relation,
        focusable: false,
        markerStart: { type: MarkerType.Arrow },
      })),
    [trace],
  );
  return (
    <div className="trace-graph h-[46rem] rounded-sm border border-line bg-sunken">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        onNodeDoubleClick={(_event, node) => go(entityAddress(node.id))}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.04 }}
        minZoom={0.2}
        proOptions={{ hideAttribution: false }}
        aria-label={`The line through ${trace.start.title}`}
      >
        <Background gap={16} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
