import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { memoryLog } from '../../support/memoryLog.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const editor: Stub = {};
const { registerLaunches } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/launches/registerLaunches.ts'),
);

const FOLDER = { name: 'api' } as vscode.WorkspaceFolder;
const LAUNCH: vscode.DebugConfiguration = { type: 'node', name: 'Launch', request: 'launch' };
type Give = (
  launch: vscode.DebugConfiguration,
  folder?: vscode.WorkspaceFolder,
) => Promise<vscode.DebugConfiguration>;

describe('registerLaunches', () => {
  useStubbedEditor(editor);

  /** What the editor starts. */
  async function started(isRoleUsed: boolean, give: Give, log = memoryLog()): Promise<unknown> {
    let provider: vscode.DebugConfigurationProvider | undefined;
    editor['debug'] = {
      registerDebugConfigurationProvider: (type: string, registered: vscode.DebugConfigurationProvider) => {
        assert.equal(type, '*');
        provider = registered;
      },
    };
    registerLaunches(() => isRoleUsed, give, log);
    return provider?.resolveDebugConfigurationWithSubstitutedVariables?.(FOLDER, LAUNCH);
  }

  it('has what is started be given what is to be given', async () => {
    const give: Give = (launch, folder) => Promise.resolve({ ...launch, env: {}, of: folder?.name });
    assert.deepEqual(await started(true, give), { ...LAUNCH, env: {}, of: 'api' });
  });

  it('asks nobody while no role is used', async () => {
    assert.equal(await started(false, () => assert.fail('Nothing is to be loaded.')), LAUNCH);
  });

  it('lets nothing keep it from starting, and logs why it got nothing', async () => {
    const log = memoryLog();
    assert.equal(await started(true, () => Promise.reject(new Error('no bundle')), log), LAUNCH);
    assert.deepEqual(log.lines, ['“Launch” does not get the role of the terminals: no bundle']);
  });
});
