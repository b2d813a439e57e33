(title Own Sheet)
(composer Us)
(meter 4 4)
(key -3)
(tempo 160.0)
(part
    (type chords)
    (title )
    (instrument 1)
)
(section (style swing)) Cm7 | F7 / Bb7 / | EbM7 | / |
Am7b5 D7b9 | Gm6 | NC | Gm6/Bb |
(part
    (type melody)
    (stave treble)
)
c4 d8 eb8 r2 | g1
