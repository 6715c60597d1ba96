import assert from 'node:assert/strict';
import { nameFromTemplate, planProfiles } from '../../../../src/aws/config/planProfiles.ts';

const HELPER = '/home/alice/served/aws-credentials';
const role = (accountId: string, roleName: string, accountName?: string) => ({
  session: 'corp',
  accountId,
  roleName,
  accountName,
});
const PROD = role('111122223333', 'Admin', 'Production');
const TEST = role('444455556666', 'Admin', 'Test');
const READ = role('444455556666', 'ReadOnly', 'Test');
const OTHERS =
  '# mine\n[default]\nregion = us-west-2\n\n[profile tool]\ncredential_process = /usr/bin/tool\n';

const plan = (text: string, roles: readonly (typeof PROD)[], session = 'corp') =>
  planProfiles(text, {
    ...{ helper: HELPER, session, roles: roles.map((one) => ({ ...one, session })), region: 'eu-west-1' },
    nameOf: (one) => nameFromTemplate('{account}-{role}', one),
  });
const names = (profiles: readonly { readonly profile: string }[]) => profiles.map(({ profile }) => profile);

describe('Profiles for all roles of a session', () => {
  it('are added at the end, and what was there stays byte for byte', () => {
    const { text, added, removed } = plan(OTHERS, [PROD, TEST, READ]);
    assert.ok(text.startsWith(`${OTHERS}\n[profile Production-Admin]\ncredential_process = "${HELPER}" `));
    assert.deepEqual(names(added), ['Production-Admin', 'Test-Admin', 'Test-ReadOnly']);
    assert.deepEqual(removed, []);
    assert.equal(text.match(/^region = eu-west-1$/gm)?.length, 3);
  });

  it('take neither a name that there is nor that of the default, which is for no template to give', () => {
    const roles = [PROD, TEST].map((one) => ({ ...one, session: 'corp' }));
    for (const name of ['default', 'tool']) {
      const { text, added } = planProfiles(OTHERS.replace(/\[default\]\n.*\n/, ''), {
        ...{ helper: HELPER, session: 'corp', roles },
        nameOf: () => name,
      });
      assert.deepEqual(names(added), [`${name}-2`, `${name}-3`]);
      assert.match(text, new RegExp(`^\\[profile ${name}-2\\]$`, 'm'));
    }
  });

  it('stay as they are when nothing has changed', () => {
    const { text } = plan(OTHERS, [PROD, TEST]);
    const again = plan(text, [PROD, TEST]);
    assert.deepEqual([again.text, again.added, again.removed], [text, [], []]);
    assert.deepEqual(names(again.kept), ['Production-Admin', 'Test-Admin']);
  });

  it('come and go with the roles, under the names that the person may have given them', () => {
    const before = plan(OTHERS, [PROD, TEST]).text.replace('Production-Admin', 'mine');
    const { text, added, removed, kept } = plan(before, [PROD, READ]);
    assert.deepEqual(
      [names(added), names(removed), names(kept)],
      [['Test-ReadOnly'], ['Test-Admin'], ['mine']],
    );
    assert.ok(text.startsWith(OTHERS));
    assert.doesNotMatch(text, /Test-Admin/);
    assert.match(text, /^\[profile mine\]$/m);
  });

  it('go all at once, with what parts them, and however many they are', () => {
    const all = Array.from({ length: 2_000 }, (_, index) => role(String(index).padStart(12, '1'), 'Admin'));
    const { text } = plan('', all);
    const [first = '', second = '', third = ''] = text.split(/(?<=\n)(?=\n)/);
    for (const [before, after] of [
      [`${OTHERS}\n${text}`, OTHERS],
      [text, ''],
      [`${first}${second}\n${OTHERS}`, OTHERS],
      [`${first}\n${OTHERS}${second}${third}`, OTHERS],
    ] as const) {
      const started = performance.now();
      const { text: left, removed, changed } = plan(before, []);
      assert.deepEqual([left, changed], [after, []]);
      assert.equal(removed.length, before.match(/--session/g)?.length);
      assert.ok(performance.now() - started < 1_000);
    }
  });

  it('are left alone where somebody has changed one, and those of other sessions are', () => {
    const corp = plan(OTHERS, [PROD]).text.replace(
      '[profile Production-Admin]',
      '[profile Production-Admin]\noutput = json',
    );
    const both = plan(corp, [TEST], 'lab').text;
    const { text, removed, changed } = plan(both, []);
    assert.deepEqual([text, removed, names(changed)], [both, [], ['Production-Admin']]);
  });

  it('have a name each, whatever there is already', () => {
    const taken = '[profile Production-Admin]\nregion = x\n';
    const { added } = plan(taken, [PROD, { ...PROD, accountId: '999999999999' }]);
    assert.deepEqual(names(added), ['Production-Admin-2', 'Production-Admin-3']);
  });

  it('are named by a template, of characters that every tool takes', () => {
    const name = (template: string, one = PROD) => nameFromTemplate(template, one);
    assert.equal(name('{account}-{role}', role('111122223333', 'Admin')), '111122223333-Admin');
    assert.equal(name('{accountId}.{role}'), '111122223333.Admin');
    assert.equal(name('{account}/{role}', role('1', 'Admin', ' Prod [EU] #1 \n')), 'Prod-EU-1-Admin');
    assert.equal(name('{session}-{role}'), 'session-Admin');
    assert.equal(name('  '), '');
  });
});
