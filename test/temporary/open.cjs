const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** A folder for whatever tests leave in the temporary one: a synthesized assembly alone is 40 MB. */
module.exports = () => {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'freewheel-tests-'));
};
