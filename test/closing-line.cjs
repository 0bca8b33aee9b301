// Prints the line that continuous integration reads, after everything else: `N passed, N failed`.
// A test file that could not be loaded counts as one failure.
module.exports = class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.once('exit', () => process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`));
  }
};
