# Det uniac skriver i nettbutikken og til betalingsleverandøren, på språket firmaet har valgt for det (`texts`).

written-credit-notes = Kreditnota { $numbers }
written-captured = Faktura { $invoice }: belastet { $sum }
written-refunded = Kreditnota { $numbers }: tilbakebetalt { $sum }
written-order = Ordre { $number }
written-credited-in-uni = Kreditert i Uni
written-cancelled-in-uni = Kansellert i Uni
written-invoiced = Fakturert
written-credited = Kreditert, belastning
