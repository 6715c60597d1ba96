const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

/**
 * The spec reporter; besides, it appends one JSON line of counts to the file that TEST_COUNTS names, and one for each test
 * to that of TEST_RESULTS.
 */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const append = (file, line) => file && appendFileSync(file, JSON.stringify(line) + '\n');
    const ended = (state) => (test) =>
      append(process.env.TEST_RESULTS, {
        title: test.fullTitle(),
        file: (test.file ?? '').replace(/^.*[\\/](?=(test|build)[\\/])/, ''),
        state,
        ms: test.duration ?? 0,
      });
    runner.on('pass', ended('passed')).on('fail', ended('failed')).on('pending', ended('skipped'));
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      append(process.env.TEST_COUNTS, { passed: passes, failed: failures, skipped: pending });
    });
  }
};
