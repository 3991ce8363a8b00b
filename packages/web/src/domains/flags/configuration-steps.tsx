import type { FlagConfiguration } from '@throughline/contract';
import { readConfiguration } from './configuration-reading.ts';
import type { Variation } from './flag-types.ts';
import { variationName } from './variation-value.ts';

/** How a flag decides, read in plain words from the first question to the last. */
export function ConfigurationSteps({
  configuration,
  variations,
}: {
  readonly configuration: FlagConfiguration;
  readonly variations: readonly Variation[];
}) {
  const steps = readConfiguration(configuration, variations);
  return (
    <div className="flex flex-col gap-2">
      <p>
        {configuration.on ? 'It is on.' : 'It is off: everybody gets '}
        {!configuration.on && (
          <span className="font-medium">
            {variationName(variations, configuration.offVariation)}
          </span>
        )}
        {!configuration.on && '. Once on:'}
      </p>
      <ol className="flex flex-col border-t border-line">
        {steps.map((step) => (
          <li
            key={step.key}
            className="hairline-b grid gap-x-4 py-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]"
          >
            <span className="min-w-0 break-words">
              {step.when}
              {step.note !== undefined && (
                <span className="block text-xs text-tertiary">{step.note}</span>
              )}
            </span>
            <span className="min-w-0 font-medium break-words">{step.serves}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
