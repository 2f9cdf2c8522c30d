complete --keep-order --exclusive --command uniac --arguments "(UNIAC_COMPLETE=fish uniac -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
