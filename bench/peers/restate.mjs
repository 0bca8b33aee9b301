// Restate's server with one partition, and a service that takes the same way: eight steps that do nothing, one
// callback. Steps and callbacks are durable there, as they are in the engine that is measured against it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http2';
import { createRequire } from 'node:module';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as restate from '@restatedev/restate-sdk';

const require = createRequire(import.meta.url);
const READY_MS_MAX = 60_000;

async function answered(request, what) {
  const response = await request;
  if (!response.ok) throw new Error(`Restate: ${what} was answered ${response.status}: ${await response.text()}`);
  return response;
}

const post = (url, body) =>
  answered(
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    url,
  );

/** A port that nobody listens on. */
async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function serviceOf(steps, ingress) {
  return restate.service({
    name: 'bench',
    handlers: {
      run: async (ctx, input) => {
        for (let step = 0; step < steps; step++) await ctx.run(`step ${step}`, () => null);
        const { id, promise } = ctx.awakeable();
        await ctx.run('ask for the callback', () => void post(`${ingress}/restate/awakeables/${id}/resolve`, input));
        return promise;
      },
    },
  });
}

async function untilReady(server, ingress, admin) {
  for (let waitedMs = 0; waitedMs < READY_MS_MAX; waitedMs += 100) {
    if (server.exitCode !== null) throw new Error(`Restate's server ended with ${server.exitCode}.`);
    const isUp = await fetch(`${admin}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    const isServing =
      isUp &&
      (await fetch(`${ingress}/restate/health`).then(
        ({ ok }) => ok,
        () => false,
      ));
    if (isServing) return;
    await setTimeout(100);
  }
  throw new Error(`Restate's server was not ready within ${READY_MS_MAX / 1000} s.`);
}

/** Starts server and service. `run` is one execution, from its start to its end. */
export async function restateServer(steps) {
  const ports = { ingress: await freePort(), admin: await freePort(), node: await freePort() };
  const ingress = `http://127.0.0.1:${ports.ingress}`;
  const admin = `http://127.0.0.1:${ports.admin}`;
  const folder = mkdtempSync(join(tmpdir(), 'restate-'));
  const binary = require.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
  const args = ['--no-logo', '--base-dir', folder, '--bind-ip', '127.0.0.1', '--bind-port', String(ports.node)];
  const env = {
    ...process.env,
    RESTATE_DEFAULT_NUM_PARTITIONS: '1',
    RESTATE_LOG_FILTER: 'error',
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
    RESTATE_LISTEN_MODE: 'tcp',
  };
  const server = spawn(binary, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const endpoint = createServer(
    restate.createEndpointHandler({ services: [serviceOf(steps, ingress)], logger: () => {} }),
  );
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const sessions = new Set();
  endpoint.on('session', (session) => sessions.add(session));
  const close = async () => {
    server.kill('SIGKILL');
    if (server.exitCode === null) await once(server, 'exit');
    for (const session of sessions) session.destroy();
    endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server, ingress, admin);
    await post(`${admin}/deployments`, { uri: `http://127.0.0.1:${endpoint.address().port}` });
  } catch (fault) {
    await close();
    throw fault;
  }
  let count = 0;
  return { close, run: () => post(`${ingress}/bench/run`, { rental: `r-${++count}` }).then((answer) => answer.json()) };
}
