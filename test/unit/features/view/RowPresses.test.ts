import assert from 'node:assert/strict';
import { RowPresses } from '../../../../src/features/view/RowPresses.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

const ADMIN = { id: 'Admin' };
const READER = { id: 'Reader' };

describe('The command of a row', () => {
  const clock = useFakeClock();
  const presses = (opensByDoubleClick = false): RowPresses => new RowPresses(() => opensByDoubleClick);

  it('is meant by a double click, which VS Code runs it twice for, and not by one click', () => {
    const rows = presses();
    assert.equal(rows.isMeant(ADMIN), false);
    clock().tick(200);
    // The view may have been drawn anew in between.
    assert.equal(rows.isMeant({ ...ADMIN }), true);
    clock().tick(200);
    assert.equal(rows.isMeant(ADMIN), false, 'A third click is a new one.');
  });

  it('is not meant by clicks on two rows, nor by two that are far apart', () => {
    const rows = presses();
    assert.equal(rows.isMeant(ADMIN), false);
    clock().tick(100);
    assert.equal(rows.isMeant(READER), false);
    clock().tick(600);
    assert.equal(rows.isMeant(READER), false);
  });

  it('is meant by Enter, once, and for a while', () => {
    const rows = presses();
    rows.entered();
    clock().tick(300);
    assert.equal(rows.isMeant(ADMIN), true);
    assert.equal(rows.isMeant(READER), false);
    rows.entered();
    clock().tick(1_100);
    assert.equal(rows.isMeant(ADMIN), false, 'It was another row, which has no role.');
  });

  it('is meant each time where the person has VS Code open rows by a double click', () =>
    assert.equal(presses(true).isMeant(ADMIN), true));
});
