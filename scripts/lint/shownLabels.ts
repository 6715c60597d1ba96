import type { Rule, Scope } from 'eslint';

type Node = Rule.Node | { readonly type: string };

/** What people read that is no sentence of a template: of items in lists and in the view, and of the status bar. */
const MEMBERS = new Set(['label', 'description', 'detail']);
/** What makes a text safe, or gives nothing from outside. */
const SAFE_CALLS = new Set([
  ...['shown', 'shownSentence', 'marked', 't', 'timeLeft'],
  ...['sessionLabel', 'consoleLabel', 'roleLabel'],
]);

/**
 * Has every label, description and detail of the features be a text of ours, a sentence (its arguments are cleaned), or
 * `shown`. A constant is followed to what it is made of; a parameter or a member may be of anybody's making.
 */
export const shownLabels: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { raw: 'Put this text through shown(): it may be from outside.' },
  },
  create(context) {
    const isSafe = (node: Node | null | undefined, scope: Scope.Scope, depth = 0): boolean => {
      const all = (...nodes: readonly (Node | null | undefined)[]): boolean =>
        nodes.every((one) => isSafe(one, scope, depth + 1));
      const it = node as Rule.Node | null | undefined;
      if (!it || depth > 20) {
        return !it;
      }
      switch (it.type as string) {
        case 'Literal':
          return true;
        case 'TemplateLiteral':
          return all(...(it as unknown as { expressions: Node[] }).expressions);
        case 'TSAsExpression':
        case 'TSNonNullExpression':
        case 'AwaitExpression': {
          const { expression, argument } = it as unknown as { expression?: Node; argument?: Node };
          return all(expression ?? argument);
        }
        case 'ConditionalExpression': {
          const { consequent, alternate } = it as unknown as { consequent: Node; alternate: Node };
          return all(consequent, alternate);
        }
        case 'LogicalExpression':
        case 'BinaryExpression': {
          const { left, right } = it as unknown as { left: Node; right: Node };
          return all(left, right);
        }
        case 'SpreadElement':
          return all((it as unknown as { argument: Node }).argument);
        case 'ArrayExpression':
          return all(...(it as unknown as { elements: Node[] }).elements);
        case 'CallExpression': {
          const { callee } = it as unknown as {
            callee: { name?: string; object?: Node; property?: { name?: string } };
          };
          const name = callee.name ?? callee.property?.name ?? '';
          return SAFE_CALLS.has(name) || (name === 'join' && all(callee.object));
        }
        case 'Identifier': {
          const { name } = it as unknown as { name: string };
          return name === 'undefined' || isSafeConstant(name, scope, depth);
        }
        default:
          return false;
      }
    };
    const isSafeConstant = (name: string, from: Scope.Scope, depth: number): boolean => {
      for (let scope: Scope.Scope | null = from; scope; scope = scope.upper) {
        const [definition] = scope.set.get(name)?.defs ?? [];
        if (definition) {
          const declared = definition.node as { id?: { type: string }; init?: Node };
          return (
            definition.type === 'Variable' &&
            definition.parent.kind === 'const' &&
            declared.id?.type === 'Identifier' &&
            isSafe(declared.init, scope, depth + 1)
          );
        }
      }
      return false;
    };
    const check = (member: Node, value: Node): void => {
      const { name = '' } = member as { name?: string };
      if (MEMBERS.has(name) && !isSafe(value, context.sourceCode.getScope(value as Rule.Node))) {
        context.report({ node: value, messageId: 'raw' });
      }
    };
    return {
      'ObjectExpression > Property[computed=false]'(node: Rule.Node) {
        const { key, value } = node as unknown as { key: Node; value: Node };
        check(key, value);
      },
      'AssignmentExpression[left.type="MemberExpression"]'(node: Rule.Node) {
        const { left, right } = node as unknown as { left: { property: Node }; right: Node };
        check(left.property, right);
      },
    };
  },
};
