# Det som ikke ble forstått av noe som ble lest. Står i databasen uten ord.

doubt-lines-too-large = summen av linjene er for stor
doubt-several-orders = det har linjer som ikke hører til noen ordre, og flere ordrer
doubt-lines-disagree = linjene er til sammen { $lines }, totalbeløpet er { $total }
doubt-currency = valutaen «{ $currency }» er ikke kjent
doubt-not-exact = beløpet { $amount } går ikke opp i valutaen
doubt-wrong-sign = beløpet { $amount } har feil fortegn
doubt-order-of-line-unread = ordren til en linje kunne ikke leses
doubt-missing = { $name } mangler
doubt-of-event = i en hendelse: { $doubt }
doubt-no-figure = ikke et tall
doubt-field-twice = et felt står to ganger
doubt-not-text = det inneholder byte som ikke er tekst
doubt-differs = det står to ganger i listen, med ulikt innhold
doubt-order-of-line = ordren til en linje
doubt-name-line-id = ID-en til en linje
doubt-name-total = totalbeløpet
doubt-name-rest = restbeløpet
doubt-name-rounding = øreavrundingen
doubt-name-line-deleted = Deleted på en linje
doubt-name-line-amount = beløpet på en linje
doubt-is = { $name } er { $value }
doubt-status = statusen { $status } er ikke kjent
doubt-no-moment = { $name } er ikke et tidspunkt
doubt-no-date = { $name } er ikke en dato
doubt-dateless = det har ingen dato
doubt-figureless = { $name } er ikke et tall
doubt-kind = uniac kjenner ikke dokumenttypen «{ $kind }»
doubt-sums = summene motsier hverandre
doubt-act-momentless = en hendelse har ikke noe tidspunkt
doubt-moment = et tidspunkt er ikke et tidspunkt
doubt-its-currency = valutaen er ikke kjent
doubt-amount = et beløp er umulig
doubt-charge-momentless = en belastning har ikke noe tidspunkt
doubt-refund-momentless = en tilbakebetaling har ikke noe tidspunkt
doubt-other-payment = den gjelder en annen betaling
doubt-event-name = navnet er { $name }
doubt-other-currency = den har en annen valuta
doubt-its-amount = beløpet er umulig
doubt-currency-unknown = valutaen er ikke kjent
doubt-event-kind = en hendelse av typen { $kind }
doubt-event-momentless = en hendelse uten tidspunkt
doubt-currency-is = valutaen er { $currency }
doubt-refunded-more = mer er tilbakebetalt enn belastet
doubt-refund-is = en tilbakebetaling er { $refund }
doubt-amount-none = beløpet er ikke et beløp
doubt-cancelled-with-refunds = den er kansellert, med tilbakebetalinger
doubt-state-is = tilstanden er { $state }
doubt-refund-state-is = tilstanden til en tilbakebetaling er { $state }
doubt-refund-none = en tilbakebetaling er ikke et beløp
doubt-odd = { $form ->
    [text] { $name } er en tekst i en annen form
    [object] { $name } er et objekt i en annen form
    [list] { $name } er en liste i en annen form
    [bool] { $name } er sant eller usant
    [line] { $name } er en linje i en annen form
    [line-without-id] { $name } er en linje uten ID
   *[number] { $name } er et tall i en annen form
}
doubt-form = { $name } har en annen form
doubt-entry = et element i { $name }
doubt-word = en tekst i en annen form
doubt-a-field = et felt
doubt-twice = { $field } står to ganger
doubt-timestamp = timestamp er ikke et tidspunkt
doubt-amount-of-payment = et beløp på en betaling har en annen form
doubt-moment-of-payment = et tidspunkt på en betaling har en annen form
