import type { Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { reportCheck } from '../queue/report-check.ts';
import { fetchJob } from '../repositories/connect-repository.ts';
import type { ReleaseTables } from '../tables.ts';
import { setLabels } from '../workflow/set-labels.ts';
import { findRequest, labelsOf, openChangeOf, type ForgeRow } from './forge-store.ts';
import { reportJob } from './report-to-forge.ts';
import { ownChecks, type ForgeNews, type RequestNews } from './forge-news.ts';

/** Takes what a forge says into account; answers in words what came of it. */
export async function takeNews(
  context: WriteContext,
  jobs: Pick<Jobs, 'enqueue'>,
  forge: ForgeRow,
  news: ForgeNews,
): Promise<string> {
  const repository = forge.repository_id;
  const own = { ...context, actor: system(forge.system), ifMatch: undefined };
  switch (news.kind) {
    case 'push':
      await jobs.enqueue(own.tx, fetchJob, { repository }, { once: repository });
      return 'fetched at once';
    case 'request':
      if (forge.reports && forge.sealed_key !== null) {
        await jobs.enqueue(own.tx, reportJob, { repository }, { once: repository });
      }
      return takeRequest(own, repository, news);
    case 'review': {
      if (news.request) await takeRequest(own, repository, news.request);
      const known = await findRequest(own.tx, repository, news.number);
      if (!known) return 'about a request that is not known';
      const reviews = { ...known.reviews, [news.reviewer]: news.verdict };
      await own.tx
        .$extendTables<ReleaseTables>()
        .updateTable('review_request')
        .set({ reviews: JSON.stringify(reviews), seen_at: toDate(own.now) })
        .where('repository_id', '=', repository)
        .where('number', '=', news.number)
        .execute();
      return 'review kept';
    }
    case 'check': {
      if (news.name.startsWith(ownChecks)) return 'our own word';
      if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(news.sha)) return 'not understood';
      const { sha } = news;
      await reportCheck(
        own,
        { repository, sha },
        {
          name: news.name.slice(0, 100),
          state: news.state,
          says: news.says.slice(0, 500),
          url: news.url !== null && /^https?:/.test(news.url) ? news.url.slice(0, 2000) : undefined,
        },
      );
      return 'check kept';
    }
  }
}

async function takeRequest(
  context: WriteContext,
  repository: Id<'repository'>,
  news: RequestNews,
): Promise<string> {
  const { tx, now } = context;
  const known = await findRequest(tx, repository, news.number);
  if (known && known.changed_at.getTime() > Date.parse(news.changedAt)) return 'older than known';
  const change =
    known?.change_id ??
    (news.branch === null ? undefined : await openChangeOf(tx, repository, news.branch));
  const row = {
    change_id: change ?? null,
    address: news.address,
    title: news.title.slice(0, 500),
    author: news.author.slice(0, 200),
    branch: news.branch ?? '',
    target: news.target,
    head: news.head,
    state: news.state,
    draft: news.draft,
    labels: [...news.labels],
    changed_at: new Date(news.changedAt),
    seen_at: toDate(now),
  };
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('review_request')
    .values({ repository_id: repository, number: news.number, ...row })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number']).doUpdateSet(row))
    .execute();
  if (!change) return 'kept until its branch is fetched';
  await carryLabels(context, change, news.labels);
  return 'request kept';
}

/** Gives a change the labels of its request. */
export async function carryLabels(
  context: WriteContext,
  change: Id<'change'>,
  labels: readonly string[],
): Promise<void> {
  const wanted = [...new Set(labels.map((label) => label.slice(0, 100)))].slice(0, 50);
  const present = await labelsOf(context.tx, change);
  if (wanted.length === present.length && wanted.every((one) => present.includes(one))) return;
  await setLabels(context, change, wanted);
}
