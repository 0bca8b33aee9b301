import { build } from 'esbuild';
import { bundling } from '/work/main/infra/bundle-functions.ts';
import { handlerFiles } from '/work/main/infra/handlers.ts';

const want = process.argv.slice(2);
const r = await build({
  ...bundling([...handlerFiles()].filter(([n]) => want.includes(n))),
  write: false,
  metafile: true,
});
for (const [f, o] of Object.entries(r.metafile.outputs)) {
  console.log(f, o.bytes);
  for (const [k, v] of Object.entries(o.inputs)
    .sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
    .slice(0, 70))
    console.log('   ', v.bytesInOutput, k);
}
