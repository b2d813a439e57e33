#include "bench/hearing/phantoms.h"

#include <cmath>

#include "lab/sound.h"

namespace firstchair::bench {
namespace {

constexpr double kFar = 0.15;      // seconds between strokes that are far from each other
constexpr double kPhantom = 0.03;  // seconds around a stroke in which nothing else may be told

}  // namespace

void Phantoms::add(const lab::Rendering& file, const lab::Heard& heard) {
  for (std::size_t t = 0; t < file.truth.size(); ++t) {
    const lab::Truth& truth = file.truth[t];
    const bool far = (t == 0 || truth.seconds - file.truth[t - 1].seconds > kFar) &&
                     (t + 1 == file.truth.size() || file.truth[t + 1].seconds - truth.seconds > kFar);
    if (truth.strokes.size() != 1 || !far) continue;
    ++lone;
    bool other = false;
    int same = 0;
    for (const Hit& hit : heard.hits) {
      if (std::abs(static_cast<double>(hit.frame) / lab::kBenchRate - truth.seconds) > kPhantom) continue;
      other |= family_of(hit.voice) != family_of(truth.strokes[0].voice);
      same += family_of(hit.voice) == family_of(truth.strokes[0].voice);
    }
    phantoms += other;
    doubled += same > 1;
  }
}

}  // namespace firstchair::bench
