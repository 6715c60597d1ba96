import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import * as vscode from 'vscode';
import { type AwsSsoApi, getAwsSsoApi } from '@sso-signin/aws-sso-api';
import { Leftovers } from './Leftovers.ts';
import { shortenTimers } from './shortenTimers.ts';
import type { Ask, Change, Found, TokensAnswer } from './questions.ts';

/** Listens on this machine, and leaves a file that says where. No token leaves the window: only what it hashes to. */
export function activate({ globalStorageUri, subscriptions }: vscode.ExtensionContext): void {
  const leftovers = new Leftovers();
  const changes: Change[] = [];
  let asked = 0;
  let endShortening: () => void = () => undefined;
  let api: Promise<AwsSsoApi> | undefined;
  subscriptions.push(leftovers);

  /** Not before somebody asks: a window in which nobody has is as the extension alone would have it. */
  async function watchedApi(): Promise<AwsSsoApi> {
    const aws = await getAwsSsoApi(vscode);
    subscriptions.push(
      aws.onDidChangeSessions(({ added, changed, removed }) => {
        const names = [...added, ...changed, ...removed].map(({ name }) => name);
        const signedIn = aws.sessions.some((session) => session.signedIn);
        changes.push({ at: Date.now(), from: 'api', names, signedIn });
      }),
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id === 'aws-sso') changes.push({ at: Date.now(), from: 'editor' });
      }),
    );
    return aws;
  }

  async function answer(question: Ask): Promise<unknown> {
    switch (question.ask) {
      case 'tokens': {
        const { count, silent } = question;
        const aws = await (api ??= watchedApi());
        asked += count;
        return tokens(aws, count, silent);
      }
      case 'look': {
        const { sessions } = await (api ??= watchedApi());
        return { asked, changes, sessions } satisfies Found;
      }
      case 'run':
        // What comes of it shows elsewhere; a sign-in would last longer than a request should.
        void vscode.commands.executeCommand(question.command, ...question.args);
        return {};
      case 'link':
        // As a text that is not encoded a second time.
        return (await vscode.env.asExternalUri(ownLink(question.link))).toString(true);
      case 'accounts':
        return leftovers.accounts();
      case 'kept':
        return leftovers.kept();
      case 'configure':
        for (const [name, value] of Object.entries(question.settings))
          await vscode.workspace.getConfiguration().update(name, value ?? undefined, true);
        return {};
      case 'clear':
        endShortening();
        await leftovers.clear();
        return {};
      case 'shorten':
        endShortening();
        endShortening = shortenTimers(question.fromMs, question.toMs);
        return {};
    }
  }

  const server = createServer((request, response) => {
    void questionIn(request)
      .then(answer)
      .then(
        (result) => response.end(JSON.stringify(result)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    const file = path.join(globalStorageUri.fsPath, `${process.pid}.json`);
    mkdirSync(globalStorageUri.fsPath, { recursive: true });
    // A reader must find all of it or nothing.
    writeFileSync(`${file}.new`, JSON.stringify({ pid: process.pid, port }));
    renameSync(`${file}.new`, file);
  });
  subscriptions.push({ dispose: () => server.close() });
}

async function questionIn(request: IncomingMessage): Promise<Ask> {
  return (await json(request)) as Ask;
}

async function tokens(aws: AwsSsoApi, count: number, silent: boolean): Promise<TokensAnswer> {
  const one = async (): Promise<string> => {
    try {
      const given = await aws.getAccessToken({ silent });
      return given ? createHash('sha256').update(given.token).digest('hex') : 'none';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  };
  const all = await Promise.all(Array.from({ length: count }, one));
  const counts: Record<string, number> = {};
  for (const text of all) counts[text] = (counts[text] ?? 0) + 1;
  return { counts };
}

/** A link to AWS SSO by the scheme of this editor. */
function ownLink(link: string): vscode.Uri {
  return vscode.Uri.parse(`${vscode.env.uriScheme}://sso-signin.aws-sso${link}`);
}
