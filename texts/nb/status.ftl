# `uniac status`, det som mangler, og `uniac explain`.

status-nothing-due = Ingenting gjenstår.
status-setting-on = på  { $label }
status-setting-off = av  { $label }
status-no-attention = Ingen varsler.
status-accepted = { $count } til som noen har kvittert ut: `uniac order list --accepted`.
status-hint-owed = `uniac owed` viser hvordan det går videre med det som mangler
status-hint-closing = `uniac order list --closing 7d` viser reservasjonene som utløper
status-not-placed = { $count ->
    [one] 1 kreditnota, { $sum }: { $first }
   *[other] { $count } kreditnotaer, { $sum }: { $first }
}
status-hint-not-placed = `uniac refund --manual ORDRE --credit NUMMER` sier hvilken ordre en kreditnota gjelder; før det blir den ikke betalt tilbake
status-hint-attention = `uniac order list --attention any` viser det som trenger en person

missing-nothing = Ingenting mangler.
missing-line-nothing = ingenting
missing-no-money = ingen penger, på { $orders }
missing-on-orders = { $sums } på { $orders }

explain-no-page = det finnes ingen side for «{ $id }»
explain-where-ids-stand = `uniac explain` viser id-ene; navnet i kolonnen varsel og en sluttkode kan også brukes
explain-hint-id = `uniac explain ID` skriver ut siden
explain-code =
    # { $id }: { $meaning }

    Den trenger ingen egen side: Et steg som ender med den, er i klassen
    «{ $class }» og gir sluttkode { $exit }. Siden om sluttkoden sier hva den betyr, og
    om penger ble flyttet. Loggen viser hva som ble sendt.

    {"    "}uniac explain { $exit }
    {"    "}uniac log
explain-other-codes = Enhver annen kode er motpartens egen: et avslag, sluttkode 5.
explain-exit-6 = Sluttkode 6 kommer i stedet for 1, 3, 4 og 5 når noe annet ble utført.
did-you-mean = Mente du `{ $command }`?
