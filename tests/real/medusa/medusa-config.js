// The shop under test: loopback, no dashboard, one payment provider that talks to the double.
const { defineConfig } = require("@medusajs/framework/utils");

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false }, ssl: false },
    http: {
      storeCors: "http://127.0.0.1",
      adminCors: "http://127.0.0.1",
      authCors: "http://127.0.0.1",
      jwtSecret: "only-for-tests",
      cookieSecret: "only-for-tests",
    },
  },
  admin: { disable: true },
  modules: [
    {
      resolve: "@medusajs/medusa/payment",
      options: {
        providers: [
          { resolve: "./src/modules/double", id: "careful" },
          { resolve: "./src/modules/double", id: "greedy", options: { takesAll: true } },
        ],
      },
    },
  ],
});
