// uniac against a real Medusa, with the payment double behind it: the double's log is the truth.
//
// Every test has orders of its own, so none leaves anything to another. What uniac says of an act
// (JSON and exit code) is compared with what took effect, and calls with effects.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  freePort,
  run,
  runTests,
  same,
  scratch,
  sql,
  start,
  startDouble,
  startPostgres,
  test,
  uniacIn,
} from '../stage.mjs';
import { startProxy } from '../proxy.mjs';
import { checkout, furnish, person } from './seed.mjs';

/** How many orders the bulk capture takes. */
const BULK = Number(process.env.BULK ?? 200);

/** How many orders the tests of one order each take from the shelf. */
const SINGLE = 10;

/** An order's total, and the customer's of a checkout, minor units. */
const TOTAL = 30_000;
const BOUGHT = 37_500;

const PERSON = ['admin@example.com', 'of-the-tests-1'];

const database = await startPostgres('medusa');
const double = await startDouble();
const shopPort = await freePort();
const home = process.env.SHOP_DIR;
const env = {
  DATABASE_URL: `postgres://shop@127.0.0.1:${database}/medusa`,
  DOUBLE_URL: double,
  SHOP_PORT: String(shopPort),
  MEDUSA_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: '1',
  NODE_ENV: 'production',
  LOG_LEVEL: 'error',
};
const psql = (text) => sql(database, 'medusa', text);
const medusa = (...words) =>
  run(process.execPath, ['node_modules/.bin/medusa', ...words], {
    cwd: home,
    env: { ...process.env, ...env },
  });

// The empty shop is kept beside the installed tree: making it takes half a minute.
const empty = join(home, 'empty.sql');
if (existsSync(empty)) {
  psql(`\\i ${empty}`);
} else {
  medusa('db:migrate');
  medusa('user', '-e', PERSON[0], '-p', PERSON[1]);
  const where = ['-h', '127.0.0.1', '-p', String(database), '-U', 'shop', '-d', 'medusa'];
  run('pg_dump', [...where, '--no-owner', '-f', empty]);
}

await start('medusa', process.execPath, ['server.cjs'], { cwd: home, env });
const shop = `http://127.0.0.1:${shopPort}`;
const admin = await person(shop, ...PERSON);
const PROVIDERS = { careful: 'pp_double_careful', greedy: 'pp_double_greedy' };
const store = await furnish(admin, Object.values(PROVIDERS));
const proxy = await startProxy(shop);

// What goes wrong, behind the shop and before it: every act with every fault, each on an order of its
// own.
const BEHIND = ['error-before', 'drop-before', 'error-after', 'drop-after', 'wrong-amount'];
const ON_THE_WAY = ['drop-before', 'drop-after'];
const ACTS = ['capture of all', 'capture of a part', 'refund of all', 'refund of a part', 'cancel'];

const cases = ACTS.flatMap((act) => {
  const about = { act, kind: act.split(' ')[0], whole: act.endsWith('of all') };
  // The provider's answer to a cancellation has no amount that the shop could compare.
  const behind = BEHIND.filter((name) => about.kind !== 'cancel' || name !== 'wrong-amount');
  return [
    ...behind.map((name) => ({ ...about, name, where: 'behind the shop', took: !name.endsWith('-before') })),
    ...ON_THE_WAY.map((name) => ({ ...about, name, where: 'on the way to it' })),
  ];
});

// Orders as they are after a checkout, made inside the shop, all at once, and not of today: a pass
// reads again what changed in the last minutes.
const making = Date.now();
const shelf = { careful: [], greedy: [] };
const wanted = { careful: SINGLE + cases.length + BULK, greedy: 1 };
const asked = Object.entries(wanted).map(([name, count]) => `${PROVIDERS[name]}=${count}`);
for (const line of medusa('exec', './bulk.js', store.region, store.channel, ...asked).split('\n')) {
  const [sign, provider, id, code, payment, reference] = line.split(' ');
  const name = Object.keys(PROVIDERS).find((name) => PROVIDERS[name] === provider);
  if (sign === 'MADE') shelf[name].push({ id, code, payment, reference });
}
same([shelf.careful.length, shelf.greedy.length], Object.values(wanted), 'orders made');
psql(`UPDATE "order" SET created_at = now() - interval '2 days', updated_at = now() - interval '2 days'`);
const makingSeconds = (Date.now() - making) / 1000;

const companies = {};
const uniacOf = (name) => companies[name];

/**
 * A company of its own: a fresh Uni in the sandbox, and the shop through the proxy.
 *
 * Its people delete and credit more in a minute than a shop does in a month; no brake may hold that back.
 */
async function company(name, { key = store.secret } = {}) {
  const folder = join(scratch, name);
  const people = join(folder, 'uni');
  const play = uniacIn(people);
  await play('sandbox reset --orders 0');
  const line = await start(`uni-${name}`, process.env.UNIAC_BIN, ['sandbox', 'serve', '--json'], {
    env: { UNIAC_DATA_DIR: join(people, 'data'), UNIAC_CONFIG: join(people, 'uniac.toml') },
    sign: '{',
  });
  const { configuration } = JSON.parse(line).data;
  const uni = configuration.slice(
    configuration.indexOf('[company.play.uni]'),
    configuration.indexOf('[company.play.shop]'),
  );
  const secrets = Object.fromEntries(
    [...configuration.matchAll(/(PLAY_\w+)=(\S+)/g)].map(([, variable, value]) => [variable, value]),
  );
  writeFileSync(
    join(folder, 'uniac.toml'),
    `[company.play]
brakes = false
release_after = 0
refund_after = 0
${uni}
[company.play.shop]
kind = "medusa"
base_url = "${proxy.url}"
secret_key = { env = "SHOP_KEY" }
payment_methods = ${JSON.stringify(Object.values(PROVIDERS))}
read_delay_seconds = 1
`,
  );
  const words = (text) => (Array.isArray(text) ? text : text.split(' '));
  companies[name] = uniacIn(folder, { ...secrets, SHOP_KEY: key });
  return {
    /** The people in Uni. */
    uni: async (text, input) => {
      const done = await play(['sandbox', ...words(text)], input);
      same(done.exit, 0, `sandbox ${text}: ${done.stdout}${done.stderr}`);
      return done.data;
    },
    /** uniac itself. */
    uniac: companies[name],
  };
}

const firm = await company('firm');
const enabled = await firm.uniac('enable');
same(enabled.exit, 0, `enable: ${enabled.stdout}${enabled.stderr}`);

/** A customer has bought; Uni reads the order. */
async function order({ lines = 2, provider = 'careful' } = {}) {
  const bought = shelf[provider].pop();
  if (!bought) throw new Error('the shelf is empty');
  const { order: number } = await firm.uni(
    `order --shop-reference ${bought.code} --amount ${TOTAL / 100}.00 --lines ${lines}`,
  );
  return { ...bought, number };
}

async function invoiced(options) {
  const bought = await order(options);
  await firm.uni(`invoice ${bought.number}`);
  return bought;
}

async function captured() {
  const bought = await invoiced();
  same((await pass(bought)).said[0], 'capture done', 'the capture before');
  return bought;
}

const truth = async ({ reference }) => (await ask('GET', `${double}/payments/${reference}`)).body;
const fault = (name, on, { reference }, times = 1) =>
  ask('POST', `${double}/faults`, { name, on, reference, times });
const shown = async ({ id }) =>
  (await admin('GET', `/admin/orders/${id}?fields=id,status,metadata,*payment_collections.payments.captures,*payment_collections.payments.refunds`)).order;
const byHand = (verb, { payment }, amount) =>
  admin('POST', `/admin/payments/${payment}/${verb}`, { amount: amount / 100 });

/** Runs a pass and returns what it says of one order: `operation outcome` by step. */
async function pass({ number }, line = 'sync', at = firm) {
  const done = await at.uniac(line);
  const steps = (done.data?.steps ?? []).filter((step) => step.order === number);
  const said = steps.map(({ operation, outcome, code }) => `${operation} ${outcome}${code ? ` ${code}` : ''}`);
  return { exit: done.exit, said, steps, raw: done };
}

/** Runs passes until one has nothing to say of the order, or says the same as the one before. */
async function untilRest(bought) {
  const words = [];
  let last;
  for (let round = 0; round < 6; round += 1) {
    last = await pass(bought);
    words.push(...last.said);
    if (last.said.length === 0) return { words, exit: last.exit };
  }
  throw new Error(`no rest: ${words.join(', ')}; ${last.raw.stdout}${last.raw.stderr}`);
}

async function seen({ number }, at = firm) {
  return (await at.uniac(`order show ${number}`)).data;
}

const moneyOf = (words) => words.filter((word) => /^(capture|refund|cancel) /.test(word));

// What the book says.

test('doctor finds nothing wrong with a secret key, and names a wrong one', async () => {
  const done = await firm.uniac('doctor');
  same(done.data.filter((finding) => finding.result === 'wrong'), [], 'findings');
  same(done.exit, 0, 'exit');
  const stranger = await company('stranger', { key: 'sk_of-another-shop' });
  same((await stranger.uniac('doctor')).exit, 4, 'exit with a wrong key');
});

// What is done.

test('what a customer bought at the checkout is captured once, and the shop completed', async () => {
  const { id, display_id } = await checkout(shop, store);
  const { order: read } = await admin('GET', `/admin/orders/${id}?fields=id,payment_collections.payments.data`);
  const { reference } = read.payment_collections[0].payments[0].data;
  const bought = { id, reference };
  bought.number = (await firm.uni(`order --shop-reference ${display_id} --amount ${BOUGHT / 100}.00`)).order;
  await firm.uniac('order list');
  const before = await seen(bought);
  same([before.state, before.shop_status, before.reserved_minor], ['reserved', 'open', BOUGHT]);
  await firm.uni(`invoice ${bought.number}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [0, ['capture done', 'shop-update done', 'book-payment done']]);
  same(await truth(bought).then(({ effects, calls }) => [effects, calls]), [[['capture', BOUGHT]], 1]);
  same((await shown(bought)).status, 'completed');
  const after = await seen(bought);
  same([after.state, after.shop_status, after.attention], ['captured', 'completed', null]);
  same((await pass(bought)).said, [], 'a second pass');
  same((await truth(bought)).calls, 1, 'calls');
});

test('part invoices are captured one by one, to the øre, and noted in the shop', async () => {
  const bought = await order({ lines: 3 });
  const parts = [];
  for (const line of [1, 2, 3]) {
    await firm.uni(`invoice ${bought.number} --lines ${line}`);
    const { exit, said, steps } = await pass(bought);
    same([exit, said[0]], [0, 'capture done'], said);
    parts.push(steps[0].amount_minor);
    same((await seen(bought)).state, line < 3 ? 'part-captured' : 'captured');
  }
  const { effects, calls } = await truth(bought);
  same([effects, calls], [parts.map((part) => ['capture', part]), 3]);
  same(parts.reduce((sum, part) => sum + part), TOTAL, 'sum');
  const notes = Object.values((await shown(bought)).metadata).filter((text) => text.startsWith('Faktura'));
  same([notes.length, (await shown(bought)).status], [2, 'completed']);
  same((await pass(bought)).said, [], 'a further pass');
});

test('a credited order is refunded once, in full and in part', async () => {
  const full = await captured();
  const part = await captured();
  await firm.uni(`credit ${full.number}`);
  await firm.uni(`credit ${part.number} --amount 100.00`);
  const done = await firm.uniac('sync');
  same(done.exit, 0, done.stdout);
  same((await truth(full)).effects, [['capture', TOTAL], ['refund', TOTAL]]);
  same((await truth(part)).effects, [['capture', TOTAL], ['refund', 10_000]]);
  const [a, b] = [await seen(full), await seen(part)];
  same([a.state, a.shop_status], ['refunded', 'credited']);
  same([b.state, b.shop_status, b.refunded_minor], ['part-refunded', 'completed', 10_000]);
  await firm.uni(`credit ${part.number} --amount 50.00`);
  same(moneyOf((await pass(part)).said), ['refund done']);
  same((await truth(part)).effects.slice(2), [['refund', 5_000]]);
  same((await pass(part)).said, [], 'a further pass');
  same((await truth(part)).calls, 3, 'calls');
});

test('a deleted order is released, and the order in the shop cancelled by it', async () => {
  const bought = await order();
  await firm.uni(`delete ${bought.number}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [0, ['cancel done']]);
  same(await truth(bought).then(({ effects, calls }) => [effects, calls]), [[['cancel', TOTAL]], 1]);
  const after = await seen(bought);
  same([after.state, after.shop_status], ['cancelled', 'cancelled']);
  same((await pass(bought)).said, [], 'a further pass');
});

test('the rest of a part-captured order cannot be released: refused, and nothing paid back', async () => {
  const bought = await order();
  await firm.uni(`invoice ${bought.number} --lines 1`);
  const { steps } = await pass(bought);
  // In Uni this closes an order of which something is invoiced.
  await firm.uni(`delete ${bought.number}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [5, ['cancel refused captured']]);
  const { effects, calls } = await truth(bought);
  same([effects, calls], [[['capture', steps[0].amount_minor]], 1]);
  same((await shown(bought)).status, 'pending');
  same((await seen(bought)).attention, 'refused');
  same((await pass(bought)).said, [], 'not tried again');
});

test('what the people of the shop have captured is noticed and not captured again', async () => {
  const all = await order();
  const part = await order();
  await firm.uniac('order list');
  await byHand('capture', all, TOTAL);
  await byHand('capture', part, 10_000);
  await firm.uni(`invoice ${all.number}`);
  await firm.uni(`invoice ${part.number}`);
  same((await firm.uniac('sync')).exit, 0, 'exit');
  same((await truth(all)).effects, [['capture', TOTAL]]);
  same((await truth(part)).effects, [['capture', 10_000], ['capture', TOTAL - 10_000]]);
  const [a, b] = [await seen(all), await seen(part)];
  same([a.state, a.attention, a.remarks], ['captured', null, ['captured-elsewhere']]);
  same([b.state, b.attention, b.remarks], ['captured', null, ['captured-elsewhere']]);
});

test('two runs at once capture once', async () => {
  const bought = await invoiced();
  const runs = await Promise.all([1, 2, 3].map(() => firm.uniac('sync')));
  same(runs.some(({ exit }) => exit === 0), true, runs.map(({ exit }) => exit));
  const { effects, calls } = await truth(bought);
  same([effects, calls], [[['capture', TOTAL]], 1]);
});

// Medusa's own traps.

test('400 after a refund was paid: found by its note, and paid once', async () => {
  const bought = await captured();
  await firm.uni(`credit ${bought.number} --amount 100.00`);
  // A change of the order that is under way makes the refund's own bookkeeping fail.
  await admin('POST', '/admin/order-edits', { order_id: bought.id });
  const { exit, said } = await pass(bought);
  same([exit, said], [0, ['refund done']]);
  const { effects, calls } = await truth(bought);
  same([effects.slice(1), calls], [[['refund', 10_000]], 2]);
  same((await pass(bought)).said, [], 'a further pass');
});

test('a provider that takes everything for a part: the shop, and so uniac, see the part', async () => {
  const bought = await order({ provider: 'greedy' });
  await firm.uni(`invoice ${bought.number} --lines 1`);
  const { said, steps } = await pass(bought);
  same(said[0], 'capture done');
  same((await truth(bought)).effects, [['capture', TOTAL]]);
  const after = await seen(bought);
  same([after.captured_minor, after.state], [steps[0].amount_minor, 'part-captured']);
  // The second part is refused by the provider: it is never called done, nor the run a good one.
  await firm.uni(`invoice ${bought.number}`);
  const second = await pass(bought);
  same([second.exit, moneyOf(second.said)], [1, ['capture skipped no-reply']]);
  same((await truth(bought)).effects, [['capture', TOTAL]]);
  // Else each further run of the firm would try it, and say so.
  same((await firm.uniac(`order disable-autocapture ${bought.number} --reason greedy`)).exit, 0, 'held');
});

// What goes wrong: every case in the same passes.
//
// Medusa answers 500 when its provider fails and takes its row out again, so that nobody but the
// provider knows what happened. What would fit only once is asked for again; the rest waits for a
// person. In no case is anything taken or paid back twice.

const PASSES = 4;

/** Brings every case to where its act is due, lets it go wrong, and makes the passes. */
async function play() {
  const hurt = await company('hurt');
  same((await hurt.uniac('enable')).exit, 0, 'enable');
  const orders = shelf.careful.splice(0, cases.length);
  const list = orders.map(({ code }) => `${code},${TOTAL / 100}.00`).join('\n');
  const read = await hurt.uni('order --from - --lines 4', list);
  for (const [index, one] of cases.entries()) Object.assign(one, orders[index], { number: read[index].order });
  const of = (act) => cases.filter((one) => one.act.startsWith(act)).map(({ number }) => number);
  await hurt.uni(['invoice', ...of('refund')]);
  const first = await hurt.uniac('sync');
  same(first.exit, 0, `the captures before: ${first.stdout}`);
  for (const number of of('refund of all')) await hurt.uni(`credit ${number}`);
  for (const number of of('refund of a part')) await hurt.uni(`credit ${number} --amount 150.00`);
  for (const number of of('cancel')) await hurt.uni(`delete ${number}`);
  await hurt.uni(['invoice', ...of('capture of all')]);
  await hurt.uni(['invoice', ...of('capture of a part'), '--lines', '1']);
  for (const one of cases) {
    if (one.where === 'behind the shop') await fault(one.name, one.kind, one);
    else proxy.lose(one.name, one.kind === 'cancel' ? `/orders/${one.id}/cancel` : `/${one.payment}/${one.kind}`);
    one.words = [];
  }
  const exits = [];
  for (let round = 0; round < PASSES; round += 1) {
    const done = await hurt.uniac('sync');
    exits.push(done.exit);
    for (const one of cases) {
      const steps = (done.data?.steps ?? []).filter((step) => step.order === one.number);
      one.words.push(moneyOf(steps.map(({ operation, outcome, code }) => `${operation} ${outcome}${code ? ` ${code}` : ''}`)));
      one.due ??= steps.find(({ operation }) => operation === one.kind)?.amount_minor;
    }
  }
  const listed = (await hurt.uniac('order list --offline --limit 1000')).data;
  for (const one of cases) one.shown = listed.find(({ order }) => order === one.number);
  return exits;
}

let played;
for (const one of cases) {
  const { act, kind, whole, name, where, took } = one;
  test(`${act}, ${name} ${where}`, async () => {
    played ??= play();
    await played;
    const { effects, calls } = await truth(one);
    const mine = effects.filter(([what]) => what === kind);
    const others = kind === 'refund' ? 1 : 0;
    const said = one.words.flat();
    same(effects.length - mine.length, others, 'other effects');
    same(mine, mine.map(() => [kind, one.due]), 'amounts');
    if (where === 'on the way to it') {
      // The shop has the truth: done once, by one call, and said so once.
      same([mine.length, calls - others], [1, 1], 'effects, calls');
      same(said.filter((word) => word === `${kind} done`).length, 1, said);
      same([one.words.at(-1), one.shown.attention], [[], null], 'at rest');
    } else if (whole && !took) {
      same([mine.length, calls - others], [1, 2], 'effects, calls');
      same(said.filter((word) => word === `${kind} done`).length, 1, said);
      same([one.words.at(-1), one.shown.attention], [[], null], 'at rest');
    } else if (whole) {
      // Asked for again, which the provider refuses each time; never called done.
      same(mine.length, 1, 'effects');
      same(said.some((word) => word.endsWith(' done')), false, said);
      same(one.words.every((words) => words.length > 0), true, 'reported by every pass');
    } else {
      // Asked for once; a person must look at the provider.
      same([mine.length, calls - others], [took ? 1 : 0, 1], 'effects, calls');
      const code = kind === 'cancel' ? 'not-released' : 'status-500';
      same(one.words, one.words.map(() => [`${kind} unknown ${code}`]), 'words');
      same(one.shown.attention, 'unknown-outcome');
    }
  });
}

test('a pass that leaves something unknown ends with 7', async () => {
  same(await (played ??= play()), Array(PASSES).fill(7), 'exit codes');
});

test('what a person mends in the shop is taken up', async () => {
  await (played ??= play());
  const hurt = cases.filter(({ act, name, where }) => act !== 'capture of all' && act !== 'refund of all' && where === 'behind the shop' && name === 'error-after');
  same(hurt.length, 3, 'cases');
  for (const { kind, payment, due } of hurt) {
    // The provider has done it; the shop's rows are mended past its API, for it has no other way.
    const row = `'${payment}', ${due / 100}, '{"value":"${due / 100}","precision":20}', now() - interval '1 hour', now()`;
    const columns = 'payment_id, amount, raw_amount, created_at, updated_at';
    if (kind === 'cancel') psql(`UPDATE payment SET canceled_at = now() WHERE id = '${payment}'`);
    else if (kind === 'capture') psql(`INSERT INTO capture (id, ${columns}) VALUES ('capt_mended', ${row})`);
    else psql(`INSERT INTO refund (id, ${columns}) VALUES ('ref_mended', ${row})`);
  }
  const done = await uniacOf('hurt')('sync');
  const said = (one) =>
    done.data.steps.filter(({ order, operation }) => order === one.number && operation === one.kind).map(({ outcome, code }) => `${outcome} ${code ?? ''}`.trim());
  same(hurt.map(said), [['done'], ['skipped superseded'], ['done']]);
});

test('a lost capture and the same sum by a person of the shop are told apart', async () => {
  const bought = await order({ lines: 4 });
  await firm.uni(`invoice ${bought.number} --lines 1`);
  proxy.lose('drop-before', `/payments/${bought.payment}/capture`);
  const { steps } = await pass(bought);
  await byHand('capture', bought, steps[0].amount_minor);
  const { words, exit } = await untilRest(bought);
  same([exit, moneyOf(words).some((word) => word.includes('done'))], [0, false], words);
  same((await truth(bought)).effects, [['capture', steps[0].amount_minor]]);
  same((await seen(bought)).remarks, ['captured-elsewhere']);
});

// The cut-over of a shop with many old orders.

test(`${BULK} orders that were invoiced before the activation are captured by one command`, async () => {
  const other = await company('bulk');
  const orders = shelf.careful.splice(0, BULK);
  same(orders.length, BULK, 'orders left');
  const list = orders.map(({ code }) => `${code},${TOTAL / 100}.00`).join('\n');
  const read = await other.uni('order --from - --lines 1', list);
  await other.uni(['invoice', ...read.map(({ order }) => order)]);
  const enabling = Date.now();
  same((await other.uniac('enable')).exit, 0, 'enable');
  const listed = (Date.now() - enabling) / 1000;
  same((await other.uniac('sync')).data.steps, [], 'sync leaves them to a person');
  const before = (await ask('GET', `${double}/totals`)).body;
  proxy.forget();
  const began = Date.now();
  const done = await other.uniac('capture --manual --yes');
  const seconds = (Date.now() - began) / 1000;
  same(done.exit, 0, `capture: ${done.stdout.slice(0, 2000)}${done.stderr}`);
  const calls = proxy.count();
  const after = (await ask('GET', `${double}/totals`)).body;
  const taken = done.data.steps.filter(({ operation, outcome }) => operation === 'capture' && outcome === 'done');
  same(taken.length, BULK, 'captures');
  const references = new Set(orders.map(({ reference }) => reference));
  const payments = (await ask('GET', `${double}/payments`)).body.filter(({ reference }) => references.has(reference));
  const odd = payments.filter(({ effects, calls }) => effects.length !== 1 || calls !== 1);
  same([payments.length, odd], [BULK, []], 'payments that were not captured exactly once by one call');
  same(after.captured - before.captured, BULK * TOTAL, 'captured');
  same(after.calls - before.calls, BULK, 'calls');
  console.log(
    `  ${wanted.careful} orders made in ${makingSeconds.toFixed(1)} s; enable read all and stamped ${BULK} in ${listed.toFixed(1)} s\n` +
      `  capture: ${BULK} orders in ${seconds.toFixed(1)} s, ${Math.round((BULK / seconds) * 60)} orders a minute, ` +
      `${(calls / BULK).toFixed(2)} calls to the shop an order, 1 to the provider, 0 captured twice`,
  );
  same((await other.uniac('capture --manual --yes')).data.steps, [], 'again');
});

await runTests('Medusa');
