// The payment double behind the real shops: a provider on the loopback address that keeps the truth.
//
// It must never move more than was reserved or taken, and never forget a request that arrived: the
// tests compare what was called with what took effect. Plain Node, no dependencies. All amounts are
// whole numbers in minor units.
//
//   DOUBLE_PORT          the port; 0 or nothing: any free one
//   DOUBLE_IDEMPOTENCY   1: honour `Idempotency-Key` from the start
//
// When it listens it prints one line, `READY http://127.0.0.1:PORT`.
//
//   POST   /payments {reference, amount}       authorises; an array authorises many; 409: exists
//   POST   /payments/REF/capture|refund {amount}
//   POST   /payments/REF/cancel                releases the whole rest
//   GET    /payments/REF, /payments, /totals
//   POST   /faults {name, on?, reference?, times?, ms?}     GET, DELETE /faults
//   POST   /mode {idempotency}
//   DELETE /                                   forgets everything
//
// `calls` counts the acts (capture, refund, cancel) that arrived, also refused and failed ones;
// authorisations and reads are not among them. `effects` lists what moved money.
// A faulty act does what its fault says, and nothing in an answer says that it was a fault.

import { createServer } from 'node:http';

const ACTS = ['capture', 'refund', 'cancel'];
const FAULTS = {
  'error-before': 'answers 503, without the effect',
  'error-after': 'answers 500, after the effect',
  'drop-before': 'closes the connection, without the effect',
  'drop-after': 'closes the connection, after the effect',
  slow: 'answers `ms` later, after the effect',
  'wrong-amount': 'answers 200 with another amount, after the effect',
};

let payments, faults, strangers, idempotency;

function forget() {
  payments = new Map();
  faults = [];
  strangers = 0;
  idempotency = process.env.DOUBLE_IDEMPOTENCY === '1';
}

const refusal = (status, error) => ({ status, body: { error } });
const isAmount = (amount) => Number.isSafeInteger(amount) && amount > 0;

function sums(payment) {
  const { reference, authorised, captured, refunded, cancelled } = payment;
  return { reference, authorised, captured, refunded, cancelled };
}

function shown(payment) {
  return { ...sums(payment), effects: payment.effects, calls: payment.calls };
}

function authorise({ reference, amount } = {}) {
  if (typeof reference !== 'string' || reference === '') return refusal(400, 'no reference');
  if (!isAmount(amount)) return refusal(400, 'the amount is no whole number above 0');
  if (payments.has(reference)) return refusal(409, 'the reference exists');
  const payment = {
    reference,
    authorised: amount,
    captured: 0,
    refunded: 0,
    cancelled: 0,
    effects: [],
    calls: 0,
    answers: new Map(),
  };
  payments.set(reference, payment);
  return { status: 200, body: { kind: 'authorise', amount, ...sums(payment) } };
}

/** Does an act within the limits, and returns the answer. */
function effect(payment, kind, wanted) {
  const rest = payment.authorised - payment.captured - payment.cancelled;
  const amount = kind === 'cancel' ? rest : wanted;
  if (kind !== 'cancel' && !isAmount(amount)) {
    return refusal(400, 'the amount is no whole number above 0');
  }
  if (kind === 'cancel' && rest === 0) return refusal(409, 'nothing is left to cancel');
  if (kind === 'capture' && amount > rest) return refusal(409, 'above what is reserved');
  if (kind === 'refund' && amount > payment.captured - payment.refunded) {
    return refusal(409, 'above what is captured');
  }
  const sum = { capture: 'captured', refund: 'refunded', cancel: 'cancelled' }[kind];
  payment[sum] += amount;
  payment.effects.push([kind, amount]);
  return { status: 200, body: { kind, amount, ...sums(payment) } };
}

/** As `effect`, once for each key while keys are honoured. */
function effectOnce(payment, kind, body, key) {
  if (!idempotency || !key) return effect(payment, kind, body.amount);
  const name = `${kind} ${key}`;
  const asked = JSON.stringify(body);
  const known = payment.answers.get(name);
  if (known && known.asked !== asked) return refusal(422, 'the key was used for another request');
  if (known) return { ...known.answer, body: { ...known.answer.body, replayed: true } };
  const answer = effect(payment, kind, body.amount);
  payment.answers.set(name, { asked, answer });
  return answer;
}

function takeFault(kind, reference) {
  const fits = (fault) =>
    (fault.on === 'any' || fault.on === kind) &&
    (fault.reference === undefined || fault.reference === reference);
  const fault = faults.find(fits);
  if (fault && --fault.times === 0) faults.splice(faults.indexOf(fault), 1);
  return fault;
}

function act(reference, kind, body, key) {
  const payment = payments.get(reference);
  if (!payment) {
    strangers += 1;
    return refusal(404, 'there is no such payment');
  }
  payment.calls += 1;
  const fault = takeFault(kind, reference);
  if (fault?.name === 'error-before') return refusal(503, 'not now');
  if (fault?.name === 'drop-before') return { drop: true };
  const answer = effectOnce(payment, kind, body, key);
  switch (fault?.name) {
    case 'error-after':
      return refusal(500, 'something went wrong');
    case 'drop-after':
      return { drop: true };
    case 'slow':
      return { ...answer, ms: fault.ms };
    case 'wrong-amount': {
      const amount = (answer.body.amount ?? 0) + 1;
      return { ...answer, body: { ...answer.body, amount } };
    }
    default:
      return answer;
  }
}

function addFault({ name, on = 'any', reference, times = 1, ms = 0 } = {}) {
  if (!(name in FAULTS)) return refusal(400, `known faults: ${Object.keys(FAULTS).join(', ')}`);
  if (on !== 'any' && !ACTS.includes(on)) return refusal(400, `known acts: ${ACTS.join(', ')}, any`);
  if (!isAmount(times)) return refusal(400, '`times` is no whole number above 0');
  faults.push({ name, on, reference, times, ms });
  return { status: 200, body: faults };
}

function totals() {
  const total = { payments: 0, calls: strangers, authorised: 0, captured: 0, refunded: 0, cancelled: 0 };
  for (const payment of payments.values()) {
    total.payments += 1;
    for (const sum of ['calls', 'authorised', 'captured', 'refunded', 'cancelled']) {
      total[sum] += payment[sum];
    }
  }
  return total;
}

function route(method, path, body, key) {
  const [, first, reference, kind, more] = path.split('/').map(decodeURIComponent);
  const where = `${method} /${first}`;
  if (more !== undefined) return refusal(404, 'there is nothing here');
  if (kind !== undefined) {
    const known = where === 'POST /payments' && ACTS.includes(kind);
    return known ? act(reference, kind, body ?? {}, key) : refusal(404, 'there is nothing here');
  }
  if (reference !== undefined) {
    const payment = where === 'GET /payments' && payments.get(reference);
    return payment ? { status: 200, body: shown(payment) } : refusal(404, 'there is no such payment');
  }
  switch (where) {
    case 'POST /payments': {
      if (!Array.isArray(body)) return authorise(body);
      const answers = body.map(authorise);
      return answers.find((answer) => answer.status !== 200) ?? { status: 200, body: totals() };
    }
    case 'GET /payments':
      return { status: 200, body: [...payments.values()].map(shown) };
    case 'GET /totals':
      return { status: 200, body: totals() };
    case 'GET /faults':
      return { status: 200, body: faults };
    case 'POST /faults':
      return addFault(body);
    case 'DELETE /faults':
      faults = [];
      return { status: 200, body: faults };
    case 'POST /mode':
      if (typeof body?.idempotency !== 'boolean') return refusal(400, '`idempotency` is true or false');
      idempotency = body.idempotency;
      return { status: 200, body: { idempotency } };
    case 'DELETE /':
      forget();
      return { status: 200, body: totals() };
    default:
      return refusal(404, 'there is nothing here');
  }
}

function answer(request, response, text) {
  let body;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = null;
  }
  const path = new URL(request.url, 'http://double').pathname;
  const result = route(request.method, path, body, request.headers['idempotency-key']);
  if (result.drop) return void request.socket.destroy();
  const send = () => {
    response.writeHead(result.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(result.body));
  };
  return void (result.ms ? setTimeout(send, result.ms) : send());
}

forget();
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('utf8')));
});
// An idle connection is never closed by this side: a caller must not meet a reply lost by chance.
server.keepAliveTimeout = 0;
server.listen(Number(process.env.DOUBLE_PORT ?? 0), '127.0.0.1', () => {
  console.log(`READY http://127.0.0.1:${server.address().port}`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
