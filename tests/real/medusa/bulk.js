// Makes orders by the hundred inside the shop: `medusa exec ./bulk.js N PROVIDER REGION CHANNEL`.
//
// They are what a checkout leaves behind: an order with lines and shipping, a payment collection,
// and a payment that the provider has authorised. Prints one line `order_id display_id payment_id
// reference` an order.
const { ContainerRegistrationKeys, Modules } = require('@medusajs/framework/utils');

const BATCH = 50;

exports.default = async ({ container, args }) => {
  const [count, provider, region, channel] = args;
  const orders = container.resolve(Modules.ORDER);
  const payments = container.resolve(Modules.PAYMENT);
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const line = (title, price, extra) => ({
    title,
    quantity: 1,
    unit_price: price,
    is_tax_inclusive: true,
    tax_lines: [{ code: 'MVA25', rate: 25 }],
    ...extra,
  });
  for (let made = 0; made < Number(count); made += BATCH) {
    const size = Math.min(BATCH, Number(count) - made);
    const batch = await orders.createOrders(
      Array.from({ length: size }, () => ({
        currency_code: 'nok',
        region_id: region,
        sales_channel_id: channel,
        email: 'kari@example.no',
        items: [line('Kopp', 100), line('Skål', 150)],
        shipping_methods: [
          {
            name: 'Posten',
            amount: 50,
            is_tax_inclusive: true,
            tax_lines: [{ code: 'MVA25', rate: 25 }],
          },
        ],
      })),
    );
    const collections = await payments.createPaymentCollections(
      batch.map(() => ({ currency_code: 'nok', amount: 300 })),
    );
    const lines = [];
    for (const [index, order] of batch.entries()) {
      const collection = collections[index].id;
      const session = await payments.createPaymentSession(collection, {
        provider_id: provider,
        currency_code: 'nok',
        amount: 300,
        data: {},
      });
      const payment = await payments.authorizePaymentSession(session.id, {});
      lines.push(`${order.id} ${order.display_id} ${payment.id} ${payment.data.reference}`);
    }
    await link.create(
      batch.map((order, index) => ({
        [Modules.ORDER]: { order_id: order.id },
        [Modules.PAYMENT]: { payment_collection_id: collections[index].id },
      })),
    );
    console.log(lines.map((text) => `MADE ${text}`).join('\n'));
  }
};
