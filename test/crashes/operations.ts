import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addProfile, readConfigText } from '../../src/aws/config/addProfile.ts';
import { editFile } from '../../src/aws/config/editFile.ts';
import { sessionId } from '../../src/sessions/kinds/identityCenter.ts';
import { CORP } from '../faults/World.ts';
import type { Place } from './Place.ts';

export const ID = sessionId(CORP);

/** What the AWS config file holds before. */
export const CONFIG = '# Mine.\r\n[profile own]\r\nregion = eu-west-1\r\n';

interface Operation {
  /** What has happened before. */
  readonly before: (place: Place) => Promise<void>;
  readonly run: (place: Place) => Promise<unknown>;
}

const signedIn = (place: Place): Promise<void> => place.signIn();

/** What a window is killed over. */
export const OPERATIONS = {
  'sign-in': { before: () => Promise.resolve(), run: (place) => place.signIn() },
  'sign-in, while signed in': { before: signedIn, run: (place) => place.signIn() },
  renewal: {
    async before(place) {
      await place.signIn();
      // The AWS CLI's files hold whole seconds, and tokens live for longer than one.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
    },
    run: ({ sessions }) => sessions.renew(ID, sessions.find(ID)?.accessToken ?? ''),
  },
  'sign-out': {
    before: signedIn,
    async run({ sessions }) {
      await sessions.signOut(ID);
      // AWS is told behind the person's back.
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  },
  'edit of the AWS config file': {
    before: (place) => {
      mkdirSync(path.dirname(place.configFile), { recursive: true });
      writeFileSync(place.configFile, CONFIG);
      return Promise.resolve();
    },
    run: addOneProfile,
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
export const operationNames = Object.keys(OPERATIONS) as OperationName[];

export function addOneProfile({ configFile }: Place): Promise<void> {
  const profile = {
    ...{ profile: 'dev', sessionName: CORP.name, startUrl: CORP.startUrl, region: CORP.region },
    ...{ scopes: CORP.registrationScopes, accountId: '111122223333', roleName: 'ReadOnlyAccess' },
  };
  return editFile(configFile, (text) =>
    text.includes('[profile dev]') ? text : addProfile(readConfigText(text), profile),
  );
}
