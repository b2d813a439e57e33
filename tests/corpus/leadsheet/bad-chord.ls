(title Bad)(meter 4 4)
(part (type chords))
C | F | Cwrong |
