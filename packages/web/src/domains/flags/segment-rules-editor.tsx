import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ClausesEditor } from './clauses-editor.tsx';
import { readClauses } from './configuration-reading.ts';
import type { Segment } from './flag-types.ts';

type SegmentRule = Segment['rules'][number];

function Share({
  rule,
  onChange,
}: {
  readonly rule: SegmentRule;
  readonly onChange: (rule: SegmentRule) => void;
}) {
  return (
    <div className="grid gap-2 sm:grid-cols-3">
      <NumberField
        label="Only a share of them"
        unit="%"
        min={0}
        max={100}
        decimals={3}
        hint="Empty: all who match."
        value={rule.weight === undefined ? null : rule.weight / 1000}
        onValueChange={(share) =>
          onChange({ ...rule, weight: share === null ? undefined : Math.round(share * 1000) })
        }
      />
      {rule.weight !== undefined && (
        <>
          <TextField
            label="By each"
            mono
            placeholder="user"
            value={rule.rolloutContextKind ?? ''}
            onValueChange={(text) =>
              onChange({ ...rule, rolloutContextKind: text === '' ? undefined : text })
            }
          />
          <TextField
            label="By its attribute"
            mono
            placeholder="key"
            value={rule.bucketBy ?? ''}
            onValueChange={(text) =>
              onChange({ ...rule, bucketBy: text === '' ? undefined : text })
            }
          />
        </>
      )}
    </div>
  );
}

/** Rules by which contexts belong to a segment: any of them will do. */
export function SegmentRulesEditor({
  rules,
  environment,
  onChange,
}: {
  readonly rules: readonly SegmentRule[];
  readonly environment: string;
  readonly onChange: (rules: SegmentRule[]) => void;
}) {
  const [keys, setKeys] = useState(() => rules.map(() => crypto.randomUUID()));
  const replace = (at: number, rule: SegmentRule) =>
    onChange(rules.map((one, index) => (index === at ? rule : one)));
  return (
    <div className="flex flex-col gap-3">
      {rules.map((rule, at) => (
        <div
          key={keys[at] ?? at}
          role="group"
          aria-label={`Rule ${at + 1}`}
          className="flex flex-col gap-3 rounded-sm border border-line bg-surface p-3"
        >
          <div className="flex items-start gap-2">
            <p className="grow py-1">
              <span className="font-medium">Rule {at + 1}</span>{' '}
              <span className="text-secondary">{readClauses(rule.clauses)}</span>
            </p>
            <IconButton
              label={`Remove rule ${at + 1}`}
              icon="trash"
              onClick={() => {
                setKeys(keys.filter((_, index) => index !== at));
                onChange(rules.filter((_, index) => index !== at));
              }}
            />
          </div>
          <ClausesEditor
            clauses={rule.clauses}
            environment={environment}
            onChange={(clauses) => replace(at, { ...rule, clauses })}
          />
          <Share rule={rule} onChange={(next) => replace(at, next)} />
        </div>
      ))}
      {rules.length < 100 && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() => {
              setKeys([...keys, crypto.randomUUID()]);
              onChange([
                ...rules,
                {
                  clauses: [
                    { contextKind: 'user', attribute: '', op: 'in', values: [], negate: false },
                  ],
                },
              ]);
            }}
          >
            Add rule
          </Button>
        </div>
      )}
    </div>
  );
}
