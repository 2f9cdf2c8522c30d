// Starts the shop in this process, so that whoever ends the process ends the shop, and says READY
// when it answers.
const start = require('@medusajs/medusa/commands/start').default;

const port = Number(process.env.SHOP_PORT);

async function isReady() {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).status === 200;
  } catch {
    return false;
  }
}

async function announce() {
  if (await isReady()) console.log(`READY http://127.0.0.1:${port}`);
  else setTimeout(announce, 50);
}

start({ directory: process.cwd(), host: '127.0.0.1', port });
announce();
