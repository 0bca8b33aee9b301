const { rmSync } = require('node:fs');

/** Takes away what `open.cjs` has made, and all that is in it. */
module.exports = () => rmSync(process.env.TMPDIR, { recursive: true, force: true });
