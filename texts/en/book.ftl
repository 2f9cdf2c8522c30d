# The book: `uniac help`: the list of commands and topics, and what stands beside the pages of the book.

book-commands = Commands
book-topics = Topics
book-foot = `uniac help TOPIC` prints a page, `uniac help COMMAND` the help of a command.
book-see-also = See also:
book-unknown = there is no topic and no command `{ $topic }`
book-lists = `uniac help` lists the commands and topics

# What each page of the book is about.
topic-install = Install, practise without money, begin with a real company
topic-glossary = The words, also in Norwegian
topic-connect-uni = Connect Uni: sign-in, reference field, payments
topic-woocommerce = Connect a shop on WooCommerce
topic-vendure = Connect a shop on Vendure
topic-medusa = Connect a shop on Medusa
topic-vipps = Connect Vipps MobilePay
topic-klarna = Connect Klarna
topic-kustom = Connect Kustom, which was Klarna Checkout
topic-nexi = Connect Nexi Checkout (Nets Easy)
topic-cut-over = Switch auto-capture on with orders from before
topic-day = A bookkeeper's day
topic-untidy-books = Links, claims, payments, documents, and what bars what
topic-cron-and-ci = Run it by itself
topic-commands = What each command reads, writes and moves
topic-json = Every JSON object with its fields
topic-exit-codes = What each exit code means
topic-configuration = Every key, default and path
topic-limits = What uniac does not do, and how fast it is
topic-reliability = What is promised about money, and how it was tested
topic-month-end = Reconcile a month in three books, and report on it
man-unknown = there is no command `{ $command }`
man-written = { $count } manual pages written into `{ $path }`.
man-would-write = { $count } manual pages would be written into `{ $path }`.
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-options = OPTIONS
man-commands = COMMANDS
man-more = MORE
man-version = VERSION
book-no-schema = there is no schema `{ $name }`
book-schemas = `uniac help schema` lists them
