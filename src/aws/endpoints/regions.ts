import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** At most four words and a number, so that it is one label of a host name. */
const REGION = /^[a-z]{2,4}(-[a-z]{1,12}){1,3}-\d{1,2}$/;

/** The regions offered for choice, with the place each stands for. Any other well-formed name is accepted too. */
export const REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
  'af-south-1': 'Cape Town',
  'ap-east-1': 'Hong Kong',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-northeast-3': 'Osaka',
  'ap-south-1': 'Mumbai',
  'ap-south-2': 'Hyderabad',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
  'ap-southeast-3': 'Jakarta',
  'ap-southeast-4': 'Melbourne',
  'ap-southeast-5': 'Malaysia',
  'ap-southeast-7': 'Thailand',
  'ca-central-1': 'Canada',
  'ca-west-1': 'Calgary',
  'cn-north-1': 'Beijing',
  'cn-northwest-1': 'Ningxia',
  'eu-central-1': 'Frankfurt',
  'eu-central-2': 'Zurich',
  'eu-north-1': 'Stockholm',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'eusc-de-east-1': 'Brandenburg',
  'il-central-1': 'Tel Aviv',
  'me-central-1': 'UAE',
  'me-south-1': 'Bahrain',
  'mx-central-1': 'Mexico',
  'sa-east-1': 'São Paulo',
  'us-gov-east-1': 'US-East',
  'us-gov-west-1': 'US-West',
};

export function isRegion(text: string | undefined): text is string {
  return text !== undefined && REGION.test(text);
}

/**
 * The region's canonical name.
 *
 * @throws AwsSsoError `InvalidRequest` when the text cannot be one.
 */
export function parseRegion(text: string): string {
  const region = text.trim().toLowerCase();
  if (!REGION.test(region)) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('“{0}” isn’t an AWS region. A region looks like us-east-1.', text.trim()),
    );
  }
  return region;
}
