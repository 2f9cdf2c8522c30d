// The stage of the tests against real shops: processes, a database, the double, uniac, and the count.
//
// Nothing that was started outlives the run, everything listens on the loopback address alone, and no
// test waits for a time to pass: it waits for a thing to be so, up to a deadline.

import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, appendFileSync, readdirSync, rmSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** How long anything may take to become ready. */
const READY_MS = 90_000;

/** A folder for this run alone; it is gone afterwards. */
export const scratch = mkdtempSync(join(tmpdir(), 'uniac-real-'));

const closers = [];

/** Remembers what is to be stopped at the end, last first. */
export function atEnd(close) {
  closers.push(close);
}

function closeAll() {
  for (const close of closers.splice(0).reverse()) close();
  rmSync(scratch, { recursive: true, force: true });
}

process.on('exit', closeAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

/** Returns a port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a program, waits for its line that begins with `sign`, and returns that line. */
export function start(name, command, args, { env = {}, cwd, sign = 'READY' } = {}) {
  const log = join(scratch, `${name}.log`);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', openSync(log, 'a')],
  });
  atEnd(() => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let seen = '';
    const failed = (why) => reject(new Error(`${name} ${why}\n${seen}\n${readFileSync(log, 'utf8')}`));
    const deadline = setTimeout(() => failed('did not become ready'), READY_MS);
    child.on('exit', (code) => failed(`ended with ${code}`));
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      appendFileSync(log, chunk);
      const line = seen.split('\n').slice(0, -1).find((text) => text.startsWith(sign));
      if (line !== undefined) {
        clearTimeout(deadline);
        resolve(line);
      }
    });
  });
}

/** Starts the payment double and returns its address. */
export async function startDouble(env = {}) {
  const line = await start('double', process.execPath, [join(here, 'double.mjs')], { env });
  return line.split(' ')[1];
}

/** Runs a program to its end; throws when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.status !== 0) {
    throw new Error(`${command} ${args[0]} ended with ${done.status}\n${done.stdout}\n${done.stderr}`);
  }
  return done.stdout;
}

/** Starts a PostgreSQL of its own with an empty database, and returns its port. */
export async function startPostgres(database) {
  const versions = '/usr/lib/postgresql';
  const version = existsSync(versions) && readdirSync(versions).sort((a, b) => b - a)[0];
  if (!version) throw new Error('PostgreSQL is missing: apt-get install postgresql');
  const bin = join(versions, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'uniac-pg-'));
  const data = join(folder, 'data');
  // Its programs refuse to run as root.
  const asRoot = process.getuid() === 0;
  if (asRoot) {
    const id = (flag) => Number(run('id', [flag, 'postgres']));
    chownSync(folder, id('-u'), id('-g'));
  }
  // A server that stays must not keep the pipes of this process open.
  const pg = (program, args) => {
    const words = [join(bin, program), ...args];
    const [command, ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...words] : words;
    run(command, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  pg('initdb', ['-D', data, '-U', 'shop', '--auth=trust', '-E', 'UTF8']);
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'jit=off',
    'max_connections=200',
  ];
  const options = settings.map((setting) => `-c ${setting}`).join(' ');
  atEnd(() => {
    try {
      pg('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  pg('pg_ctl', ['-D', data, '-l', join(folder, 'log'), '-o', options, '-w', 'start']);
  sql(port, 'postgres', `CREATE DATABASE ${database}`);
  return port;
}

/** Runs SQL in one transaction and returns what it prints, rows as lines. */
export function sql(port, database, text) {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-U', 'shop', '-d', database];
  return run('psql', [...args, '-qAt', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { input: text }).trim();
}

/** Asks with JSON and returns status and parsed body. */
export async function ask(method, url, body, headers = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

/** Returns a function that runs uniac with its own data and configuration, and gives its answer. */
export function uniacIn(folder, env = {}) {
  const program = process.env.UNIAC_BIN;
  if (!program) throw new Error('UNIAC_BIN names the program to test');
  mkdirSync(folder, { recursive: true });
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('UNIAC_'));
  const all = {
    ...Object.fromEntries(clean),
    UNIAC_DATA_DIR: join(folder, 'data'),
    UNIAC_CONFIG: join(folder, 'uniac.toml'),
    ...env,
  };
  return (line, input) =>
    new Promise((resolve, reject) => {
      const words = Array.isArray(line) ? line : line.split(' ');
      // Not `spawnSync`: this process serves what the program may be talking to.
      const stdio = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
      const child = spawn(program, [...words, '--json'], { env: all, cwd: folder, stdio });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => (stdout += chunk));
      child.stderr.on('data', (chunk) => (stderr += chunk));
      child.on('error', reject);
      child.on('close', (exit) => {
        let json = null;
        try {
          json = JSON.parse(stdout);
        } catch {
          // A command that printed no JSON is judged by its exit code and what it says.
        }
        resolve({ exit, json, data: json?.data, stdout, stderr });
      });
      child.stdin?.end(input);
    });
}

// The count.

const tests = [];

/** Adds a test. */
export function test(name, body) {
  tests.push({ name, body });
}

/** Says that something is as it should be, or throws with both. */
export function same(found, expected, what = 'value') {
  const [a, b] = [found, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what}: found ${a}, expected ${b}`);
}

/** Runs the tests, one after the other, and ends with the count in the form that all suites share. */
export async function runTests(suite) {
  const only = process.env.ONLY;
  let [passed, failed] = [0, 0];
  const chosen = tests.filter(({ name }) => !only || name.includes(only));
  console.log(`\nrunning ${chosen.length} tests against ${suite}`);
  for (const { name, body } of chosen) {
    const began = Date.now();
    try {
      await body();
      passed += 1;
      console.log(`test ${name} ... ok (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`test ${name} ... FAILED\n${error.stack ?? error}`);
    }
  }
  const result = failed === 0 && passed > 0 ? 'ok' : 'FAILED';
  console.log(`\ntest result: ${result}. ${passed} passed; ${failed} failed; 0 ignored`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(result === 'ok' ? 0 : 1);
}
