#include "engine/ear/evidence.h"

#include <algorithm>
#include <cmath>

#include "engine/ear/evidence_table.h"

namespace firstchair {
namespace {

float dot(const StrokeClues& a, const StrokeClues& b) {
  float sum = 0;
  for (std::size_t i = 0; i < kStrokeClues; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

StrokeClues stroke_clues(const Peak& peak, const Attack& attack, const Before& before) {
  const float height = std::log(peak.news.curve);
  const float clear = std::log((peak.news.curve + 0.1F) / (peak.usual + 0.3F));
  const float over_recent = std::log((peak.news.curve + 0.3F) / (peak.recent + 0.3F));
  const float over_last = std::log((peak.news.curve + 0.3F) / (before.curve + 0.3F));
  const float soon = std::exp(-before.seconds / 0.012F), near = std::exp(-before.seconds / 0.04F),
              late = std::exp(-before.seconds / 0.15F);
  const std::size_t view = static_cast<std::size_t>(attack.view);
  const float rise = attack.rise_db[view] / 10, contrast = attack.contrast_db[view] / 10;
  const float louder = std::clamp(before.loud_db / 10, -4.0F, 4.0F);
  const float under = std::clamp(before.under_db / 10, -1.0F, 6.0F);
  const float lasting = peak.news.lasting / 5;
  const auto ratio = [&](float group) { return std::log((group + 0.3F) / (peak.usual + 0.3F)); };
  return {1,
          height,
          height * height,
          std::log(peak.news.most + 0.1F),
          clear,
          clear * clear,
          over_recent,
          rise,
          contrast,
          std::max(0.0F, 1 - rise),
          std::max(0.0F, 1 - contrast),
          attack.split ? 1.0F : 0.0F,
          attack.view == View::high ? 1.0F : 0.0F,
          attack.view == View::low ? 1.0F : 0.0F,
          soon,
          near,
          late,
          near * over_last,
          near * louder,
          louder,
          soon * contrast,
          near * height,
          lasting,
          std::max(0.0F, 1 - lasting),
          near * lasting,
          ratio(peak.news.low),
          ratio(peak.news.mid),
          ratio(peak.news.high),
          attack.contrast_db[0] / 10,
          attack.contrast_db[1] / 10,
          attack.contrast_db[2] / 10,
          attack.rise_db[1] / 10,
          std::max(0.0F, -louder - 1),
          under,
          std::max(0.0F, under - 3)};
}

float stroke_probability(const StrokeClues& clues) {
  return 1 / (1 + std::exp(-dot(clues, kStrokeTable)));
}

float doubt(const StrokeClues& clues) {
  return dot(clues, kDoubtTable);
}

float sigma_ms(const StrokeClues& clues) {
  const float score = doubt(clues);
  std::size_t step = 0;
  while (step + 1 < kSigmaSteps.size() && score > kSigmaSteps[step].doubt_up_to) ++step;
  return kSigmaSteps[step].sigma_ms;
}

}  // namespace firstchair
