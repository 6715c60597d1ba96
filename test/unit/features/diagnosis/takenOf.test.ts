import assert from 'node:assert/strict';
import { AwsSsoError, type NetworkFailureKind } from '../../../../src/base/errors.ts';
import { takenOf } from '../../../../src/features/diagnosis/takenOf.ts';
import { bad, good } from './facts.ts';

const failed = (kind: NetworkFailureKind, maybeSent: boolean) =>
  bad(new AwsSsoError('Network', kind, { network: { kind, maybeSent } }));

const answer = good('of AWS');
const other = good('of AWS, too');
const name = failed('name', false);
const refused = failed('refused', false);
const unreachable = failed('unreachable', false);
const certificate = failed('certificate', false);
const broken = failed('broken', true);
const service = bad(new AwsSsoError('Service', 'AWS has trouble of its own.'));
const strange = bad(new Error('no path at all'));

describe('takenOf', () => {
  for (const [what, first, second, taken] of [
    ['the first path where it works', answer, other, answer],
    ['the first where the second does not work', answer, refused, answer],
    ['the second where the first does not connect', refused, answer, answer],
    ['the first that may have been sent', broken, answer, broken],
    ['the first that AWS has answered', service, answer, service],
    ['the second that may have been sent', refused, broken, broken],
    ['the second that AWS has answered', refused, service, service],
    ['the second where both got as far', refused, unreachable, unreachable],
    ['the first where it got further', certificate, refused, certificate],
    ['the second where it got further', name, certificate, certificate],
    ['the first where there is no second', refused, strange, refused],
    ['the first where that is strange', strange, answer, strange],
  ] as const) {
    it(`takes ${what}`, () => assert.equal(takenOf(first, second), taken));
  }
});
