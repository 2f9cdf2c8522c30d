// Makes orders by the hundred inside the shop:
// `medusa exec ./bulk.js REGION CHANNEL PROVIDER=N [PROVIDER=N …]`.
//
// They are what a checkout leaves behind: an order with lines and shipping, a payment collection,
// and a payment that the provider has authorised. Prints one line an order: `MADE`, the provider, and
// the ids of order, display, payment and reference.
const { ContainerRegistrationKeys, Modules } = require('@medusajs/framework/utils');

const BATCH = 50;

const TAXED = { is_tax_inclusive: true, tax_lines: [{ code: 'MVA25', rate: 25 }] };

exports.default = async ({ container, args }) => {
  const [region, channel, ...wanted] = args;
  for (const [provider, count] of wanted.map((text) => text.split('='))) {
    for (let made = 0; made < Number(count); made += BATCH) {
      const size = Math.min(BATCH, Number(count) - made);
      const lines = await batch(container, { size, provider, region, channel });
      console.log(lines.map((line) => `MADE ${provider} ${line}`).join('\n'));
    }
  }
};

async function batch(container, { size, provider, region, channel }) {
  const orders = container.resolve(Modules.ORDER);
  const payments = container.resolve(Modules.PAYMENT);
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const made = await orders.createOrders(
    Array.from({ length: size }, () => ({
      currency_code: 'nok',
      region_id: region,
      sales_channel_id: channel,
      email: 'kari@example.no',
      items: [
        { title: 'Kopp', quantity: 1, unit_price: 100, ...TAXED },
        { title: 'Skål', quantity: 1, unit_price: 150, ...TAXED },
      ],
      shipping_methods: [{ name: 'Posten', amount: 50, ...TAXED }],
    })),
  );
  const collections = await payments.createPaymentCollections(
    made.map(() => ({ currency_code: 'nok', amount: 300 })),
  );
  const lines = [];
  for (const [index, order] of made.entries()) {
    const session = await payments.createPaymentSession(collections[index].id, {
      provider_id: provider,
      currency_code: 'nok',
      amount: 300,
      data: {},
    });
    const payment = await payments.authorizePaymentSession(session.id, {});
    lines.push(`${order.id} ${order.display_id} ${payment.id} ${payment.data.reference}`);
  }
  await link.create(
    made.map((order, index) => ({
      [Modules.ORDER]: { order_id: order.id },
      [Modules.PAYMENT]: { payment_collection_id: collections[index].id },
    })),
  );
  return lines;
}
