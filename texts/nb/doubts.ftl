# Det som ikke ble forstått av noe som ble lest. Står i databasen uten ord.

doubt-lines-too-large = summen av linjene er for stor
doubt-several-orders = det har linjer som ikke hører til noen ordre, og flere ordrer
doubt-lines-disagree = linjene er til sammen { $lines }, totalbeløpet er { $total }
doubt-currency = valutaen «{ $currency }» er ikke kjent
doubt-wrong-sign = beløpet { $amount } har feil fortegn
doubt-order-of-line-unread = ordren til en linje kunne ikke leses
doubt-missing = { $name } mangler
doubt-of-event = i en hendelse: { $doubt }
