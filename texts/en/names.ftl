# Names that programs know by an id. English shows the ids as they are.
