import { freewheelApp } from './app.ts';
import { bundleFunctions } from './bundle-functions.ts';

/** What `cdk synth` and `cdk deploy` run: the CDK command line passes context and the folder to write to. */
await bundleFunctions();
freewheelApp({ isValidated: true }).synth();
