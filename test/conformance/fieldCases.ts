/** AWS files as people have them, after bug reports of several clients; names, accounts and portals are made up. */
export interface FileCase {
  readonly what: string;
  readonly config: string | Uint8Array;
  readonly credentials?: string;
  /** What this extension reads, with comments behind values; what is left out is empty. */
  readonly read: { readonly profiles?: object; readonly sso_sessions?: object };
  /** Whether the AWS CLI refuses the file, which this extension says. It reads the rest all the same. */
  readonly isRefused?: true;
  /** Why botocore reads something else, on purpose. */
  readonly differs?: string;
}

const URL = 'https://d-1234567890.awsapps.com/start';
const PORTAL = `sso_start_url = ${URL}\nsso_region = us-east-1\n`;
const CORP = { sso_start_url: URL, sso_region: 'us-east-1' };
const admin = (account: string): string =>
  `sso_session = corp\nsso_account_id = ${account}\nsso_role_name = Admin\n`;
const ADMIN = { sso_session: 'corp', sso_account_id: '111122223333', sso_role_name: 'Admin' };

const SAME: readonly FileCase[] = [
  {
    what: 'everything indented, nested settings first',
    config: `[sso-session corp]\n  s3 =\n    signature_version = s3v4\n  ${PORTAL.replace('\n', '\n  ')}`,
    read: { sso_sessions: { corp: { s3: { signature_version: 's3v4' }, ...CORP } } },
  },
  {
    what: 'an empty key above others that are as deep',
    config: `[sso-session corp]\n  sso_registration_scopes =\n  ${PORTAL.replace('\n', '\n  ')}`,
    read: { sso_sessions: { corp: { sso_registration_scopes: '', ...CORP } } },
  },
  {
    what: 'brackets in names, the region in one profile alone',
    config:
      `[profile [PROD]-a.Admin]\n${admin('111122223333')}region = eu-west-1\n` +
      `[profile [PROD]-b.Admin]\n${admin('444455556666')}`,
    read: {
      profiles: {
        '[PROD]-a.Admin': { ...ADMIN, region: 'eu-west-1' },
        '[PROD]-b.Admin': { ...ADMIN, sso_account_id: '444455556666' },
      },
    },
  },
  {
    what: 'a region of its own below s3',
    config: `[profile dev]\n${admin('111122223333')}region = eu-west-1\ns3 =\n  region = us-east-1\n`,
    read: { profiles: { dev: { ...ADMIN, region: 'eu-west-1', s3: { region: 'us-east-1' } } } },
  },
  {
    what: 'names in quotes as the AWS CLI writes them',
    config: `[sso-session 'Bob'"'"'s Corp']\n${PORTAL}[profile 'Team #1']\nsso_session = Bob's Corp\n`,
    read: {
      sso_sessions: { "Bob's Corp": CORP },
      profiles: { 'Team #1': { sso_session: "Bob's Corp" } },
    },
  },
  {
    what: 'keys in any case, colons in place of equals signs',
    config: `[sso-session corp]\nSSO_Start_URL: ${URL}\nSso_Region : us-east-1\n`,
    read: { sso_sessions: { corp: CORP } },
  },
  {
    what: 'a comment right behind the header',
    config: `[sso-session corp];mine\n${PORTAL}`,
    read: { sso_sessions: { corp: CORP } },
  },
  {
    what: 'a section type without a name',
    config: `[sso-session]\n${PORTAL}[sso-session corp]\n${PORTAL}`,
    read: { sso_sessions: { corp: CORP } },
  },
  {
    what: 'a name with blanks and without quotes',
    config: `[sso-session my corp]\n${PORTAL}[profile my dev]\nregion = us-east-1\n`,
    read: {},
  },
  {
    what: 'a line that is indented by mistake',
    config: `[sso-session corp]\nsso_start_url = ${URL}\n  sso_region = us-east-1\n`,
    read: { sso_sessions: { corp: { sso_start_url: `${URL}\nsso_region = us-east-1` } } },
  },
  {
    what: 'comments behind values, which the SDKs cut off, and so does this extension where it uses them',
    config: `[sso-session corp]\n${PORTAL.replace('us-east-1', 'us-east-1 ; r')}`,
    read: { sso_sessions: { corp: { ...CORP, sso_region: 'us-east-1 ; r' } } },
  },
  {
    what: 'a role over a profile of IAM Identity Center',
    config:
      `[profile base]\n${admin('111122223333')}[profile deploy]\nsource_profile = base\n` +
      'role_arn = arn:aws:iam::444455556666:role/Deploy\n',
    read: {
      profiles: {
        base: ADMIN,
        deploy: { source_profile: 'base', role_arn: 'arn:aws:iam::444455556666:role/Deploy' },
      },
    },
  },
  {
    what: 'the start URL of an issuer',
    config:
      '[sso-session corp]\nsso_start_url = https://identitycenter.amazonaws.com/ssoins-1234567890abcdef\nsso_region = eu-west-1\n',
    read: {
      sso_sessions: {
        corp: {
          sso_start_url: 'https://identitycenter.amazonaws.com/ssoins-1234567890abcdef',
          sso_region: 'eu-west-1',
        },
      },
    },
  },
  {
    what: 'line ends of old Macs',
    config: `[sso-session corp]\n${PORTAL}`.replaceAll('\n', '\r'),
    read: { sso_sessions: { corp: CORP } },
  },
  {
    what: 'defaults of all sections',
    config: '[DEFAULT]\nregion = eu-west-1\n[profile dev]\noutput = json\n',
    read: { profiles: { dev: { region: 'eu-west-1', output: 'json' } } },
  },
  {
    what: 'the default profile under both of its headers',
    config: '[default]\nregion = eu-west-1\noutput = json\n[profile default]\nregion = us-east-1\n',
    read: { profiles: { default: { region: 'us-east-1' } } },
  },
  {
    what: 'a profile of which each file has a part',
    config: '[profile dev]\nregion = eu-west-1\noutput = json\n',
    credentials: `[dev]\nregion = us-east-1\n${PORTAL}[profile other]\n${PORTAL}`,
    read: {
      profiles: { dev: { region: 'us-east-1', output: 'json', ...CORP }, 'profile other': CORP },
    },
  },
  {
    what: 'a setting that is there twice',
    config: `[sso-session corp]\n${PORTAL}sso_region = us-east-1\n`,
    read: { sso_sessions: { corp: CORP } },
    isRefused: true,
  },
  {
    what: 'a section that is there twice',
    config: `[sso-session corp]\n${PORTAL}[sso-session corp]\n`,
    read: { sso_sessions: { corp: CORP } },
    isRefused: true,
  },
  {
    what: 'a byte order mark',
    config: `\uFEFF[sso-session corp]\n${PORTAL}`,
    read: { sso_sessions: { corp: CORP } },
    isRefused: true,
  },
  {
    what: 'UTF-16',
    config: Buffer.from(`\uFEFF[sso-session corp]\r\n${PORTAL}`, 'utf16le'),
    read: {},
    isRefused: true,
  },
  {
    what: 'Latin-1 in a comment',
    config: Buffer.from(`# b\u00fcro\n[sso-session corp]\n${PORTAL}`, 'latin1'),
    read: { sso_sessions: { corp: CORP } },
    isRefused: true,
  },
  {
    what: 'what is left of a merge conflict',
    config: `[sso-session corp]\n<<<<<<< HEAD\n${PORTAL}=======\n>>>>>>> theirs\n`,
    read: { sso_sessions: { corp: CORP } },
    isRefused: true,
  },
];

/**
 * What this extension reads in another way than botocore, and why; each line is one kind. Besides, it cuts off comments
 * behind values, and reads the rest of a file that the AWS CLI refuses.
 */
const DIFFERENT: readonly FileCase[] = [
  {
    what: 'a comment with brackets behind a header',
    config: `[sso-session corp] # see [wiki]\n${PORTAL}`,
    read: { sso_sessions: { corp: CORP } },
    differs: 'For botocore the header ends at the last bracket of the line, so that it loses the session.',
  },
  {
    what: 'a name of nothing',
    config: `[sso-session '']\n${PORTAL}`,
    read: {},
    differs: 'Nobody could tell which session it is. The sentence says that it has no name.',
  },
  {
    what: 'a header without its last bracket that has a colon',
    config: `[default]\nregion = us-east-1\n[sso-session corp: x\n${PORTAL}`,
    read: { profiles: { default: { region: 'us-east-1' } } },
    isRefused: true,
    differs: 'botocore takes it for a setting, and what follows for more of the section above.',
  },
];

export const CASES: readonly FileCase[] = [...SAME, ...DIFFERENT];
