(title Never closed
(meter 4 4)
C | F |
