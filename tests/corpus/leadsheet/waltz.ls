(title In Three)(meter 3 4)(tempo 140)(style waltz)
(part (type chords))
C6 | A7 / D7 | Dm7 G7 | C6 |
