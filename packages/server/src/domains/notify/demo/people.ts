/** Somebody who uses the sample application; all of them and their companies are made up. */
export interface DemoPerson {
  readonly key: string;
  readonly name: string;
  readonly role: string;
  readonly company: string;
  /** The external key of their company, as the customer's own systems know it. */
  readonly account: string;
  readonly segment: 'general-contractor' | 'project-owner' | 'specialty-contractor';
}

/** The three people whom the sample application can be used as. */
export const demoPeople: readonly DemoPerson[] = [
  {
    key: 'sam',
    name: 'Sam Superintendent',
    role: 'Superintendent',
    company: 'Northside Builders',
    account: 'northside',
    segment: 'general-contractor',
  },
  {
    key: 'olivia',
    name: 'Olivia Owner',
    role: 'Project manager of the owner',
    company: 'Harbour District',
    account: 'harbour-district',
    segment: 'project-owner',
  },
  {
    key: 'pete',
    name: 'Pete Foreman',
    role: 'Foreman',
    company: 'Bright Electric',
    account: 'bright-electric',
    segment: 'specialty-contractor',
  },
];
