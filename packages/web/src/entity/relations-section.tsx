import { useState } from 'react';
import { kindWords } from '../api/entity-address.ts';
import { useList, useWrite } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import { Table } from '../ui/table.tsx';
import { EntityLink } from './entity-link.tsx';
import { EntityStatus } from './entity-status.tsx';
import { LinkDialog } from './link-dialog.tsx';

/** Everything that an entity is joined to, from either end; relations can be made and ended. */
export function RelationsSection({ reference }: { readonly reference: string }) {
  const list = useList('entities.listLinks', { params: { ref: reference } });
  const end = useWrite('entities.endLink');
  const [adding, setAdding] = useState(false);
  return (
    <div id="relations">
      <Section
        title="Relations"
        actions={
          <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
            Add relation
          </Button>
        }
      >
        {list.items.length === 0 ? (
          <p className="text-secondary">Nothing is joined to this yet.</p>
        ) : (
          <Table
            label="Relations"
            rows={list.items}
            rowKey={(row) => row.ref}
            rowName={(row) => `${row.reads} ${row.entity.title}`}
            columns={[
              { id: 'reads', header: 'Relation', cell: (row) => row.reads, width: '14rem' },
              { id: 'entity', header: 'Entity', cell: (row) => <EntityLink entity={row.entity} /> },
              { id: 'kind', header: 'Kind', cell: (row) => kindWords(row.entity.kind) },
              {
                id: 'state',
                header: 'State',
                cell: (row) => <EntityStatus state={row.entity.state} plain />,
              },
              {
                id: 'end',
                header: 'End',
                headerHidden: true,
                align: 'end',
                width: '6rem',
                cell: (row) => (
                  <Button
                    size="sm"
                    busy={end.isPending && end.variables.params.link === row.ref}
                    onClick={() => end.mutate({ params: { link: row.ref } })}
                  >
                    End
                  </Button>
                ),
              },
            ]}
          />
        )}
        {list.hasMore && (
          <LoadMore
            shown={list.items.length}
            hasMore
            loading={list.isLoadingMore}
            onMore={list.loadMore}
          />
        )}
      </Section>
      <LinkDialog open={adding} onOpenChange={setAdding} reference={reference} />
    </div>
  );
}
