import type { Id } from '@throughline/contract';
import type { Gate } from '../../platform/gates/gate.ts';
import { flagServing } from './configuration-views.ts';
import { productionEnvironments } from './environment-views.ts';
import { servableVariations, shareOf, standingOf } from './rules.ts';

/** What launches may wait for: a flag that serves its first variation in production. */
export const flagsGates: readonly Gate[] = [
  {
    key: 'flags.serving',
    describes:
      'The flag is on in every production environment, and serves its first variation to somebody',
    kinds: ['flag'],
    async check(context, about) {
      const environments = await productionEnvironments(context);
      if (environments.length === 0) {
        return { state: 'inconclusive', says: 'There is no production environment.', evidence: [] };
      }
      const said: string[] = [];
      let open = true;
      for (const { id, summary } of environments) {
        const flag = await flagServing(context, {
          flag: about.id as Id<'flag'>,
          environment: id,
        });
        const serves =
          flag.state === 'active' &&
          flag.on &&
          servableVariations(flag.on, flag.configuration).has(0);
        const share = shareOf(flag.on, flag.configuration, 0);
        open &&= serves;
        said.push(
          flag.state === 'active'
            ? `${summary.title}: ${standingOf(flag.on, flag.configuration, flag.variations)}${serves ? ` (${share} % by default)` : ''}`
            : `${summary.title}: archived`,
        );
      }
      return { state: open ? 'open' : 'closed', says: `${said.join('; ')}.`, evidence: [about] };
    },
  },
];
