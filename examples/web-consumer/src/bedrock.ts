import * as vscode from 'vscode';
import {
  BedrockClient,
  type BedrockClientConfig,
  ListFoundationModelsCommand,
} from '@aws-sdk/client-bedrock';
import { getAwsSsoApi } from '@sso-signin/aws-sso-api';

/** With role credentials, which Bedrock takes. In a browser the AWS SDK needs nothing else either. */
export async function countModelsWithRole(accountId: string, roleName: string): Promise<number> {
  const aws = await getAwsSsoApi(vscode);
  return countModels({ credentials: aws.credentialProvider({ accountId, roleName }) });
}

/** With the access token, as clients with bearer authentication send it. Of Bedrock's kind, the local Identity Center takes it. */
export async function countModelsWithToken(): Promise<number> {
  const aws = await getAwsSsoApi(vscode);
  return countModels({ token: aws.tokenProvider(), authSchemePreference: ['httpBearerAuth'] });
}

async function countModels(identity: BedrockClientConfig): Promise<number> {
  // There is no AWS_ENDPOINT_URL in a browser.
  const endpoint = vscode.workspace.getConfiguration('awsSsoWebConsumer').get<string>('endpoint');
  const bedrock = new BedrockClient({ region: 'us-east-1', ...(endpoint ? { endpoint } : {}), ...identity });
  const { modelSummaries = [] } = await bedrock.send(new ListFoundationModelsCommand());
  return modelSummaries.length;
}
