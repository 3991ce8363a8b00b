import { operations } from '@throughline/contract';
import { read, write, type RawAnswer, type Route } from '../../../platform/http/route.ts';
import { addDesignScreen } from './add-design-screen.ts';
import { addUsabilityEvidence } from './add-usability-evidence.ts';
import { changeDesignScreen } from './change-design-screen.ts';
import { changeUsabilityEvidence } from './change-usability-evidence.ts';
import { removeDesignScreen } from './remove-design-screen.ts';
import { removeUsabilityEvidence } from './remove-usability-evidence.ts';
import { imageOfScreen } from './screen-store.ts';

const { delivery } = operations;

/**
 * An image as it is answered: its type is what its bytes said, and nothing in it may run or load
 * anything even where somebody opens it by itself.
 */
function imageAnswer(image: { media_type: string; content: Buffer }): RawAnswer {
  return {
    body: image.content,
    mediaType: image.media_type,
    headers: {
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="screen.${image.media_type.slice(6)}"`,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=600',
    },
  };
}

/** Binds screens and usability evidence. */
export function designEvidenceRoutes(): Route[] {
  return [
    write(delivery.addDesignScreen, (context, { params, query, body }) =>
      addDesignScreen(context, params.id, { alt: query.alt, bytes: body }),
    ),
    write(delivery.changeDesignScreen, async (context, { params, body }) => ({
      revision: await changeDesignScreen(context, params.id, body.alt),
    })),
    write(delivery.removeDesignScreen, async (context, { params }) => ({
      revision: await removeDesignScreen(context, params.id),
    })),
    read(delivery.getDesignScreenImage, async (context, { params }) =>
      imageAnswer(await imageOfScreen(context, params.id)),
    ),
    write(delivery.addUsabilityEvidence, (context, { params, body }) =>
      addUsabilityEvidence(context, params.id, body),
    ),
    write(delivery.changeUsabilityEvidence, async (context, { params, body }) => ({
      revision: await changeUsabilityEvidence(context, params.id, body),
    })),
    write(delivery.removeUsabilityEvidence, async (context, { params }) => ({
      revision: await removeUsabilityEvidence(context, params.id),
    })),
  ];
}
