import * as vscode from 'vscode';
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { getAwsSsoApi } from '@sso-signin/aws-sso-api';

/**
 * How a client with bearer authentication takes the access token. Bedrock's is one that everybody knows; the service
 * itself takes API keys of its own, so this works with the local Identity Center alone.
 */
export async function countModels(): Promise<number> {
  const aws = await getAwsSsoApi(vscode);
  const bedrock = new BedrockClient({
    region: 'us-east-1',
    token: aws.tokenProvider(),
    authSchemePreference: ['httpBearerAuth'],
  });
  const { modelSummaries = [] } = await bedrock.send(new ListFoundationModelsCommand());
  return modelSummaries.length;
}
