// Furnishes an empty Medusa over its Admin API, and buys in it over its Store API.
//
// Nothing is written around the API here; orders in bulk are made by `bulk.js` inside the shop.

/** One client of the shop: `call(method, path, body)` with fixed headers, throwing on any refusal. */
export function client(base, headers = {}) {
  return async function call(method, path, body) {
    const response = await fetch(base + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return text ? JSON.parse(text) : undefined;
  };
}

/** Signs in as a person of the shop; returns the client. */
export async function person(base, email, password) {
  const { token } = await client(base)('POST', '/auth/user/emailpass', { email, password });
  return client(base, { authorization: `Bearer ${token}` });
}

/**
 * Makes the shop ready to sell one product in Norway, paid with one of `providers`. Returns the
 * secret key for uniac, and what a checkout needs.
 */
export async function furnish(admin, providers) {
  const post = (path, body) => admin('POST', `/admin${path}`, body);
  const { sales_channel: channel } = await post('/sales-channels', { name: 'Nettbutikk' });
  const { api_key: publishable } = await post('/api-keys', { title: 'Butikk', type: 'publishable' });
  await post(`/api-keys/${publishable.id}/sales-channels`, { add: [channel.id] });
  const { api_key: secret } = await post('/api-keys', { title: 'uniac', type: 'secret' });
  const { stores } = await admin('GET', '/admin/stores');
  await post(`/stores/${stores[0].id}`, {
    supported_currencies: [{ currency_code: 'nok', is_default: true }],
    default_sales_channel_id: channel.id,
  });
  const { region } = await post('/regions', {
    name: 'Norge',
    currency_code: 'nok',
    countries: ['no'],
    payment_providers: providers,
  });
  await post('/tax-regions', {
    country_code: 'no',
    provider_id: 'tp_system',
    default_tax_rate: { name: 'MVA', code: 'MVA25', rate: 25 },
  });
  const { stock_location: place } = await post('/stock-locations', {
    name: 'Lager',
    address: { address_1: 'Storgata 1', country_code: 'NO', city: 'Oslo', postal_code: '0155' },
  });
  await post(`/stock-locations/${place.id}/fulfillment-providers`, { add: ['manual_manual'] });
  await post(`/stock-locations/${place.id}/sales-channels`, { add: [channel.id] });
  await post(`/stock-locations/${place.id}/fulfillment-sets`, { name: 'Frakt', type: 'shipping' });
  const { stock_location: furnished } = await admin(
    'GET',
    `/admin/stock-locations/${place.id}?fields=id,*fulfillment_sets`,
  );
  const set = furnished.fulfillment_sets[0].id;
  const { fulfillment_set: zoned } = await post(`/fulfillment-sets/${set}/service-zones`, {
    name: 'Norge',
    geo_zones: [{ type: 'country', country_code: 'no' }],
  });
  const { shipping_profile: profile } = await post('/shipping-profiles', {
    name: 'Pakke',
    type: 'default',
  });
  const { shipping_option: option } = await post('/shipping-options', {
    name: 'Posten',
    service_zone_id: zoned.service_zones[0].id,
    shipping_profile_id: profile.id,
    provider_id: 'manual_manual',
    price_type: 'flat',
    type: { label: 'Pakke', description: 'Pakke', code: 'pakke' },
    prices: [{ currency_code: 'nok', amount: 50 }],
    rules: [
      { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
      { attribute: 'is_return', operator: 'eq', value: 'false' },
    ],
  });
  const { product } = await post('/products', {
    title: 'Kopp',
    status: 'published',
    shipping_profile_id: profile.id,
    sales_channels: [{ id: channel.id }],
    options: [{ title: 'Farge', values: ['Blå'] }],
    variants: [
      {
        title: 'Blå',
        manage_inventory: false,
        options: { Farge: 'Blå' },
        prices: [{ currency_code: 'nok', amount: 125 }],
      },
    ],
  });
  return {
    secret: secret.token,
    publishable: publishable.token,
    region: region.id,
    channel: channel.id,
    option: option.id,
    variant: product.variants[0].id,
    provider: providers[0],
  };
}

/** Buys two cups as a customer would; returns the order. */
export async function checkout(base, shop) {
  const store = client(base, { 'x-publishable-api-key': shop.publishable });
  const post = (path, body) => store('POST', `/store${path}`, body);
  const address = {
    first_name: 'Kari',
    last_name: 'Nordmann',
    address_1: 'Storgata 2',
    city: 'Oslo',
    postal_code: '0155',
    country_code: 'no',
  };
  const { cart } = await post('/carts', {
    region_id: shop.region,
    email: 'kari@example.no',
    shipping_address: address,
    billing_address: address,
    items: [{ variant_id: shop.variant, quantity: 2 }],
  });
  await post(`/carts/${cart.id}/shipping-methods`, { option_id: shop.option });
  const { payment_collection: collection } = await post('/payment-collections', {
    cart_id: cart.id,
  });
  await post(`/payment-collections/${collection.id}/payment-sessions`, {
    provider_id: shop.provider,
  });
  const bought = await post(`/carts/${cart.id}/complete`, {});
  if (bought.type !== 'order') throw new Error(`no order: ${JSON.stringify(bought).slice(0, 300)}`);
  return bought.order;
}
