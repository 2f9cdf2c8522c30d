# What uniac writes into the shop and to the provider, in the company's language for it (`texts`).

written-credit-notes = Credit note { $numbers }
written-captured = Invoice { $invoice }: captured { $sum }
written-refunded = Credit note { $numbers }: refunded { $sum }
written-order = Order { $number }
written-credited-in-uni = Credited in Uni
written-cancelled-in-uni = Cancelled in Uni
written-invoiced = Invoiced
written-credited = Credited, charge
