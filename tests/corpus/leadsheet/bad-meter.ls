(title Bad)(meter 4 0)
C | F |
