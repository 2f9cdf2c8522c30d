# `uniac company` and `uniac config`: what is configured.

companies-none = No company is configured.
company-wrong = { $company }: wrong
company-counted = companies { $companies }, wrong { $wrong }.
config-set = `{ $key }` is set in `{ $file }`.
config-would-be-set = `{ $key }` would be set in `{ $file }`.
config-not-set = `{ $key }` is not set
config-not-set-hint = `uniac company show NAME` shows all that is; `uniac help configuration` all that can be
company-is-wrong = wrong
config-no-key = `{ $key }` is no key of the configuration
config-no-key-hint = Write `company.NAME.KEY`, `defaults.KEY`, `default_company` or `language`
