import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ClauseEditor } from './clause-editor.tsx';
import type { Clause } from './flag-types.ts';

const fresh: Clause = {
  contextKind: 'user',
  attribute: '',
  op: 'in',
  values: [],
  negate: false,
};

/** Conditions that must all hold. */
export function ClausesEditor({
  clauses,
  environment,
  onChange,
}: {
  readonly clauses: readonly Clause[];
  readonly environment: string;
  readonly onChange: (clauses: Clause[]) => void;
}) {
  // Rows keep their fields' text while others come and go.
  const [keys, setKeys] = useState(() => clauses.map(() => crypto.randomUUID()));
  return (
    <div className="flex flex-col gap-3">
      {clauses.map((clause, at) => (
        <ClauseEditor
          key={keys[at] ?? at}
          clause={clause}
          environment={environment}
          at={at}
          onChange={(next) => onChange(clauses.map((one, index) => (index === at ? next : one)))}
          onRemove={() => {
            setKeys(keys.filter((_, index) => index !== at));
            onChange(clauses.filter((_, index) => index !== at));
          }}
        />
      ))}
      {clauses.length < 50 && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() => {
              setKeys([...keys, crypto.randomUUID()]);
              onChange([...clauses, fresh]);
            }}
          >
            {clauses.length === 0 ? 'Add condition' : 'And another condition'}
          </Button>
        </div>
      )}
    </div>
  );
}
