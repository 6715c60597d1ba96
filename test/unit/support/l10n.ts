import * as l10n from '@vscode/l10n';
import { withShownArguments } from '../../../src/base/withShownArguments.ts';

/** What `src/features/ui/l10n.ts` is in the bundles. */
export const t = withShownArguments(l10n.t);
