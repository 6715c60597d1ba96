import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { readConfigText } from '../../aws/config/addProfile.ts';
import {
  DEFAULT_TEMPLATE,
  type NamedRoleInCommand,
  nameFromTemplate,
  planProfiles,
  type ProfilePlan,
} from '../../aws/config/planProfiles.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { shown } from '../../base/shown.ts';
import { type SessionConfig, sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { RoleOptions } from '../roles/askRole.ts';
import { orBack } from '../roles/orBack.ts';
import type { Picked } from '../roles/pickOne.ts';
import { editOrOpen } from '../roles/editOrOpen.ts';
import type { RoleArgument } from '../roles/roleArgument.ts';
import { defaultRegionOfUser } from '../settings/settings.ts';
import { askRegion } from '../terminals/region/chooseRegion.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type Question, type Ui } from '../ui/Ui.ts';
import type { AddServedProfileOptions } from './addServedProfileFor.ts';
import { askRoleSession } from './askRoleSession.ts';
import { calledSession, servedRole } from './servedRole.ts';
import type { ServedRole } from './ServedRoles.ts';

/** So many accounts are listed at a time: somebody may cancel. */
const AT_ONCE = 5;

const TEMPLATE = 'awsSso.profileNames';

/** Shows what becomes of a file. */
export interface Preview {
  /** @returns what closes it. */
  show(before: string, after: string, title: string): Promise<() => Promise<void>>;
}

export interface AddAllProfilesOptions extends RoleOptions, AddServedProfileOptions {
  readonly preview: Preview;
}

/**
 * Makes the AWS config file have a profile for each role of a session: adds those that are missing, removes those of roles that are
 * gone, and touches nothing else. The person sees the change first, and agrees to it in a modal dialog, which no extension can
 * answer.
 *
 * @throws AwsSsoError `Cancelled`; `InvalidRequest` when the file was changed meanwhile; as `askRole` and `AccountDirectory`.
 */
export async function addAllProfiles(options: AddAllProfilesOptions, wanted: RoleArgument): Promise<void> {
  const { ui, globalState, awsConfigFile: file, served, sessions } = options;
  const title = l10n.t('Add Profiles for All Roles');
  await sessions.load();
  const { session, template, region } = await askAll(options, title, wanted);
  const roles = await listRoles(options, title, session);
  const before = await readFile(file, 'utf8').catch(() => '');
  const plan = planProfiles(before, {
    helper: served.helper,
    session: calledSession(session),
    roles,
    nameOf: (role) => nameFromTemplate(template, role),
    region,
  });
  const change = changeOf(plan, { session, roles, file, served: await served.all() });
  if (plan.text === before && change.serve.length === 0) {
    const text = l10n.t('All {0} roles of {1} already have a profile.', roles.length, session.name);
    void ui.show({ severity: 'information', text });
    return;
  }
  const close = await options.preview.show(before, plan.text, l10n.t('AWS config file with all profiles'));
  try {
    await confirm(ui, session, plan, change.serve.length);
    await apply(options, { before, after: plan.text }, change);
  } finally {
    await close();
  }
  await globalState.update(TEMPLATE, template);
  void ui.show({
    severity: 'information',
    text: l10n.t('All {0} roles of {1} have a profile now.', roles.length, session.name),
  });
}

/** Asks for the session, the names and the region, each with a way back to the one before. @throws AwsSsoError `Cancelled`. */
async function askAll(
  options: AddAllProfilesOptions,
  title: string,
  wanted: RoleArgument,
): Promise<{ readonly session: SignedInSession; readonly template: string; readonly region: string }> {
  const { ui, globalState } = options;
  const answers = await orBack(
    () => askRoleSession(options, title, wanted),
    (session, canGoBack) =>
      orBack(
        () => askTemplate(ui, { title, canGoBack }, globalState),
        async (template) => {
          const place = { account: session.name, ofSession: session.region };
          const region = defaultRegionOfUser() ?? (await askRegion(ui, { title, canGoBack: true }, place));
          return region === BACK ? BACK : { session, template, region };
        },
      ),
  );
  if (answers === BACK) {
    throw cancelled();
  }
  return answers;
}

async function askTemplate(
  ui: Ui,
  frame: Pick<Question, 'title' | 'canGoBack'>,
  globalState: vscode.Memento,
): Promise<Picked<string> | typeof BACK> {
  const remembered = globalState.get(TEMPLATE);
  const answer = await ui.input({
    ...frame,
    placeholder: DEFAULT_TEMPLATE,
    value: typeof remembered === 'string' ? remembered : DEFAULT_TEMPLATE,
    prompt: l10n.t('Enter how to name the profiles. You can use {0}.', '{account}, {accountId}, {role}'),
    problemOf(template) {
      const example = { session: 'x', accountId: '111122223333', accountName: 'Example', roleName: 'Admin' };
      return nameFromTemplate(template, example) === ''
        ? l10n.t('Enter a name for the profiles.')
        : undefined;
    },
  });
  if (answer === BACK) {
    return BACK;
  }
  if (answer === undefined) {
    throw cancelled();
  }
  return { value: answer.trim(), wasAsked: true };
}

/** All or none: a list with a gap would make roles look gone. */
function listRoles(
  { directory, ui }: Pick<AddAllProfilesOptions, 'directory' | 'ui'>,
  title: string,
  session: SessionConfig,
): Promise<readonly NamedRoleInCommand[]> {
  const id = sessionId(session);
  const called = calledSession(session);
  return ui.progress(title, async ({ report, cancelled: signal }) => {
    const accounts = await directory.accounts(id);
    const roles: NamedRoleInCommand[] = [];
    for (let at = 0; at < accounts.length; at += AT_ONCE) {
      if (signal.aborted) {
        throw cancelled();
      }
      report(l10n.t('{0} of {1} accounts', at, accounts.length));
      const some = accounts.slice(at, at + AT_ONCE).map(async ({ accountId, accountName }) => {
        const listed = await directory.roles(id, accountId);
        return listed.map(({ roleName }) => ({ session: called, accountId, accountName, roleName }));
      });
      roles.push(...(await Promise.all(some)).flat());
    }
    return roles;
  });
}

/** What is served from then on, and what no longer. */
interface Change {
  readonly serve: readonly ServedRole[];
  readonly stop: readonly ServedRole[];
}

function changeOf(
  { added, kept, removed, changed }: ProfilePlan,
  {
    session,
    roles,
    file,
    served,
  }: {
    readonly session: SessionConfig;
    readonly roles: readonly NamedRoleInCommand[];
    readonly file: string;
    readonly served: readonly ServedRole[];
  },
): Change {
  const names = new Map(roles.map(({ accountId, accountName }) => [accountId, accountName]));
  const all = [...added, ...kept].map((one) =>
    servedRole(session, { ...one, accountName: names.get(one.accountId), file }),
  );
  const isServed = ({ profile, accountId, roleName }: ServedRole): boolean =>
    served.some(
      (one) =>
        one.file === file &&
        one.session === sessionId(session) &&
        one.profile === profile &&
        one.accountId === accountId &&
        one.roleName === roleName,
    );
  const gone = [...removed, ...changed].map(({ profile }) => profile);
  return {
    serve: all.filter((one) => !isServed(one)),
    stop: served.filter((one) => one.file === file && gone.includes(one.profile)),
  };
}

async function confirm(
  ui: Pick<Ui, 'show'>,
  session: SessionConfig,
  { added, removed, changed }: ProfilePlan,
  serving: number,
): Promise<void> {
  const button = l10n.t('Change Profiles');
  const details = [
    l10n.t('Session: {0}', shown(session.name)),
    l10n.t('Add: {0}. Remove, since the role is gone: {1}.', added.length, removed.length),
    ...(changed.length === 0
      ? []
      : [
          l10n.t(
            'You changed these profiles, so they stay in the file without credentials: {0}',
            changed.map(({ profile }) => profile).join(', '),
          ),
        ]),
    l10n.t('Every program that you run can then use {0} more roles while VS Code is open.', serving),
    l10n.t(
      'If you didn’t run this command, an extension, a task, or a link did. Continue only if you expected it.',
    ),
  ];
  const text = l10n.t('Change the profiles in your AWS config file?');
  const pressed = await ui.show({
    severity: 'warning',
    text,
    detail: details.join('\n\n'),
    buttons: [button],
  });
  if (pressed !== button) {
    throw cancelled();
  }
}

async function apply(
  { awsConfigFile: file, served }: AddAllProfilesOptions,
  { before, after }: { readonly before: string; readonly after: string },
  { serve, stop }: Change,
): Promise<void> {
  await served.serve(serve);
  const put = (current: string): string => {
    if (current !== before) {
      throw new AwsSsoError('InvalidRequest', l10n.t('{0} has changed. Run the command again.', file));
    }
    return after;
  };
  try {
    await editOrOpen(file, put, (current) => readConfigText(current).config.problems.length > 0);
  } catch (error) {
    await served.stop(serve);
    throw error;
  }
  if (stop.length > 0) {
    await served.stop(stop);
  }
}
