// Fills an empty Vendure over its own Admin API, and buys in it over its Shop API.
//
// Only the copies of orders go past the API, by SQL: each is the copy of an order that was really
// checked out, and the double is told of its payment before anything else happens to it.

import { randomUUID } from 'node:crypto';
import { ask, sql } from '../stage.mjs';

export const ADMIN = { username: 'superadmin', password: 'superadmin' };

/** The price of one piece and of the shipping, øre: two pieces and the shipping come to 300 kroner. */
const PRICE = 12_500;
const SHIPPING = 5_000;
export const TOTAL = 2 * PRICE + SHIPPING;

/** The payment methods, by the handlers in `server.cjs`. */
export const METHODS = ['careful', 'keyed', 'careless'];

/** Returns a caller of one of the shop's APIs, signed in by the token in the answers' header. */
export function api(url) {
  let token;
  return async (query, variables = {}) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const answer = await ask('POST', url, { query, variables }, headers);
    token = answer.headers.get('vendure-auth-token') ?? token;
    if (answer.body?.errors) throw new Error(`${query}\n${JSON.stringify(answer.body.errors)}`);
    for (const [name, value] of Object.entries(answer.body.data)) {
      if (value?.errorCode) throw new Error(`${name}: ${JSON.stringify(value)}`);
    }
    return answer.body.data;
  };
}

/** Returns a caller of the Admin API as the super administrator. */
export async function admin(shop) {
  const call = api(`${shop}/admin-api`);
  await call(
    `mutation($username:String!,$password:String!){login(username:$username,password:$password){
       __typename ...on ErrorResult{errorCode message}}}`,
    ADMIN,
  );
  return call;
}

/** Makes country, taxes, channel, shipping, payment methods and one product; returns the variant's id. */
export async function seed(shop) {
  const call = await admin(shop);
  const one = async (type, field, input, more = 'id') => {
    const data = await call(`mutation($input:${type}!){made:${field}(input:$input){${more}}}`, { input });
    return data.made.id ?? data.made[0].id;
  };
  const named = (name, more = {}) => [{ languageCode: 'en', name, ...more }];
  const country = await one('CreateCountryInput', 'createCountry', {
    code: 'NO',
    enabled: true,
    translations: named('Norge'),
  });
  const zone = await one('CreateZoneInput', 'createZone', { name: 'Norge', memberIds: [country] });
  const category = await one('CreateTaxCategoryInput', 'createTaxCategory', {
    name: 'Alminnelig',
    isDefault: true,
  });
  await one('CreateTaxRateInput', 'createTaxRate', {
    name: 'MVA 25',
    enabled: true,
    value: 25,
    categoryId: category,
    zoneId: zone,
  });
  const { activeChannel } = await call('{activeChannel{id}}');
  await call(
    `mutation($input:UpdateChannelInput!){updateChannel(input:$input){__typename ...on ErrorResult{errorCode message}}}`,
    {
      input: {
        id: activeChannel.id,
        defaultTaxZoneId: zone,
        defaultShippingZoneId: zone,
        pricesIncludeTax: true,
        availableCurrencyCodes: ['NOK'],
        defaultCurrencyCode: 'NOK',
      },
    },
  );
  const argument = (name, value) => ({ name, value: String(value) });
  await one('CreateShippingMethodInput', 'createShippingMethod', {
    code: 'post',
    fulfillmentHandler: 'manual-fulfillment',
    checker: {
      code: 'default-shipping-eligibility-checker',
      arguments: [argument('orderMinimum', 0)],
    },
    calculator: {
      code: 'default-shipping-calculator',
      arguments: [argument('rate', SHIPPING), argument('taxRate', 25), argument('includesTax', 'include')],
    },
    translations: named('Posten', { description: '' }),
  });
  for (const code of METHODS) {
    await one('CreatePaymentMethodInput', 'createPaymentMethod', {
      code,
      enabled: true,
      handler: { code, arguments: [] },
      translations: named(code, { description: '' }),
    });
  }
  const product = await one('CreateProductInput', 'createProduct', {
    enabled: true,
    translations: named('Kopp', { slug: 'kopp', description: '' }),
  });
  const { made } = await call(
    `mutation($input:[CreateProductVariantInput!]!){made:createProductVariants(input:$input){id}}`,
    {
      input: [
        {
          productId: product,
          sku: 'KOPP',
          price: PRICE,
          taxCategoryId: category,
          trackInventory: 'FALSE',
          translations: named('Kopp'),
        },
      ],
    },
  );
  return made[0].id;
}

/** A customer buys two pieces; returns `{id, code, payment, reference}` of the order. */
export async function buy(shop, variant, method) {
  const call = api(`${shop}/shop-api`);
  const failed = '...on ErrorResult{errorCode message}';
  await call(
    `mutation($v:ID!){addItemToOrder(productVariantId:$v,quantity:2){__typename ${failed}}}`,
    { v: variant },
  );
  const data = await call(
    `mutation($method:String!,$email:String!){
       customer:setCustomerForOrder(input:{emailAddress:$email,firstName:"Ida",lastName:"Test"}){__typename ${failed}}
       address:setOrderShippingAddress(input:{streetLine1:"Gata 1",countryCode:"NO",postalCode:"0150",city:"Oslo"}){__typename ${failed}}
       shipping:setOrderShippingMethod(shippingMethodId:["1"]){__typename ${failed}}
       state:transitionOrderToState(state:"ArrangingPayment"){__typename ${failed}}
       paid:addPaymentToOrder(input:{method:$method,metadata:{}}){__typename ${failed}
         ...on Order{id code state totalWithTax payments{id transactionId amount state}}}}`,
    { method, email: `kunde-${randomUUID()}@example.com` },
  );
  const { id, code, state, totalWithTax, payments } = data.paid;
  if (state !== 'PaymentAuthorized' || totalWithTax !== TOTAL) {
    throw new Error(`the order is ${state} with ${totalWithTax}`);
  }
  return { id, code, payment: payments[0].id, reference: payments[0].transactionId };
}

/** Copies an order `count` times in the database, each payment authorised at the double. */
export async function copies(db, double, template, count) {
  const rows = sql(
    db,
    'vendure',
    `BEGIN;
     CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
       SELECT nextval('order_id_seq')::int AS oid, nextval('payment_id_seq')::int AS pid,
              'COPY' || lpad(n::text, 8, '0') AS code, gen_random_uuid()::text AS reference
       FROM generate_series(1, ${count}) AS n;
     INSERT INTO "order" SELECT (jsonb_populate_record(NULL::"order", to_jsonb(o) ||
         jsonb_build_object('id', c.oid, 'code', c.code, 'updatedAt', now()))).*
       FROM "order" o, copied c WHERE o.id = ${template.id};
     INSERT INTO order_channels_channel SELECT c.oid, j."channelId"
       FROM order_channels_channel j, copied c WHERE j."orderId" = ${template.id};
     INSERT INTO shipping_line SELECT (jsonb_populate_record(NULL::shipping_line, to_jsonb(s) ||
         jsonb_build_object('id', nextval('shipping_line_id_seq'), 'orderId', c.oid))).*
       FROM shipping_line s, copied c WHERE s."orderId" = ${template.id};
     INSERT INTO order_line SELECT (jsonb_populate_record(NULL::order_line, to_jsonb(l) ||
         jsonb_build_object('id', nextval('order_line_id_seq'), 'orderId', c.oid))).*
       FROM order_line l, copied c WHERE l."orderId" = ${template.id};
     UPDATE order_line l SET "shippingLineId" = s.id FROM shipping_line s, copied c
       WHERE l."orderId" = c.oid AND s."orderId" = c.oid;
     INSERT INTO payment SELECT (jsonb_populate_record(NULL::payment, to_jsonb(p) ||
         jsonb_build_object('id', c.pid, 'orderId', c.oid, 'transactionId', c.reference))).*
       FROM payment p, copied c WHERE p."orderId" = ${template.id};
     SELECT oid || ',' || code || ',' || pid || ',' || reference FROM copied ORDER BY oid;
     COMMIT;`,
  );
  const orders = rows.split('\n').map((row) => {
    const [id, code, payment, reference] = row.split(',');
    return { id, code, payment, reference };
  });
  const reservations = orders.map(({ reference }) => ({ reference, amount: TOTAL }));
  const told = await ask('POST', `${double}/payments`, reservations);
  if (told.status !== 200) throw new Error(`the double answered ${told.status}`);
  return orders;
}
