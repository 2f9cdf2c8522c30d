// A payment provider of the shop, as a plugin's author would write it: it passes each act on to
// the payment double over HTTP, once, and keeps no books of its own.
//
// The shop never tells the amount of a capture; it stands in the row that the idempotency key
// names. With the option `takesAll` this is left out, as real plugins do: the shop then books a part
// and the provider takes everything.
const {
  AbstractPaymentProvider,
  MedusaError,
  ModuleProvider,
  Modules,
  PaymentSessionStatus,
} = require("@medusajs/framework/utils");
const { randomUUID } = require("node:crypto");

const DOUBLE = process.env.DOUBLE_URL;

/** Returns kroner, as a number or as an object with `value`, in øre. */
function minor(amount) {
  const text = String(amount?.value ?? amount);
  const match = /^(\d+)(?:\.(\d{1,2})0*)?$/.exec(text);
  if (!match) throw new Error(`no exact amount: ${text}`);
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

async function call(path, body, key) {
  const headers = { "content-type": "application/json" };
  if (key) headers["idempotency-key"] = key;
  const response = await fetch(DOUBLE + path, {
    method: body ? "POST" : "GET",
    headers,
    body: body && JSON.stringify(body),
  });
  if (response.status === 409) {
    const { error } = await response.json();
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, `provider: ${error}`);
  }
  if (!response.ok) throw new Error(`the provider answered ${response.status}`);
  return response.json();
}

class DoubleProvider extends AbstractPaymentProvider {
  static identifier = "double";

  constructor(container, options) {
    super(container, options);
    this.captures = container.captureService;
    this.takesAll = options?.takesAll === true;
  }

  async act(kind, data, amount, key) {
    const body = amount === undefined ? {} : { amount };
    const answer = await call(`/payments/${data.reference}/${kind}`, body, key);
    if (amount !== undefined && answer.amount !== amount) {
      throw new Error(`the provider answered ${answer.amount} instead of ${amount}`);
    }
    return { data: { ...data, last: kind } };
  }

  async initiatePayment({ amount, data }) {
    const reference = data?.reference ?? randomUUID();
    return { id: reference, data: { reference, amount: minor(amount) } };
  }

  async authorizePayment({ data }) {
    await call("/payments", { reference: data.reference, amount: data.amount });
    return { data, status: PaymentSessionStatus.AUTHORIZED };
  }

  async capturePayment({ data, context }) {
    const key = context?.idempotency_key;
    if (this.takesAll || !key) {
      return this.act("capture", data, data.amount, key);
    }
    const row = await this.captures.retrieve(key);
    return this.act("capture", data, minor(row.raw_amount ?? row.amount), key);
  }

  async refundPayment({ data, amount, context }) {
    return this.act("refund", data, minor(amount), context?.idempotency_key);
  }

  async cancelPayment({ data, context }) {
    return this.act("cancel", data, undefined, context?.idempotency_key);
  }

  async deletePayment({ data }) {
    return { data };
  }

  async updatePayment({ data }) {
    return { data };
  }

  async retrievePayment({ data }) {
    return { data: await call(`/payments/${data.reference}`) };
  }

  async getPaymentStatus() {
    return { status: PaymentSessionStatus.AUTHORIZED };
  }

  async getWebhookActionAndData() {
    return { action: "not_supported" };
  }
}

exports.default = ModuleProvider(Modules.PAYMENT, { services: [DoubleProvider] });
