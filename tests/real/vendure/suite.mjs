// uniac against a real Vendure, with the payment double behind it: the double's log is the truth.
//
// Every test has orders of its own, so none leaves anything to another. What uniac says of an act
// (JSON and exit code) is compared with what took effect, and calls with effects.

import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import {
  ask,
  freePort,
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
import { METHODS, TOTAL, admin, buy, copies, seed } from './seed.mjs';

/** How many orders the bulk capture takes. */
const BULK = Number(process.env.BULK ?? 1000);

const database = await startPostgres('vendure');
const double = await startDouble();
const shopPort = await freePort();
await start('vendure', process.execPath, ['server.cjs'], {
  cwd: process.env.SHOP_DIR,
  env: {
    SHOP_PORT: String(shopPort),
    DB_PORT: String(database),
    DOUBLE_URL: double,
    VENDURE_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: '1',
  },
});
const shop = `http://127.0.0.1:${shopPort}`;
const variant = await seed(shop);
const super_ = await admin(shop);
const proxy = await startProxy(shop);
const psql = (text) => sql(database, 'vendure', text);

// Everything uniac does here, it does with a role that has the two documented rights and no other.
const { createRole } = await super_(
  'mutation($i:CreateRoleInput!){createRole(input:$i){id}}',
  { i: { code: 'uniac', description: 'uniac', permissions: ['ReadOrder', 'UpdateOrder'], channelIds: ['1'] } },
);
await super_('mutation($i:CreateAdministratorInput!){createAdministrator(input:$i){id}}', {
  i: {
    firstName: 'Uni',
    lastName: 'Ac',
    emailAddress: 'uniac@example.com',
    password: 'of-the-tests-1',
    roleIds: [createRole.id],
  },
});

/**
 * A company of its own: a fresh Uni in the sandbox, and the shop through the proxy.
 *
 * Its people delete and credit more in a minute than a shop does in a month; no brake may hold that back.
 */
async function company(name, { key } = {}) {
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
  const signIn = key
    ? 'api_key = { env = "SHOP_KEY" }'
    : 'username = "uniac@example.com"\npassword = { env = "SHOP_PASSWORD" }';
  writeFileSync(
    join(folder, 'uniac.toml'),
    `[company.play]
brakes = false
release_after = 0
refund_after = 0
${uni}
[company.play.shop]
kind = "vendure"
base_url = "${proxy.url}"
${signIn}
payment_methods = ${JSON.stringify(METHODS)}
`,
  );
  const words = (text) => (Array.isArray(text) ? text : text.split(' '));
  return {
    /** The people in Uni. */
    uni: async (text, input) => {
      const done = await play(['sandbox', ...words(text)], input);
      same(done.exit, 0, `sandbox ${text}: ${done.stdout}${done.stderr}`);
      return done.data;
    },
    /** uniac itself. */
    uniac: uniacIn(folder, { ...secrets, SHOP_PASSWORD: 'of-the-tests-1', SHOP_KEY: key ?? '' }),
  };
}

const firm = await company('firm');
const enabled = await firm.uniac('enable');
same(enabled.exit, 0, `enable: ${enabled.stdout}${enabled.stderr}`);

/** A customer buys; Uni reads the order. */
async function order(method = 'careful', at = firm, lines = 2) {
  const bought = await buy(shop, variant, method);
  const line = `order --shop-reference ${bought.code} --amount ${TOTAL / 100}.00 --lines ${lines}`;
  const made = await at.uni(line);
  return { ...bought, number: made.order };
}

async function invoiced(method, at = firm) {
  const bought = await order(method, at);
  await at.uni(`invoice ${bought.number}`);
  return bought;
}

const truth = async ({ reference }) => (await ask('GET', `${double}/payments/${reference}`)).body;
const fault = (name, on, { reference }, times = 1) =>
  ask('POST', `${double}/faults`, { name, on, reference, times });
const shown = async ({ id }) =>
  (await super_('query($id:ID!){order(id:$id){state payments{state refunds{state total reason}} history{items{type data}}}}', { id })).order;

/** Runs a pass and returns what it says of one order: `operation outcome` by step. */
async function pass({ number }, line = 'sync', at = firm) {
  const done = await at.uniac(line);
  const steps = (done.data?.steps ?? []).filter((step) => step.order === number);
  const said = steps.map(({ operation, outcome, code }) => `${operation} ${outcome}${code ? ` ${code}` : ''}`);
  return { exit: done.exit, said, raw: done };
}

async function seen({ number }, at = firm) {
  return (await at.uniac(`order show ${number}`)).data;
}

const settle = (payment) =>
  super_('mutation($id:ID!){settlePayment(id:$id){__typename ...on ErrorResult{errorCode message}}}', { id: payment });
const refundByHand = (payment, amount) =>
  super_('mutation($i:RefundOrderInput!){refundOrder(input:$i){__typename ...on Refund{state} ...on ErrorResult{errorCode message}}}', {
    i: { paymentId: payment, amount, reason: 'for hånd', lines: [], shipping: 0, adjustment: 0 },
  });

// What the book says.

test('doctor finds nothing wrong with the two rights alone', async () => {
  const done = await firm.uniac('doctor');
  const wrong = done.data.filter((finding) => finding.result === 'wrong');
  same(wrong, [], 'findings');
  same(done.exit, 0, 'exit');
});

test('doctor names the right that is missing', async () => {
  await super_('mutation($i:UpdateRoleInput!){updateRole(input:$i){id}}', {
    i: { id: createRole.id, permissions: ['ReadOrder'] },
  });
  try {
    const done = await firm.uniac('doctor');
    const finding = done.data.find(({ check }) => check === 'shop');
    same([done.exit, finding.result, finding.found.includes('UpdateOrder')], [4, 'wrong', true]);
  } finally {
    await super_('mutation($i:UpdateRoleInput!){updateRole(input:$i){id}}', {
      i: { id: createRole.id, permissions: ['ReadOrder', 'UpdateOrder'] },
    });
  }
});

test('an API key signs in as well as a name and a password', async () => {
  const key = await super_(
    'mutation($i:CreateApiKeyInput!){createApiKey(input:$i){apiKey}}',
    { i: { roleIds: [createRole.id], translations: [{ languageCode: 'en', name: 'uniac' }] } },
  );
  const other = await company('keyed', { key: key.createApiKey.apiKey });
  same((await other.uniac('enable')).exit, 0, 'enable');
  const bought = await invoiced('careful', other);
  const { exit, said } = await pass(bought, 'sync', other);
  same([exit, said], [0, ['capture done', 'book-payment done']]);
  same((await truth(bought)).effects, [['capture', TOTAL]]);
});

test('a session that has ended is renewed once', async () => {
  const bought = await invoiced();
  const before = proxy.count('UniacLogin');
  psql(`DELETE FROM session WHERE "userId" IN
    (SELECT "userId" FROM administrator WHERE "emailAddress" = 'uniac@example.com')`);
  const { exit } = await pass(bought);
  same(exit, 0, 'exit');
  same(proxy.count('UniacLogin') - before >= 1, true, 'a sign-in');
});

// What is done.

test('an invoiced order is captured once, and the shop follows by itself', async () => {
  const bought = await order();
  const before = await seen(bought);
  same([before.state, before.shop_status, before.reserved_minor], ['reserved', 'open', TOTAL]);
  await firm.uni(`invoice ${bought.number}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [0, ['capture done', 'book-payment done']]);
  same(await truth(bought).then(({ effects, calls }) => [effects, calls]), [[['capture', TOTAL]], 1]);
  const after = await seen(bought);
  same([after.state, after.shop_status, after.attention], ['captured', 'completed', null]);
  same((await pass(bought)).said, [], 'a second pass');
  same((await truth(bought)).calls, 1, 'calls');
});

test('a partly invoiced order waits: it is captured only as a whole', async () => {
  const bought = await order();
  await firm.uni(`invoice ${bought.number} --lines 1`);
  const { said } = await pass(bought);
  same(said, [], 'steps');
  same((await seen(bought)).attention, 'whole-capture-only');
  same((await truth(bought)).calls, 0, 'calls');
});

test('a credited order is refunded once, in full and in part', async () => {
  const full = await invoiced();
  const part = await invoiced();
  await pass(full);
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
  same((await pass(part)).said.filter((step) => step.startsWith('refund')), ['refund done']);
  same((await truth(part)).effects, [['capture', TOTAL], ['refund', 10_000], ['refund', 5_000]]);
  same((await pass(part)).said, [], 'a further pass');
});

test('a deleted order is released and cancelled in the shop', async () => {
  const bought = await order();
  await firm.uni(`delete ${bought.number}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [0, ['cancel done', 'shop-update done']]);
  same((await truth(bought)).effects, [['cancel', TOTAL]]);
  same((await shown(bought)).state, 'Cancelled');
  const after = await seen(bought);
  same([after.state, after.shop_status], ['cancelled', 'cancelled']);
});

test('what the shop has captured by itself is noticed and not captured again', async () => {
  const bought = await order();
  await firm.uniac('order list');
  await settle(bought.payment);
  await firm.uni(`invoice ${bought.number}`);
  const { exit, said } = await pass(bought);
  const captures = said.filter((step) => step.startsWith('capture'));
  same([exit, captures], [0, ['capture skipped captured-elsewhere']]);
  same((await truth(bought)).calls, 1, 'calls');
  const after = await seen(bought);
  same([after.state, after.shop_status, after.remarks], ['captured', 'completed', ['captured-elsewhere']]);
});

test('an invoice credited before its capture moves nothing, and the shop is told once', async () => {
  const bought = await invoiced();
  await firm.uni(`credit ${bought.number}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [0, ['shop-update done']]);
  same((await pass(bought)).said, [], 'a second pass');
  const notes = (await shown(bought)).history.items.filter(({ type }) => type === 'ORDER_NOTE');
  same(notes.map(({ data }) => data.note), ['Kreditert i Uni (uniac)']);
  same((await truth(bought)).calls, 0, 'calls');
});

test('an order with several payments is pointed out and never touched', async () => {
  const bought = await invoiced();
  psql(`INSERT INTO payment SELECT (jsonb_populate_record(NULL::payment, to_jsonb(p) ||
       jsonb_build_object('id', nextval('payment_id_seq'), 'amount', 100, 'transactionId', 'gift'))).*
     FROM payment p WHERE p.id = ${bought.payment}`);
  const { exit, said } = await pass(bought);
  same([exit, said], [0, []]);
  same((await seen(bought)).remarks, ['no-payment']);
  same((await truth(bought)).calls, 0, 'calls');
});

// What goes wrong behind the shop.

const BEFORE = ['error-before', 'drop-before'];
const AFTER = ['error-after', 'drop-after', 'wrong-amount'];

for (const name of BEFORE) {
  test(`capture, ${name}: asked for again, done once`, async () => {
    const bought = await invoiced();
    await fault(name, 'capture', bought);
    const { exit, said } = await pass(bought);
    same([exit, said], [0, ['capture done', 'book-payment done']]);
    same(await truth(bought).then(({ effects, calls }) => [effects, calls]), [[['capture', TOTAL]], 2]);
  });

  test(`cancel, ${name}: asked for again, done once`, async () => {
    const bought = await order();
    await firm.uni(`delete ${bought.number}`);
    await fault(name, 'cancel', bought);
    const { exit, said } = await pass(bought);
    same([exit, said], [0, ['cancel done', 'shop-update done']]);
    same(await truth(bought).then(({ effects, calls }) => [effects, calls]), [[['cancel', TOTAL]], 2]);
  });
}

// The handler answered that it failed, and the provider has done it. Without a key Vendure will never
// know; with one, the second call heals it.
for (const name of AFTER) {
  test(`capture, ${name}, no key: taken once, and never called done`, async () => {
    const bought = await invoiced();
    await fault(name, 'capture', bought);
    for (const line of ['sync', 'sync']) {
      const { exit, said } = await pass(bought, line);
      same([exit, said], [7, ['capture unknown settle-payment-error']]);
    }
    same((await truth(bought)).effects, [['capture', TOTAL]]);
    same((await seen(bought)).attention, 'unknown-outcome');
    await cleared(bought);
  });

  test(`capture, ${name}, with the handler's key: taken once, and done`, async () => {
    await ask('POST', `${double}/mode`, { idempotency: true });
    const bought = await invoiced('keyed');
    await fault(name, 'capture', bought);
    const { exit, said } = await pass(bought);
    await ask('POST', `${double}/mode`, { idempotency: false });
    same([exit, said], [0, ['capture done', 'book-payment done']]);
    same(await truth(bought).then(({ effects, calls }) => [effects, calls]), [[['capture', TOTAL]], 2]);
  });
}

for (const name of ['error-after', 'drop-after']) {
  test(`cancel, ${name}, with the handler's key: released once, and done`, async () => {
    await ask('POST', `${double}/mode`, { idempotency: true });
    const bought = await order('keyed');
    await firm.uni(`delete ${bought.number}`);
    await fault(name, 'cancel', bought);
    const { exit, said } = await pass(bought);
    await ask('POST', `${double}/mode`, { idempotency: false });
    same([exit, said], [0, ['cancel done', 'shop-update done']]);
    same((await truth(bought)).effects, [['cancel', TOTAL]]);
  });
}

for (const method of ['careful', 'careless']) {
  for (const name of [...BEFORE, ...AFTER]) {
    test(`refund, ${name}, ${method} handler: paid back at most once, and never called done`, async () => {
      const bought = await invoiced(method);
      same((await pass(bought)).exit, 0, 'the capture');
      await firm.uni(`credit ${bought.number} --amount 100.00`);
      await fault(name, 'refund', bought);
      for (const line of ['sync', 'sync']) {
        const { exit, said } = await pass(bought, line);
        same([exit, said.length, said[0].startsWith('refund unknown')], [7, 1, true], said);
      }
      const wanted = AFTER.includes(name) ? [['refund', 10_000]] : [];
      const { effects, calls } = await truth(bought);
      same([effects.slice(1), calls], [wanted, 2]);
      same((await seen(bought)).attention, 'unknown-outcome');
      await cleared(bought);
    });
  }
}

test('a refund that never was is done by hand in the shop, and uniac takes it up', async () => {
  const bought = await invoiced();
  await pass(bought);
  await firm.uni(`credit ${bought.number} --amount 100.00`);
  await fault('error-before', 'refund', bought);
  same((await pass(bought)).exit, 7, 'exit');
  await refundByHand(bought.payment, 10_000);
  const { exit, said } = await pass(bought);
  same([exit, said.filter((step) => step.startsWith('refund'))], [0, ['refund done']]);
  same((await truth(bought)).effects, [['capture', TOTAL], ['refund', 10_000]]);
});

// What goes wrong before the shop.

for (const name of ['drop-before', 'drop-after']) {
  test(`capture, ${name} on the way to the shop: done once`, async () => {
    const bought = await invoiced();
    proxy.lose(name, 'UniacSettle');
    const { exit, said } = await pass(bought);
    same([exit, said], [0, ['capture done', 'book-payment done']]);
    const { effects, calls } = await truth(bought);
    same([effects, calls], [[['capture', TOTAL]], 1]);
  });

  test(`cancel, ${name} on the way to the shop: done once`, async () => {
    const bought = await order();
    await firm.uni(`delete ${bought.number}`);
    proxy.lose(name, 'UniacCancel(');
    const { exit, said } = await pass(bought);
    same([exit, said], [0, ['cancel done', 'shop-update done']]);
    const { effects, calls } = await truth(bought);
    same([effects, calls], [[['cancel', TOTAL]], 1]);
  });
}

test('refund, the answer lost on the way from the shop: found by its key', async () => {
  const bought = await invoiced();
  await pass(bought);
  await firm.uni(`credit ${bought.number} --amount 100.00`);
  proxy.lose('drop-after', 'UniacRefund');
  const { exit, said } = await pass(bought);
  same([exit, said.filter((step) => step.startsWith('refund'))], [0, ['refund done']]);
  const { effects, calls } = await truth(bought);
  same([effects, calls], [[['capture', TOTAL], ['refund', 10_000]], 2]);
});

test('refund, lost on the way to the shop: unknown, since its absence proves nothing', async () => {
  const bought = await invoiced();
  await pass(bought);
  await firm.uni(`credit ${bought.number} --amount 100.00`);
  proxy.lose('drop-before', 'UniacRefund');
  const { exit, said } = await pass(bought);
  same([exit, said], [7, ['refund unknown no-reply']]);
  same((await truth(bought)).calls, 1, 'calls');
  await cleared(bought);
});

// The line stays broken after the request: nothing can be looked up before the next run.
for (const [act, word, name, calls] of [
  ['capture', 'UniacSettle', 'drop-before', 1],
  ['capture', 'UniacSettle', 'drop-after', 1],
  ['cancel', 'UniacCancel(', 'drop-before', 1],
  ['cancel', 'UniacCancel(', 'drop-after', 1],
  ['refund', 'UniacRefund', 'drop-after', 2],
]) {
  test(`${act}, ${name}, and every look of that run lost: the next run settles it`, async () => {
    const bought = act === 'cancel' ? await order() : await invoiced();
    if (act === 'cancel') await firm.uni(`delete ${bought.number}`);
    if (act === 'refund') {
      await pass(bought);
      await firm.uni(`credit ${bought.number} --amount 100.00`);
    }
    proxy.loseAfter(name, word, 'UniacPayment');
    const broken = await pass(bought);
    same([broken.exit, broken.said], [7, [`${act} unknown no-reply`]]);
    proxy.heal();
    const { exit, said } = await pass(bought);
    same([exit, said[0]], [0, `${act} done`]);
    const found = await truth(bought);
    same([found.effects.at(-1)[0], found.effects.length, found.calls], [act, calls, calls]);
  });
}

test('what is recorded of the exchanges names no customer and no secret', async () => {
  const bought = await invoiced();
  await pass(bought);
  const { stdout } = await firm.uniac(`log --exchanges ${bought.number}`);
  const all = (await firm.uniac('log --exchanges')).stdout;
  const recorded = [stdout.includes('UniacSettle'), all.includes('PaymentSettled')];
  same(recorded, [true, true], 'recorded');
  const found = ['Ida', 'Gata 1', 'kunde-', 'of-the-tests-1', 'Bearer'].filter((word) => all.includes(word));
  same(found, [], 'words that must not be there');
});

/** Ends an unknown outcome as a person does, so that the next test's exit code is its own. */
async function cleared(bought) {
  const { state } = (await shown(bought)).payments[0];
  if (state === 'Authorized') {
    // The provider has it; the shop's book is mended past its API, as the shop's maker would.
    psql(`UPDATE payment SET state = 'Settled' WHERE id = ${bought.payment}`);
  } else {
    psql(`INSERT INTO refund ("items", "shipping", "adjustment", "total", "method", "reason", "state", "transactionId", "metadata", "paymentId")
       VALUES (0, 0, 0, 10000, 'careful', 'ført for hånd', 'Settled', '', '{}', ${bought.payment})`);
  }
  const { exit, said } = await pass(bought);
  same([exit, said[0]?.includes('done')], [0, true], said);
}

// The cut-over of a shop with many old orders.

test(`${BULK} orders that were invoiced before the activation are captured by one command`, async () => {
  const other = await company('bulk');
  const template = await buy(shop, variant, 'careful');
  const orders = await copies(database, double, template, BULK);
  const list = orders.map(({ code }) => `${code},${TOTAL / 100}.00`).join('\n');
  const made = await other.uni('order --from - --lines 1', list);
  await other.uni(['invoice', ...made.map(({ order }) => order)]);
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
  const after = (await ask('GET', `${double}/totals`)).body;
  const captured = done.data.steps.filter(({ operation, outcome }) => operation === 'capture' && outcome === 'done');
  same(captured.length, BULK, 'captures');
  const references = new Set(orders.map(({ reference }) => reference));
  const payments = (await ask('GET', `${double}/payments`)).body.filter(({ reference }) => references.has(reference));
  const doubles = payments.filter(({ effects, calls }) => effects.length !== 1 || calls !== 1);
  same(doubles, [], 'payments that were not captured exactly once by one call');
  same(after.captured - before.captured, BULK * TOTAL, 'captured');
  same(after.calls - before.calls, BULK, 'calls');
  const calls = proxy.count();
  console.log(
    `  enable read and stamped ${BULK} orders in ${listed.toFixed(1)} s\n` +
      `  capture: ${BULK} orders in ${seconds.toFixed(1)} s, ${Math.round((BULK / seconds) * 60)} orders a minute, ` +
      `${(calls / BULK).toFixed(2)} calls to the shop an order, 1 to the provider, 0 captured twice`,
  );
  same((await other.uniac('capture --manual --yes')).data.steps, [], 'again');
});

await runTests('Vendure');
