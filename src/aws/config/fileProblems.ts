import { access } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isForSso } from './awsConfig.ts';
import { awsConfigFile, type AwsFilesContent } from './AwsFiles.ts';
import { type Environment, inHome, otherHomeOfSdks } from './homeDirectory.ts';

export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly sentence: string;
}

/** What the files as such have wrong with them. */
export function fileProblems({ config, credentials, problems }: AwsFilesContent): Problem[] {
  const all: Problem[] = [
    ...problems,
    ...config.problems.map((problem) => ({ file: config.ini.file, ...problem })),
    ...credentials.problems.map((problem) => ({ file: credentials.file, ...problem })),
  ];
  for (const { header, line, settings } of credentials.sections.values()) {
    if (/^(profile|sso-session)\s/.test(header) && isForSso(settings)) {
      const sentence = l10n.t(
        '[{0}] belongs in {1}. The AWS CLI doesn’t read it here.',
        header,
        config.ini.file,
      );
      all.push({ file: credentials.file, line, sentence });
    }
  }
  return all;
}

/** Says where the AWS SDKs find files of another home directory. */
export async function homeProblems(env: Environment, platform: NodeJS.Platform): Promise<Problem[]> {
  const home = otherHomeOfSdks(env, platform);
  if (home === undefined || (await access(path.join(home, '.aws')).catch(() => true))) {
    return [];
  }
  const sentence = l10n.t(
    'HOME is {0}, where the AWS SDKs look for files, but the AWS CLI and this extension look in USERPROFILE. Make them the same.',
    home,
  );
  return [{ file: awsConfigFile(env), sentence }];
}

/** With file and line. */
export function sentenceOf({ file, line, sentence }: Problem, env: Environment): string {
  return line === undefined ? sentence : l10n.t('{0}, line {1}: {2}', inHome(file, env), line, sentence);
}
