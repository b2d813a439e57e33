"""firstchair hears a drummer and says what was early, late, missing or extra.

    import firstchair
    take = firstchair.hear("take.wav", chart="rock-8ths")
    take.error_ms[take.voice == "snare"].mean()

Errors are signed milliseconds: negative is early. Times are seconds. Every array has one entry a stroke, in order of time.
"""

from ._hear import hear, hear_many
from ._library import Error, version
from ._take import Beat, Chart, Ear, Take

__all__ = ["Beat", "Chart", "Ear", "Error", "Take", "hear", "hear_many", "version"]
__version__ = version()
