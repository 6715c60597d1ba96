import * as vscode from 'vscode';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getAwsSsoApi } from '@sso-signin/aws-sso-api';

export async function whoAmI(accountId: string, roleName: string): Promise<string | undefined> {
  const aws = await getAwsSsoApi(vscode);
  const credentials = aws.credentialProvider({ accountId, roleName });
  const sts = new STSClient({ region: 'us-east-1', credentials });
  return (await sts.send(new GetCallerIdentityCommand())).Arn;
}
