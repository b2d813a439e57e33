(title Empty)(meter 4 4)
(part (type chords))
