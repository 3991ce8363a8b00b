import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import { campaignView, listCampaigns } from './market/campaign-views.ts';
import { changeCampaign } from './market/change-campaign.ts';
import { changeCompetitor } from './market/change-competitor.ts';
import { changePrice, decidePrice, proposePrice } from './market/change-price.ts';
import { competitorView, listCompetitors } from './market/competitor-views.ts';
import { createCampaign } from './market/create-campaign.ts';
import { createCompetitor } from './market/create-competitor.ts';
import { createPrice } from './market/create-price.ts';
import { listPrices, priceView } from './market/price-views.ts';

const { launch } = operations;

/** What a launch stands on: competitors, prices, campaigns. */
export const marketRoutes: readonly Route[] = [
  write(launch.createCompetitor, async (context, { body }) => {
    const { id, revision } = await createCompetitor(context, body);
    return { ref: toReference('competitor', id), revision };
  }),
  read(launch.getCompetitor, (context, { params, query }) =>
    competitorView(context, params.id, query.audience),
  ),
  read(launch.listCompetitors, (context, { query }) => listCompetitors(context, query)),
  write(launch.changeCompetitor, async (context, { params, body }) => ({
    revision: await changeCompetitor(context, params.id, body),
  })),

  write(launch.createPrice, async (context, { body }) => {
    const { id, revision } = await createPrice(context, body);
    return { ref: toReference('price', id), revision };
  }),
  read(launch.getPrice, (context, { params }) => priceView(context, params.id)),
  read(launch.listPrices, (context, { query }) => listPrices(context, query)),
  write(launch.changePrice, async (context, { params, body }) => ({
    revision: await changePrice(context, params.id, body),
  })),
  write(launch.proposePrice, async (context, { params }) => ({
    revision: await proposePrice(context, params.id),
  })),
  write(launch.decidePrice, async (context, { params, body }) => ({
    revision: await decidePrice(context, params.id, body),
  })),

  write(launch.createCampaign, async (context, { body }) => {
    const { id, revision } = await createCampaign(context, body);
    return { ref: toReference('campaign', id), revision };
  }),
  read(launch.getCampaign, (context, { params }) => campaignView(context, params.id)),
  read(launch.listCampaigns, (context, { query }) => listCampaigns(context, query)),
  write(launch.changeCampaign, async (context, { params, body }) => ({
    revision: await changeCampaign(context, params.id, body),
  })),
];
