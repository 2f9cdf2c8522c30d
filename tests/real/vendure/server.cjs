// The Vendure server of the tests: the real software with a payment handler that talks to the double.
//
// It must never reach beyond the loopback address, and never hide from the handler's answer what the
// double did. Everything comes from the environment: SHOP_PORT, DB_PORT, DOUBLE_URL.
//
// Three payment methods share the handler's code, as real handlers differ:
//   careful    a failure leaves the payment authorised; no key is passed on
//   keyed      as careful, and passes on an idempotency key, so that a repeat is answered the same
//   careless   a failure is thrown, as a handler does that expects none

const {
  bootstrap,
  DefaultLogger,
  LanguageCode,
  LogLevel,
  PaymentMethodHandler,
} = require('@vendure/core');
const { randomUUID } = require('node:crypto');

const double = process.env.DOUBLE_URL;

/** Asks the double and returns its answer; throws when it does not answer with what was asked for. */
async function ask(path, body, key) {
  const headers = { 'content-type': 'application/json' };
  if (key) headers['idempotency-key'] = key;
  const answer = await fetch(double + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`the provider answered ${answer.status}: ${said.error}`);
  if (body.amount !== undefined && said.amount !== body.amount) {
    throw new Error(`the provider answered with the amount ${said.amount}`);
  }
  return said;
}

function handler(code, { passesKeys = false, throws = false } = {}) {
  const key = (...parts) => (passesKeys ? parts.join('-') : undefined);
  const attempt = async (act, done, failed) => {
    try {
      await act();
      return done;
    } catch (error) {
      if (throws) throw error;
      return failed(String(error.message));
    }
  };
  return new PaymentMethodHandler({
    code,
    description: [{ languageCode: LanguageCode.en, value: code }],
    args: {},
    createPayment: async (ctx, order, amount) => {
      const transactionId = randomUUID();
      await ask('/payments', { reference: transactionId, amount });
      return { amount, state: 'Authorized', transactionId, metadata: {} };
    },
    settlePayment: (ctx, order, payment) =>
      attempt(
        () =>
          ask(
            `/payments/${payment.transactionId}/capture`,
            { amount: payment.amount },
            key('capture', payment.id),
          ),
        { success: true },
        (errorMessage) => ({ success: false, state: 'Authorized', errorMessage }),
      ),
    cancelPayment: (ctx, order, payment) =>
      attempt(
        () => ask(`/payments/${payment.transactionId}/cancel`, {}, key('cancel', payment.id)),
        { success: true },
        (errorMessage) => ({ success: false, state: payment.state, errorMessage }),
      ),
    createRefund: (ctx, input, amount, order, payment) =>
      attempt(
        () =>
          ask(
            `/payments/${payment.transactionId}/refund`,
            { amount },
            key('refund', payment.id, input.reason),
          ),
        { state: 'Settled', transactionId: randomUUID() },
        (errorMessage) => ({ state: 'Failed', metadata: { errorMessage } }),
      ),
  });
}

bootstrap({
  apiOptions: {
    hostname: '127.0.0.1',
    port: Number(process.env.SHOP_PORT),
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
    adminListQueryLimit: 1000,
  },
  authOptions: {
    tokenMethod: ['bearer', 'api-key', 'cookie'],
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
    cookieOptions: { secret: 'of-the-tests' },
    requireVerification: false,
  },
  dbConnectionOptions: {
    type: 'postgres',
    synchronize: true,
    host: '127.0.0.1',
    port: Number(process.env.DB_PORT),
    database: 'vendure',
    username: 'shop',
    password: '',
  },
  paymentOptions: {
    paymentMethodHandlers: [
      handler('careful'),
      handler('keyed', { passesKeys: true }),
      handler('careless', { throws: true }),
    ],
  },
  logger: new DefaultLogger({ level: LogLevel.Error, timestamp: false }),
  plugins: [],
}).then(() => console.log('READY'));
