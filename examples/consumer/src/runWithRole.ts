import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { type EnvironmentOptions, getAwsSsoApi } from '@sso-signin/aws-sso-api';

/**
 * Runs a program with the role: the AWS CLI, Terraform, a server that speaks a protocol. As long as it runs, it fetches newer
 * credentials by itself.
 *
 * @returns what it prints.
 */
export async function runWithRole(
  role: EnvironmentOptions & { readonly silent?: false },
  program: string,
  args: readonly string[],
): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(await aws.getEnvironment(role))) {
    env[name] = value ?? undefined;
  }
  const { stdout } = await promisify(execFile)(program, args, { env });
  return stdout.trim();
}
