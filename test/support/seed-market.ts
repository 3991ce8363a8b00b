import { dayFromNow, type SeedStep } from './seed-step.ts';

/** Customers, launches, what supports them, and what customers are told. */
export const marketSteps: readonly SeedStep[] = [
  [
    'an account with a contact',
    async (api, made) => {
      const account = await api.call('engagement.createAccount', {
        body: {
          title: 'Northgate Builders',
          ownerUnit: made.get('unit'),
          segment: 'general-contractor',
          annualValue: 120_000,
          restricted: false,
        },
      });
      made.set('account', account.ref);
      const contact = await api.call('engagement.createContact', {
        body: { title: 'Sam Superintendent', account: account.ref, role: 'Superintendent' },
      });
      made.set('contact', contact.ref);
    },
  ],
  [
    'feedback, and its duplicate',
    async (api, made) => {
      const about = [made.get('feature')];
      const feedback = await api.call('engagement.createFeedback', {
        body: {
          verbatim: 'I want to see the cranes beside the crews.',
          rating: 4,
          account: made.get('account'),
          contact: made.get('contact'),
          segment: 'general-contractor',
          themes: ['equipment'],
          about,
        },
      });
      made.set('feedback', feedback.ref);
      const same = await api.call('engagement.createFeedback', {
        body: { verbatim: 'Cranes are missing on the board.', about },
      });
      await api.call('engagement.mergeFeedback', {
        params: { id: same.ref },
        body: { into: feedback.ref },
      });
    },
  ],
  [
    'a program with a member and a meeting',
    async (api, made) => {
      const { ref: program } = await api.call('engagement.createProgram', {
        body: {
          title: 'Planning board council',
          ownerUnit: made.get('unit'),
          programKind: 'advisory-board',
          segment: 'general-contractor',
          manager: made.get('person'),
        },
      });
      await api.call('engagement.addProgramMember', {
        params: { id: program },
        body: { member: made.get('account') },
      });
      await api.call('engagement.createMeeting', {
        body: {
          title: 'First council',
          program,
          startsAt: `${dayFromNow(10)}T16:00:00Z`,
          agenda: [{ title: 'Cranes', minutes: 20, about: made.get('feedback'), shared: true }],
        },
      });
    },
  ],
  [
    'a launch',
    async (api, made) => {
      const { questions } = await api.call('launch.listLaunchTemplates', {});
      const { ref } = await api.call('launch.createLaunch', {
        body: {
          title: 'Planning board for everybody',
          ownerUnit: made.get('unit'),
          targetOn: dayFromNow(60),
          answers: Object.fromEntries(questions.map(({ key }) => [key, 2])),
          launches: [made.get('feature')],
          uses: [made.get('flag')],
          measuredBy: [made.get('metric')],
        },
      });
      made.set('launch', ref);
    },
  ],
  [
    'a competitor, a price and a campaign',
    async (api, made) => {
      const ownerUnit = made.get('unit');
      const supports = [made.get('launch')];
      await api.call('launch.createCompetitor', {
        body: {
          title: 'Plumbline',
          ownerUnit,
          website: 'https://plumbline.example.com',
          battlecard: [
            {
              text: 'Plans crews, not equipment.',
              audience: 'internal',
              source: 'Their public product page',
              on: dayFromNow(-45),
            },
          ],
          supports,
        },
      });
      await api.call('launch.createPrice', {
        body: {
          title: 'Planning board per project',
          ownerUnit,
          book: 'planning-board',
          amounts: { shape: 'per-unit', unit: 'project', unitAmount: '49.00' },
          currency: 'USD',
          effectiveFrom: dayFromNow(60),
          supports,
        },
      });
      await api.call('launch.createCampaign', {
        body: {
          title: 'Plan your week',
          ownerUnit,
          audience: 'Superintendents',
          channels: ['webinar'],
          startsOn: dayFromNow(60),
          supports,
        },
      });
    },
  ],
  [
    'a notification that is told',
    async (api, made) => {
      const { ref } = await api.call('notify.createNotification', {
        body: {
          title: 'Plan the week on one board',
          body: 'Crews and equipment, **one board**.',
          ownerUnit: made.get('unit'),
          environment: made.get('environment'),
          flag: { flag: made.get('flag'), variation: 0 },
          action: { label: 'Open the board', url: '/demo' },
          feedbackQuestion: 'Does it fit how you plan?',
          announces: [made.get('launch')],
        },
      });
      const params = { id: ref };
      await api.call('notify.submitNotification', { params });
      const { revision } = await api.call('notify.getNotification', { params });
      await api.call('notify.approveNotification', {
        params,
        body: { reason: 'The only administrator so far.' },
        ifMatch: revision,
      });
      await api.call('notify.publishNotification', { params });
    },
  ],
];
