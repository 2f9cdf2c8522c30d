# Uni: what its survey finds, its sign-in, and what its answers mean.

uni-no-total = the invoice has no total or rest
uni-other-invoice = it is another invoice
uni-other-line = it is another order line
uni-not-this-company = Uni accepts the sign-in, but not for the configured company
uni-check-key = Check the company's key in the configuration
uni-activate = The application must be activated by the company in Uni's marketplace
uni-no-random = this machine gives no random numbers
uni-token-issuer = another issuer made it
uni-token-application = it is for another application
uni-token-sign-in = it belongs to another sign-in
uni-token-ended = it has ended
uni-wrong-issuer = the identity server says that it is another one than the configured
uni-wrong-issuer-hint = Check `issuer` under [company.NAME.uni.sign_in]
uni-leads-astray = it names an address to which credentials must not be sent
uni-no-authorization = it names no address at which a person signs in
uni-no-bearer = the token is no bearer token
uni-no-address = it names an address that is none
uni-scope-hint = Asked for was `{ $scope }`. Let the client have it in Uni's developer portal, or set `scope` under [company.NAME.uni.sign_in]
uni-client-hint = Check `client_id`, `issuer` and the key in the configuration against Uni's developer portal
uni-key-locked-hint = Give the .p12 with its password instead, or `openssl pkey -in KEY -out NEW`
uni-key-no-pem-hint = The text begins with `-----BEGIN PRIVATE KEY-----` or `-----BEGIN RSA …`
uni-key-password-hint = It is the one that the portal gave with the file
uni-key-convert = Turn it into a PEM key: `openssl pkcs12 -in FILE -nocerts -nodes`, then use `key`
uni-key-size = An RSA key of 2048 to 4096 bits is needed
uni-key-locked = the key of Uni's server application: the PEM key is locked with a password
uni-key-no-rsa = the key of Uni's server application: the key is no RSA key
uni-key-no-pem = the key of Uni's server application: it holds no private key in PEM form
uni-key-password = the key of Uni's server application: the password of the .p12 file is wrong
uni-key-no-p12 = the key of Uni's server application: the file is no .p12 file, or damaged
uni-key-p12-left-out = the key of Uni's server application: this build of uniac reads no .p12 files
uni-key-unknown-lock = the key of Uni's server application: the .p12 file is locked in a way that is not known here
uni-key-empty-p12 = the key of Uni's server application: the .p12 file holds no private key
uni-key-several = the key of Uni's server application: the .p12 file holds several private keys
uni-key-unusable = the key of Uni's server application: the key cannot be used: { $error }
uni-key-mute = the key of Uni's server application: the key does not sign
uni-code-used = Uni's sign-in does not accept the code: it was used, or took too long
uni-id-token = the id token cannot be accepted: { $why }
uni-no-id-token = Uni's sign-in gave no id token
uni-no-refresh = Uni's sign-in gave no refresh token
uni-no-refresh-hint = The scope needs `offline_access`, and the client must be allowed to have it
uni-try-again = Try again with `uniac login`
uni-short-lived = Uni's tokens live for an hour: let uniac sign in by itself (`sign_in`), or a command fetch a fresh token at each run
uni-let-sign-in = Let uniac sign in by itself (`sign_in`), or a command fetch a fresh token at each run
uni-route-unread = { $route } cannot be read: { $error }
uni-may-read = may read orders and invoices
uni-let-read = Give the application or user in Uni the right to read orders and invoices
uni-addresses = the platform names the addresses that are used
uni-other-address = the platform names `{ $named }` as its { $name }, and `{ $used }` is used
uni-set-address = Set `{ $key }` of [company.NAME.uni] to the address of your platform
uni-signed-in = signed in as `{ $user }`; how long the token lives cannot be seen
uni-signed-in-until = signed in as `{ $user }` until { $until }
uni-refused = { $name ->
    [invalid_client] Uni's sign-in refused ({ $name }): it does not accept the client: its id, key, certificate or times
    [invalid_grant] Uni's sign-in refused ({ $name }): the code or refresh token is used up or has ended
    [invalid_request] Uni's sign-in refused ({ $name }): something is missing in the request
    [invalid_scope] Uni's sign-in refused ({ $name }): the client does not have the scope
    [unauthorized_client] Uni's sign-in refused ({ $name }): the client may not sign in this way
    [unsupported_grant_type] Uni's sign-in refused ({ $name }): it does not offer this way of signing in
   *[other] Uni's sign-in refused ({ $name }): it gives no reason that is known
}
uni-clock-slow = { $minutes ->
    [one] This machine's clock is 1 minute slow: set it right, by a time server
   *[other] This machine's clock is { $minutes } minutes slow: set it right, by a time server
}
uni-clock-fast = { $minutes ->
    [one] This machine's clock is 1 minute fast: set it right, by a time server
   *[other] This machine's clock is { $minutes } minutes fast: set it right, by a time server
}
ask-uni-url = Uni's address
ask-uni-reference-field = The order's field that carries the shop's order number
ask-uni-reference-prefix = What stands before the shop's number in that field
ask-uni-company-key = The company's key in Uni
ask-uni-issuer = Uni's identity server
ask-uni-client-id = The application's client id
ask-uni-scope = What the sign-in asks for, if not the usual
kind-uni-token = an access token, fetched by a command of your own
ask-uni-token = Uni's access token
kind-uni-server = a server application, for unattended runs
ask-uni-key = The application's private key (PEM)
ask-uni-p12 = The .p12 file of the portal, instead of the key
ask-uni-p12-password = The .p12 file's password
kind-uni-person = a person, by `uniac login`
uni-nobody-signed-in = nobody has signed in to Uni for this company
uni-sign-in-ended = the sign-in to Uni has ended
uni-sign-in-hint = Sign in with `uniac login --company NAME`; unattended runs need a server application
