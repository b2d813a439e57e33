"""Onset detectors of Python packages, run beside the ear by bench_hearing.

peers.py LIST: LIST names one mono wav of 44.1 kHz a line. Prints JSON: a list of
{name, version, licence, parameters, files: [{onsets: [seconds], cpu_seconds}]}. Each package is optional.
CPU is that of this process in the detector, file reading apart; 1 thread (see the environment below).

madmom 0.16.1 wants Python 3.9 (pip install "setuptools<60" wheel "cython<3" "numpy<1.24" "scipy<1.11", then
pip install --no-build-isolation madmom). Under Python 3.11 it installs from its source once the .c files are
deleted and processors.py takes MutableSequence from collections.abc.
"""

import json
import os
import sys
import time
import warnings

for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[name + "_NUM_THREADS"] = "1"
warnings.simplefilter("ignore")

RATE = 44100


def madmom_peers():
    import madmom
    import numpy
    from madmom.features import onsets

    # Settings are those of madmom's own programs (CNNOnsetDetector, OnsetDetector, OnsetDetectorLL, SuperFlux).
    def online(processor, threshold):
        return processor, onsets.OnsetPeakPickingProcessor(threshold=threshold, pre_max=1.0 / 100, post_max=0,
                                                           post_avg=0, combine=0.03, online=True, fps=100)

    def offline(processor, threshold, smooth):
        return processor, onsets.OnsetPeakPickingProcessor(threshold=threshold, smooth=smooth, fps=100, combine=0.03,
                                                           pre_max=1.0 / 100, post_max=1.0 / 100)

    arrays = ("weights", "bias", "recurrent_weights", "peephole_weights", "gamma", "beta", "mean", "inv_std")
    parts = ("processors", "layers", "fwd_layer", "bwd_layer", "cell", "input_gate", "forget_gate", "output_gate")

    def size(thing):
        """Numbers in the weights of networks."""
        if isinstance(thing, (list, tuple)):
            return sum(map(size, thing))
        fitted = sum(numpy.size(getattr(thing, name)) for name in arrays if getattr(thing, name, None) is not None)
        return fitted + sum(size(getattr(thing, name)) for name in parts if getattr(thing, name, None) is not None)

    def superflux_online():
        from madmom.features.onsets import SpectralOnsetProcessor
        from madmom.audio.filters import LogarithmicFilterbank
        processor = SpectralOnsetProcessor(onset_method="superflux", fps=200, filterbank=LogarithmicFilterbank,
                                           num_bands=24, log=numpy.log10, mul=1, add=1, online=True, origin="online")
        peaks = onsets.OnsetPeakPickingProcessor(threshold=1.1, pre_max=0.01, post_max=0, pre_avg=0.15, post_avg=0,
                                                 combine=0.03, delay=0, online=True, fps=200)
        return processor, peaks

    kinds = [
        ("madmom CNN", lambda: offline(onsets.CNNOnsetProcessor(), 0.54, 0.05)),
        ("madmom RNN x8", lambda: offline(onsets.RNNOnsetProcessor(), 0.35, 0.07)),
        ("madmom RNN online", lambda: online(onsets.RNNOnsetProcessor(online=True, origin="online"), 0.23)),
        ("madmom SuperFlux online", superflux_online),
    ]
    for title, make in kinds:
        try:
            processor, peaks = make()
        except Exception as error:
            print(f"peers.py: {title}: {error!r}", file=sys.stderr)
            continue

        def detect(sound, processor=processor, peaks=peaks):
            for stage in (processor, peaks):
                if hasattr(stage, "reset"):
                    stage.reset()
            signal = madmom.audio.signal.Signal(numpy.int16(numpy.clip(sound, -1, 1) * 32767), sample_rate=RATE)
            return peaks(processor(signal))

        weights = size(processor)
        licence = "code BSD, models CC BY-NC-SA 4.0" if weights else "BSD"
        yield title, madmom.__version__, licence, weights, detect


def essentia_peers():
    import essentia
    essentia.log.infoActive = essentia.log.warningActive = False
    from essentia import standard as es

    def onsets_of(method):
        def detect(sound):
            window, fft, polar = es.Windowing(type="hann"), es.FFT(), es.CartesianToPolar()
            detection, values = es.OnsetDetection(method=method), []
            for frame in es.FrameGenerator(sound, frameSize=1024, hopSize=512):
                magnitude, phase = polar(fft(window(frame)))
                values.append(detection(magnitude, phase))
            return es.Onsets()(essentia.array([values]), [1])
        return detect

    def superflux(sound):
        return es.SuperFluxExtractor(sampleRate=RATE)(sound)

    for title, detect in [("essentia hfc", onsets_of("hfc")), ("essentia complex", onsets_of("complex")),
                          ("essentia SuperFlux", superflux)]:
        yield title, essentia.__version__, "AGPL-3", 0, detect


def librosa_peers():
    import librosa

    def plain(sound):
        return librosa.onset.onset_detect(y=sound, sr=RATE, units="time")

    def fine(sound):
        return librosa.onset.onset_detect(y=sound, sr=RATE, units="time", hop_length=128, backtrack=True)

    for title, detect in [("librosa (default, hop 512)", plain), ("librosa hop 128, backtracked", fine)]:
        yield title, librosa.__version__, "ISC", 0, detect


def read(path):
    import numpy
    import scipy.io.wavfile
    rate, sound = scipy.io.wavfile.read(path)
    assert rate == RATE and sound.ndim == 1
    return sound.astype(numpy.float32)


def main():
    with open(sys.argv[1]) as file:
        sounds = [read(line.rstrip("\n")) for line in file]
    results = []
    for package in (madmom_peers, essentia_peers, librosa_peers):
        try:
            for title, version, licence, parameters, detect in package():
                try:
                    detect(sounds[0])  # what is compiled or loaded at first use is not counted
                    files = []
                    for sound in sounds:
                        before = time.process_time()
                        onsets = [float(t) for t in detect(sound)]
                        files.append({"onsets": onsets, "cpu_seconds": time.process_time() - before})
                except Exception as error:
                    print(f"peers.py: {title}: {error!r}", file=sys.stderr)
                    continue
                results.append({"name": title, "version": version, "licence": licence, "parameters": parameters,
                                "files": files})
        except Exception as error:
            print(f"peers.py: {package.__name__}: {error!r}", file=sys.stderr)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
