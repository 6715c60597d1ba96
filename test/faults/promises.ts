import type { FaultName } from './faults.ts';
import { type OperationName, operationNames } from './operations.ts';
import type { Cell } from './Outcome.ts';

type Promises = Readonly<Record<Cell, readonly OperationName[]>>;

/** What may be sent again after most failures. */
const REPEATED: readonly OperationName[] = [
  'RegisterClient',
  'StartDeviceAuthorization',
  'ListAccounts',
  'ListAccountRoles',
  'GetRoleCredentials',
  'AssumeRole',
];
const CODES: readonly OperationName[] = [
  'CreateToken, authorization code',
  'CreateOAuth2Token, authorization code',
];
const REFRESHES: readonly OperationName[] = [
  'CreateToken, refresh token',
  'CreateOAuth2Token, refresh token',
];
/** A loop that goes on until the code lapses. */
const DEVICE: readonly OperationName[] = ['CreateToken, device code'];
/** Goes on behind the person's back: the sign-out is over by then. */
const LOGOUT: readonly OperationName[] = ['Logout'];

/** What is promised for each operation under each fault. A row that lacks an operation has nothing to do with it. */
const PROMISES: Readonly<Record<FaultName, Promises>> = {
  'connection drops before AWS acts': {
    'broken 3': REPEATED,
    'broken 18 (broken)': DEVICE,
    'dropped 1': CODES,
    'broken 1': REFRESHES,
    'works 3': LOGOUT,
  },
  'connection drops before AWS acts, once': {
    'works 2': [...REPEATED, ...LOGOUT],
    'works 2 (broken)': DEVICE,
    'dropped 1': CODES,
    'broken 1': REFRESHES,
  },
  'connection drops after AWS has acted': {
    'works 2': [...REPEATED, ...LOGOUT],
    'dropped 2 (broken)': DEVICE,
    'dropped 1': CODES,
    'broken 1, then half renewed': REFRESHES,
  },
  'connection drops within the answer': {
    'works 2': [...REPEATED, ...LOGOUT],
    'dropped 2 (broken)': DEVICE,
    'dropped 1': CODES,
    'broken 1, then half renewed': REFRESHES,
  },
  'answer is cut off': {
    'works 2': REPEATED,
    'dropped 2 (broken)': DEVICE,
    'dropped 1': CODES,
    'broken 1, then half renewed': REFRESHES,
    'works 1': LOGOUT,
  },
  'answer takes ten seconds': {
    'works 1': operationNames,
  },
  'no answer, AWS has not acted': {
    'no answer 3': REPEATED,
    'no answer 5 (no answer)': DEVICE,
    'dropped 1': CODES,
    'no answer 1': REFRESHES,
    'works 1': LOGOUT,
  },
  'no answer, AWS has acted': {
    'works 2': REPEATED,
    'dropped 2 (no answer)': DEVICE,
    'dropped 1': CODES,
    'no answer 1, then half renewed': REFRESHES,
    'works 1': LOGOUT,
  },
  'page of a captive portal': {
    'not AWS 1': [...REPEATED, ...CODES, ...REFRESHES],
    'not AWS 18 (not AWS)': DEVICE,
    'works 1': LOGOUT,
  },
  'page of a load balancer (503)': {
    'server error 3': REPEATED,
    'server error 18 (server error)': DEVICE,
    'server error 1': [...CODES, ...REFRESHES],
    'works 3': LOGOUT,
  },
  'JSON of a middlebox (403)': {
    'not AWS 1': [...REPEATED, ...CODES, ...REFRESHES],
    'not AWS 18 (not AWS)': DEVICE,
    'works 1': LOGOUT,
  },
  'JSON of a middlebox (200)': {
    'not AWS 1': [...REPEATED, ...CODES, ...REFRESHES],
    'not AWS 18 (not AWS)': DEVICE,
    'works 1': LOGOUT,
  },
  '429, once': {
    'works 2': [...REPEATED, ...CODES, ...REFRESHES, ...LOGOUT],
    'works 2 (limited)': DEVICE,
  },
  '429, Retry-After: 2, once': {
    'works 2': [...REPEATED, ...CODES, ...REFRESHES, ...LOGOUT],
    'works 2 (limited)': DEVICE,
  },
  '429, Retry-After: 3600, always': {
    'limited 1': [...REPEATED, ...CODES],
    'limited 2 (limited)': DEVICE,
    'limited 1, then limited': REFRESHES,
    'works 1': LOGOUT,
  },
  '500, once': {
    'works 2': [...REPEATED, ...LOGOUT],
    'works 2 (server error)': DEVICE,
    'server error 1': [...CODES, ...REFRESHES],
  },
  '500, once, AWS has acted': {
    'works 2': [...REPEATED, ...LOGOUT],
    'dropped 2 (server error)': DEVICE,
    'server error 1': CODES,
    'server error 1, then half renewed': REFRESHES,
  },
  '500 for a minute': {
    'server error 3': REPEATED,
    'works 12 (server error)': DEVICE,
    'server error 1': [...CODES, ...REFRESHES],
    'works 3': LOGOUT,
  },
  'wrong content type': {
    'works 1': operationNames,
  },
  'answer of 2 MiB': {
    'too large 1': [...REPEATED, ...CODES],
    'dropped 2 (too large)': DEVICE,
    'too large 1, then half renewed': REFRESHES,
    'works 1': LOGOUT,
  },
  'every header twice': {
    'works 1': operationNames,
  },
  'clock a day ahead': {
    'works 1': [
      ...REPEATED,
      ...DEVICE,
      ...LOGOUT,
      'CreateToken, authorization code',
      'CreateToken, refresh token',
    ],
    'clock fast 1': ['CreateOAuth2Token, authorization code', 'CreateOAuth2Token, refresh token'],
  },
  'clock a day behind': {
    'works 1': [
      ...REPEATED,
      ...DEVICE,
      ...LOGOUT,
      'CreateToken, authorization code',
      'CreateToken, refresh token',
    ],
    'clock slow 1': ['CreateOAuth2Token, authorization code', 'CreateOAuth2Token, refresh token'],
  },
  'TLS is reset': {
    'broken 3': REPEATED,
    'broken 18 (broken)': DEVICE,
    'dropped 1': CODES,
    'broken 1': REFRESHES,
    'works 3': LOGOUT,
  },
  'connection is refused': {
    'refused 3': [...REPEATED, ...CODES, ...REFRESHES],
    'refused 18 (refused)': DEVICE,
    'works 3': LOGOUT,
  },
  'name is not found': {
    'no name 3': [...REPEATED, ...CODES, ...REFRESHES],
    'no name 18 (no name)': DEVICE,
    'works 3': LOGOUT,
  },
  'first region down, second up': {
    'works 2': [
      ...LOGOUT,
      'RegisterClient',
      'CreateToken, refresh token',
      'ListAccounts',
      'ListAccountRoles',
      'GetRoleCredentials',
    ],
    'works 1': [...DEVICE, 'StartDeviceAuthorization', 'CreateToken, authorization code'],
  },
};

/** What is promised; undefined where the two have nothing to do with each other. */
export function promised(operation: OperationName, fault: FaultName): Cell | undefined {
  const cells = Object.entries(PROMISES[fault]).filter(([, operations]) => operations.includes(operation));
  if (cells.length > 1) {
    throw new Error(`More than one thing is promised for ${operation}: ${fault}`);
  }
  return cells[0]?.[0];
}
