import * as l10n from '@vscode/l10n';
import { consoleDestination } from '../../aws/endpoints/consoleDestination.ts';
import { messageOf } from '../../base/errors.ts';
import { shown, shownSentence } from '../../base/shown.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type PickItem, type Question, type Ui } from '../ui/Ui.ts';

/** Services that are often looked at, by their names in the console's addresses. Any other may be typed. */
const SERVICES: Readonly<Record<string, string>> = {
  s3: 'S3',
  ec2: 'EC2',
  lambda: 'Lambda',
  cloudwatch: 'CloudWatch',
  cloudformation: 'CloudFormation',
  dynamodb: 'DynamoDB',
  rds: 'RDS',
  ecs: 'ECS',
  eks: 'EKS',
  vpc: 'VPC',
  iam: 'IAM',
  sqs: 'SQS',
  sns: 'SNS',
  secretsmanager: 'Secrets Manager',
  'systems-manager': 'Systems Manager',
  states: 'Step Functions',
  apigateway: 'API Gateway',
  bedrock: 'Bedrock',
  billing: 'Billing',
};

interface PageItem extends PickItem {
  /** Empty for the console's home; absent for a hint. */
  readonly destination?: string;
}

/**
 * Asks for a page of the console. Enter alone stands for its home.
 *
 * @returns the name of a service or an address, in the form of `consoleDestination`; empty for the console's home; `BACK` for the step before.
 * @throws AwsSsoError `Cancelled`
 */
export async function askDestination(
  ui: Pick<Ui, 'pick'>,
  frame: Pick<Question, 'title' | 'canGoBack'>,
  region: string,
): Promise<string | typeof BACK> {
  const pages: readonly PageItem[] = [
    { label: l10n.t('$(home) Console Home'), destination: '' },
    ...Object.entries(SERVICES).map(([service, label]) => ({
      label: shown(label),
      description: shown(service),
      destination: service,
    })),
  ];
  const isListed = (typed: string): boolean =>
    pages.some(({ label, description = '' }) =>
      `${label} ${description}`.toLowerCase().includes(typed.toLowerCase()),
    );
  const answer = await ui.pick<PageItem>({
    ...frame,
    placeholder: l10n.t('Select a page, or paste an address of the console'),
    items: pages,
    itemsFor: (typed) => (isListed(typed.trim()) ? pages : [typedPage(typed, region)]),
    accept: (_typed, active) => (active?.destination === undefined ? undefined : active),
  });
  if (answer === BACK) {
    return BACK;
  }
  if (typeof answer !== 'object') {
    throw cancelled();
  }
  return answer.destination ?? '';
}

/** What was typed, or what is wrong with it. */
function typedPage(typed: string, region: string): PageItem {
  try {
    const destination = consoleDestination(typed, region);
    return { label: l10n.t('Open {0}', destination), alwaysShow: true, destination };
  } catch (error) {
    return { label: shownSentence(messageOf(error)), alwaysShow: true };
  }
}
