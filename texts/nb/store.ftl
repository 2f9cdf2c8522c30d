# `uniac store`.

store-whole = Databasen er hel, og det som er lagret om { $count } ordrer, er det reglene sier.
store-differs = Det som er lagret om { $count } ordrer, er ikke det reglene sier: { $orders }
store-differs-hint = Alt vurderes på nytt fra nå av. Meld fra om det med det `uniac doctor` skriver
