const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** The spec reporter; besides, it appends one JSON line of counts to the file that TEST_COUNTS names. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      if (process.env.TEST_COUNTS) {
        appendFileSync(
          process.env.TEST_COUNTS,
          JSON.stringify({ passed: passes, failed: failures, skipped: pending }) + '\n',
        );
      }
    });
  }
};
