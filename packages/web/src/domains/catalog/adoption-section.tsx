import type { OperationOf, OutputOf } from '@throughline/contract';
import { useMemo } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { formatPlainDate } from '../../ui/format-time.ts';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { figure } from './figure.ts';

type Feature = OutputOf<OperationOf<'catalog.getFeature'>>;

/** A feature's adoption by week, with what was counted. */
export function AdoptionSection({ feature }: { readonly feature: Feature }) {
  const { data, error } = useRead('catalog.getAdoption', { params: { id: feature.ref } });
  const chart = useMemo(() => {
    const title = `Adoption of ${feature.title}`;
    const points = (data?.points ?? []).map(({ on, percent }) => ({ at: on, value: percent }));
    const series = [{ key: 'adoption', label: 'Adoption', points }];
    return { key: 'adoption', title, form: 'line' as const, unit: '%', target: null, series };
  }, [data, feature.title]);
  const { adoption, key, adoptionUses } = feature;
  return (
    <Section
      title="Adoption"
      note={`Accounts that used it at least ${adoptionUses === 1 ? 'once' : `${adoptionUses} times`} in 28 days, of all that were there`}
    >
      {error && <ErrorState problem={shownProblem(error)} compact />}
      {adoption ? (
        <>
          <p>
            <span className="figures text-lg font-semibold">
              {adoption.percent === null ? '–' : `${figure(adoption.percent)} %`}
            </span>{' '}
            <span className="text-secondary">
              {figure(adoption.accounts)} of {figure(adoption.eligible)} accounts, as of{' '}
              {formatPlainDate(adoption.on)}
            </span>
          </p>
          {(data?.points.length ?? 0) > 1 && <InsightChart chart={chart} />}
        </>
      ) : key === null ? (
        <p className="text-secondary">
          Nothing reports its use. Give it a key under Change; then report usage events of that key,
          from the browser or over the API.
        </p>
      ) : (
        <p className="text-secondary">
          No use of <Mono>{key}</Mono> is counted yet. Report it from the browser with{' '}
          <Mono>{`track('${key}')`}</Mono>, or to <Mono>POST /api/v1/usage-events</Mono>; it is
          counted every five minutes.
        </p>
      )}
    </Section>
  );
}
