#include "engine/ear/kit_sound_learn.h"

#include <algorithm>
#include <cmath>

namespace firstchair::ear {
namespace {

constexpr float kFullScale = -0.1F, kSoftest = -50, kMuchSofter = 30;  // dB
constexpr float kPauseOverGap = 1.33F;
constexpr double kEven = 1.8;  // of the middle gap, no gap of even strokes is longer
// A stroke is unlike the others of its drum when it lies so many times as far from their mean as the middle
// one of them, and that is farther than strokes of one drum lie apart.
constexpr float kUnlike = 4, kApart = 0.05F;
// Drums whose spectra lie nearer than that are alike: those of two drums of one kit seldom do, strokes of one
// drum mostly (docs/dev_log.md).
constexpr float kAlike = 0.01F;
constexpr float kSurelyAs = 0.9F;
// Parts of a spectrum are kept in millionths.
constexpr float kParts = 1e6F;

AttackSpectrum mean_of(const std::vector<const LoneStroke*>& strokes) {
  AttackSpectrum mean{};
  for (std::size_t b = 0; b < kBands; ++b) {
    float sum = 0;
    for (const LoneStroke* stroke : strokes) sum += stroke->spectrum[b];
    mean[b] = std::round(sum / static_cast<float>(strokes.size()) * kParts) / kParts;
  }
  return mean;
}

float loudest_of(std::span<const LoneStroke> strokes) {
  float loudest = -200;
  for (const LoneStroke& stroke : strokes) loudest = std::max(loudest, stroke.level_db);
  return loudest;
}

// Leaves the one stroke out that is most unlike the others, if it is.
bool leave_out_unlike(std::vector<const LoneStroke*>& strokes) {
  if (strokes.size() < kFewestStrokes + 1) return false;
  std::vector<float> apart;
  for (std::size_t s = 0; s < strokes.size(); ++s) {
    std::vector<const LoneStroke*> others = strokes;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(s));
    apart.push_back(divergence(strokes[s]->spectrum, mean_of(others)));
  }
  std::vector<float> sorted = apart;
  std::sort(sorted.begin(), sorted.end());
  const auto farthest = std::max_element(apart.begin(), apart.end());
  if (*farthest < kApart || *farthest < kUnlike * sorted[(sorted.size() - 1) / 2]) return false;
  strokes.erase(strokes.begin() + (farthest - apart.begin()));
  return true;
}

// The family that the net is sure of at every stroke.
std::optional<Family> sounding_as(const std::vector<const LoneStroke*>& strokes) {
  std::array<float, kFamilyCount> least;
  least.fill(1);
  for (const LoneStroke* stroke : strokes) {
    std::array<float, kFamilyCount> most{};
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      float& family = most[static_cast<std::size_t>(family_of(static_cast<Voice>(v)))];
      family = std::max(family, stroke->said[v]);
    }
    for (std::size_t f = 0; f < least.size(); ++f) least[f] = std::min(least[f], most[f]);
  }
  const auto surest = std::max_element(least.begin(), least.end());
  if (strokes.empty() || *surest < kSurelyAs) return {};
  return static_cast<Family>(surest - least.begin());
}

Error not_parted(std::size_t strokes, std::size_t drums) {
  return {ErrorCode::unsupported,
          {},
          "the " + std::to_string(strokes) + " strokes heard are not " + std::to_string(drums) +
              " drums: no pauses part them, and no equal numbers",
          "Strike every drum four times, a second apart, and wait three seconds before the next"};
}

}  // namespace

StrokeUse use_of(float level_db, float loudest_db) {
  if (level_db >= kFullScale) return StrokeUse::clipped;
  return level_db < std::max(kSoftest, loudest_db - kMuchSofter) ? StrokeUse::soft : StrokeUse::clear;
}

DrumLearnt learn_drum(Voice voice, std::span<const LoneStroke> strokes) {
  DrumLearnt learnt{.voice = voice, .drum = {}, .sounds_as = {}};
  const float loudest = loudest_of(strokes);
  std::vector<const LoneStroke*> clear;
  for (const LoneStroke& stroke : strokes) {
    const StrokeUse use = use_of(stroke.level_db, loudest);
    learnt.clipped += use == StrokeUse::clipped;
    learnt.soft += use == StrokeUse::soft;
    if (use == StrokeUse::clear) clear.push_back(&stroke);
  }
  while (leave_out_unlike(clear)) ++learnt.unlike;
  if (clear.size() < kFewestStrokes) return learnt;
  learnt.drum = {.strokes = static_cast<int>(clear.size()), .spectrum = mean_of(clear)};
  if (const std::optional<Family> as = sounding_as(clear); as && *as != family_of(voice))
    learnt.sounds_as = as;
  return learnt;
}

Result<std::vector<std::vector<LoneStroke>>> by_drums(std::span<const LoneStroke> strokes, std::size_t drums,
                                                      double rate) {
  std::vector<LoneStroke> heard;
  const float least = loudest_of(strokes) - kMuchSofter;
  std::ranges::copy_if(strokes, std::back_inserter(heard),
                       [&](const LoneStroke& stroke) { return stroke.level_db >= least; });
  if (heard.empty())
    return Error{ErrorCode::unsupported, {}, "no stroke was heard", "Record it closer or louder"};
  if (heard.size() < drums || drums == 0) return not_parted(heard.size(), drums);
  std::vector<double> gaps;  // seconds after every stroke but the last
  for (std::size_t s = 0; s + 1 < heard.size(); ++s)
    gaps.push_back(static_cast<double>(heard[s + 1].frame - heard[s].frame) / rate);
  std::vector<double> sorted = gaps;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double pause = drums > 1 ? sorted[drums - 2] : 0,
               gap = drums <= sorted.size() ? sorted[drums - 1] : 0;
  const bool parted = drums == 1 || pause >= static_cast<double>(kPauseOverGap) * gap;
  // Where pauses are among the gaps, and do not part the drums, strokes were not heard.
  const std::size_t each = heard.size() / drums;
  const bool even = !sorted.empty() && sorted.front() <= kEven * sorted[sorted.size() / 2];
  if (!parted && (!even || heard.size() % drums != 0 || each < kFewestStrokes))
    return not_parted(heard.size(), drums);
  std::vector<std::vector<LoneStroke>> runs(1);
  for (std::size_t s = 0; s < heard.size(); ++s) {
    runs.back().push_back(heard[s]);
    const bool last = s + 1 == heard.size();
    if (!last && (parted ? drums > 1 && gaps[s] >= pause : (s + 1) % each == 0)) runs.emplace_back();
  }
  return runs;
}

Result<std::vector<DrumLearnt>> learn_drums(std::span<const float> mono, const EarConfig& config,
                                            std::span<const Voice> drums) {
  const Result<std::vector<LoneStroke>> strokes = LoneStrokes::of(mono, config);
  if (!strokes) return strokes.error();
  const auto runs = by_drums(*strokes, drums.size(), config.rate);
  if (!runs) return runs.error();
  std::vector<DrumLearnt> learnt;
  for (std::size_t d = 0; d < drums.size(); ++d) learnt.push_back(learn_drum(drums[d], (*runs)[d]));
  return learnt;
}

KitSound kit_sound_of(std::span<const DrumLearnt> learnt, std::string name, std::string_view ear) {
  KitSound kit{.name = std::move(name), .ear = std::string(ear), .drums = {}};
  for (const DrumLearnt& drum : learnt) kit.drums[static_cast<std::size_t>(drum.voice)] = drum.drum;
  return kit;
}

std::vector<AlikeDrums> alike_drums(const KitSound& kit) {
  std::vector<AlikeDrums> alike;
  for (std::size_t a = 0; a < kHeardVoices; ++a) {
    for (std::size_t b = a + 1; b < kHeardVoices; ++b) {
      if (kit.drums[a].strokes == 0 || kit.drums[b].strokes == 0) continue;
      const float apart = 0.5F * (divergence(kit.drums[a].spectrum, kit.drums[b].spectrum) +
                                  divergence(kit.drums[b].spectrum, kit.drums[a].spectrum));
      if (apart < kAlike) alike.push_back({static_cast<Voice>(a), static_cast<Voice>(b)});
    }
  }
  return alike;
}

Result<Done> check_kit_sound(const KitSound& kit) {
  const auto struck = std::ranges::count_if(kit.drums, [](const auto& drum) { return drum.strokes > 0; });
  if (struck >= 2) return Done{};
  return Error{ErrorCode::unsupported,
               {},
               struck == 0 ? "no drum has two clear strokes"
                           : "one drum alone has clear strokes: a kit's sound tells drums apart",
               "Strike at least two drums, four times each"};
}

}  // namespace firstchair::ear
