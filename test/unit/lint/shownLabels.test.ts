import assert from 'node:assert/strict';
import { Linter } from 'eslint';
import { shownLabels } from '../../../scripts/lint/shownLabels.ts';

/** How many texts the rule finds in the code. */
function found(code: string): number {
  const config = {
    plugins: { own: { rules: { 'shown-labels': shownLabels } } },
    rules: { 'own/shown-labels': 2 },
  };
  const messages = new Linter().verify(code, config as Linter.Config);
  assert.deepEqual(
    messages.filter(({ ruleId }) => ruleId === null),
    [],
  );
  return messages.length;
}

describe('The lint rule about what people are shown', () => {
  for (const code of [
    'const item = { label: account.accountName };',
    'const item = { description: account.accountName ?? shown(account.accountId) };',
    'const item = { detail: `in ${account.accountName}` };',
    'const item = { label: isNew ? account.accountName : "old" };',
    'const { accountName } = account; const item = { label: accountName };',
    'const name = account.accountName; const item = { label: name };',
    'const itemOf = (label) => ({ label });',
    'let label = "ours"; label = account.accountName; const item = { label };',
    'const item = { label: labelOf(account) };',
    'const item = { label: "$(key) " + account.accountName };',
    'item.description = account.accountName;',
    'const item = { detail: [l10n.t("Account"), account.accountName].join(" ") };',
    'const item = { detail: names.join(" ") };',
    'function itemOf() { return { label: account.accountName }; }',
  ]) {
    it(`finds one that may be from outside: ${code}`, () => assert.equal(found(code), 1));
  }

  for (const code of [
    'const item = { label: shown(account.accountName), description: "", detail: undefined };',
    'const item = { label: l10n.t("Account {0}", account.accountName) };',
    'const label = l10n.t("Account"); const item = { label };',
    'const item = { label: `$(key) ${shown(account.accountName)}` };',
    'const item = { value: account.accountName, [label]: account.accountName };',
    'const { label } = item;',
    'const lines = [l10n.t("Account {0}", name), ...(isNew ? [l10n.t("New")] : [])]; const item = { detail: lines.join("\\n") };',
    'const item = { label: sessionLabel(session) };',
  ]) {
    it(`finds none: ${code}`, () => assert.equal(found(code), 0));
  }
});
