import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import type { Db } from '../../platform/database/connect.ts';
import type { Domain } from '../../platform/domain.ts';
import { createEntity } from '../../platform/entities/entity.ts';
import { readSetting } from '../../platform/settings.ts';

/** Who we are: units, people, who leads what, since when. */
export interface Org extends Domain {
  timeZone(): Promise<string>;
  organisationName(db: Db): Promise<string | null>;
  createPersonNamed(context: WriteContext, name: string): Promise<Id<'person'>>;
}

/** The org domain's door. */
export function createOrg({ db }: { db: Db }): Org {
  return {
    name: 'org',
    routes: [],
    async timeZone() {
      const zone = await readSetting(db, 'time_zone');
      return typeof zone === 'string' ? zone : 'UTC';
    },
    async organisationName(reader) {
      const name = await readSetting(reader, 'organisation_name');
      return typeof name === 'string' ? name : null;
    },
    async createPersonNamed(context, name) {
      const person = await createEntity(context, { kind: 'person', title: name, state: 'active' });
      return person.id;
    },
  };
}
