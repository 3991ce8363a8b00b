import { useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ClausesEditor } from './clauses-editor.tsx';
import { readClauses, readServed } from './configuration-reading.ts';
import type { Rule, Variation } from './flag-types.ts';
import { ServedEditor } from './served-editor.tsx';

/** Rules in their order: the first whose conditions all hold decides. */
export function RulesEditor({
  rules,
  variations,
  environment,
  onChange,
}: {
  readonly rules: readonly Rule[];
  readonly variations: readonly Variation[];
  readonly environment: string;
  readonly onChange: (rules: Rule[]) => void;
}) {
  const list = useRef<HTMLOListElement>(null);
  const replace = (at: number, rule: Rule) =>
    onChange(rules.map((one, index) => (index === at ? rule : one)));
  const move = (at: number, to: number) => {
    const next = [...rules];
    next.splice(to, 0, ...next.splice(at, 1));
    onChange(next);
    // The rule keeps the focus, so that it can go on moving by the keyboard.
    const name = to < at ? 'up' : 'down';
    requestAnimationFrame(() => {
      const item = list.current?.children[to];
      const same = item?.querySelector<HTMLElement>(`[data-move=${name}]:not(:disabled)`);
      (same ?? item?.querySelector<HTMLElement>('[data-move]:not(:disabled)'))?.focus();
    });
  };
  return (
    <div className="flex flex-col gap-3">
      <ol ref={list} className="flex flex-col gap-3">
        {rules.map((rule, at) => (
          <li
            key={rule.id ?? at}
            className="flex flex-col gap-3 rounded-sm border border-line bg-surface p-3"
          >
            <div className="flex items-start gap-2">
              <p className="grow py-1">
                <span className="font-medium">Rule {at + 1}</span>{' '}
                <span className="text-secondary">
                  {readClauses(rule.clauses)}: {readServed(rule, variations)}
                </span>
              </p>
              <IconButton
                label={`Move rule ${at + 1} up`}
                icon="arrow-up"
                data-move="up"
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              />
              <IconButton
                label={`Move rule ${at + 1} down`}
                icon="arrow-down"
                data-move="down"
                disabled={at === rules.length - 1}
                onClick={() => move(at, at + 1)}
              />
              <IconButton
                label={`Remove rule ${at + 1}`}
                icon="trash"
                onClick={() => onChange(rules.filter((_, index) => index !== at))}
              />
            </div>
            <TextField
              label="What it is for"
              value={rule.description}
              maxLength={300}
              onValueChange={(description) => replace(at, { ...rule, description })}
            />
            <ClausesEditor
              clauses={rule.clauses}
              environment={environment}
              onChange={(clauses) => replace(at, { ...rule, clauses })}
            />
            <ServedEditor
              label="Then they get"
              served={rule}
              variations={variations}
              onChange={(served) =>
                replace(at, { ...rule, variation: undefined, rollout: undefined, ...served })
              }
            />
          </li>
        ))}
      </ol>
      {rules.length < 200 && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() =>
              onChange([
                ...rules,
                { id: crypto.randomUUID(), description: '', clauses: [], variation: 0 },
              ])
            }
          >
            Add rule
          </Button>
        </div>
      )}
    </div>
  );
}
