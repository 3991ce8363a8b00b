import { useState } from 'react';
import { useList, useWrite } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import { PlainDate } from '../ui/time.tsx';
import { Section } from '../ui/section.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { EntityLink } from './entity-link.tsx';
import { EntityStatus } from './entity-status.tsx';

/** The actions that follow from an entity, with the act that settles each. */
export function ActionsSection({ source }: { readonly source: string }) {
  const list = useList('decisions.listActions', { query: { source } });
  const change = useWrite('decisions.changeAction');
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Actions"
      actions={
        <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
          Add action
        </Button>
      }
    >
      {list.items.length === 0 ? (
        <p className="text-secondary">No action follows from this.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {list.items.map((action) => (
            <li key={action.ref} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <EntityStatus state={action.state} plain />
              <EntityLink entity={action} />
              <span className="text-secondary">
                {action.owner?.name ?? 'Nobody yet'}
                {action.dueOn !== null && (
                  <>
                    {' · due '}
                    <PlainDate date={action.dueOn} />
                  </>
                )}
              </span>
              {action.state === 'open' && (
                <Button
                  size="sm"
                  busy={change.isPending}
                  onClick={() =>
                    change.mutate({
                      params: { id: action.ref },
                      body: { state: 'done' },
                      ifMatch: action.revision,
                    })
                  }
                >
                  Done
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <ActionDialog open={adding} onOpenChange={setAdding} source={source} />
    </Section>
  );
}
