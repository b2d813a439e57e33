#include "engine/ear/kit_sound_learn.h"

#include <algorithm>
#include <cmath>

#include "engine/ear/strokes.h"

namespace firstchair::ear {
namespace {

constexpr float kFullScale = -0.1F, kSoftest = -50, kMuchSofter = 30, kFarSofter = 45;  // dB
constexpr float kPauseOverGap = 1.33F;
constexpr double kEven = 1.8;  // of the middle gap, no gap of even strokes is longer
// A stroke is unlike the others of its drum when it lies so many times as far from their mean as the middle
// one of them, and that is farther than strokes of one drum lie apart.
constexpr float kUnlike = 4, kApart = 0.05F;
// Drums whose spectra lie nearer than that are alike: those of two drums of one kit seldom do, strokes of one
// drum mostly (docs/dev_log.md).
constexpr float kAlike = 0.01F;
// Strokes sound like another family when its probability is so many times that of their own, in the
// geometric mean. Of 123 drums of twelve kits the unclearest, a pedalled hat, has 1.6; of 490 pairs of drums
// of two families that change places one at least has 2.7.
constexpr float kAsAnother = 2.7F;
// A family is heard besides when the net says that of it at every stroke; the most of those drums has .5.
constexpr float kBesides = 0.7F;
constexpr float kHardlyAny = 0.003F;  // probabilities below that are all alike
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

// Leaves the one stroke out that is most unlike the others, if it is, and returns it.
const LoneStroke* leave_out_unlike(std::vector<const LoneStroke*>& strokes) {
  if (strokes.size() < kFewestStrokes + 1) return nullptr;
  std::vector<float> apart;
  for (std::size_t s = 0; s < strokes.size(); ++s) {
    std::vector<const LoneStroke*> others = strokes;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(s));
    apart.push_back(divergence(strokes[s]->spectrum, mean_of(others)));
  }
  std::vector<float> sorted = apart;
  std::sort(sorted.begin(), sorted.end());
  const auto farthest = std::max_element(apart.begin(), apart.end());
  if (*farthest < kApart || *farthest < kUnlike * sorted[(sorted.size() - 1) / 2]) return nullptr;
  const auto left = strokes.begin() + (farthest - apart.begin());
  const LoneStroke* stroke = *left;
  strokes.erase(left);
  return stroke;
}

using OfFamilies = std::array<float, kFamilyCount>;

// What the net says of every family at one stroke.
OfFamilies families_of(const LoneStroke& stroke) {
  OfFamilies said{};
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    float& family = said[static_cast<std::size_t>(family_of(static_cast<Voice>(v)))];
    family = std::max(family, stroke.said[v]);
  }
  return said;
}

// The family that these strokes sound like, when that is not their own.
std::optional<Family> as_another(std::span<const LoneStroke* const> strokes, Family own) {
  if (strokes.empty()) return {};
  OfFamilies sums{};
  for (const LoneStroke* stroke : strokes) {
    const OfFamilies said = families_of(*stroke);
    for (std::size_t f = 0; f < sums.size(); ++f) sums[f] += std::log(std::max(said[f], kHardlyAny));
  }
  const auto likeliest = static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
  const float more =
      (sums[likeliest] - sums[static_cast<std::size_t>(own)]) / static_cast<float>(strokes.size());
  if (more < std::log(kAsAnother)) return {};
  return static_cast<Family>(likeliest);
}

// The other family that is heard at every stroke beside their own.
std::optional<Family> heard_besides(std::span<const LoneStroke* const> strokes, Family own) {
  OfFamilies least;
  least.fill(1);
  for (const LoneStroke* stroke : strokes) {
    const OfFamilies said = families_of(*stroke);
    for (std::size_t f = 0; f < least.size(); ++f) least[f] = std::min(least[f], said[f]);
  }
  if (strokes.empty() || least[static_cast<std::size_t>(own)] < kBesides) return {};
  least[static_cast<std::size_t>(own)] = 0;
  const auto most = std::max_element(least.begin(), least.end());
  if (*most < kBesides) return {};
  return static_cast<Family>(most - least.begin());
}

// Leaves out strokes that sound like another family, unless nearly all do: then that is the drum's sound.
void leave_out_others(std::vector<const LoneStroke*>& strokes, Family own, std::vector<Frames>& unlike) {
  std::vector<const LoneStroke*> left;
  for (const LoneStroke* stroke : strokes) {
    if (!as_another(std::span(&stroke, 1), own)) left.push_back(stroke);
  }
  if (left.size() < kFewestStrokes || left.size() == strokes.size()) return;
  for (const LoneStroke* stroke : strokes) {
    if (std::ranges::find(left, stroke) == left.end()) unlike.push_back(stroke->frame);
  }
  strokes = std::move(left);
}

// "4 + 4 + 2" where long gaps part strokes; empty: none do.
std::string parts_text(std::span<const double> gaps) {
  if (gaps.empty()) return {};
  std::vector<double> sorted(gaps.begin(), gaps.end());
  std::sort(sorted.begin(), sorted.end());
  const double middle = sorted[(sorted.size() - 1) / 2];
  std::string text;
  int parts = 0, strokes = 1;
  for (const double gap : gaps) {
    if (gap > kEven * middle) {
      text += std::to_string(strokes) + " + ";
      strokes = 0;
      ++parts;
    }
    ++strokes;
  }
  return parts == 0 || parts > 15 ? std::string() : text + std::to_string(strokes);
}

Error not_parted(std::span<const double> gaps, std::size_t strokes, std::size_t drums) {
  const std::string parts = parts_text(gaps);
  return {
      ErrorCode::unsupported,
      {},
      "the " + std::to_string(strokes) + " strokes heard are not " + std::to_string(drums) + " drums: " +
          (parts.empty() ? "no pauses part them, and no equal numbers" : "pauses part them into " + parts),
      "Strike every drum four times, a second apart, and wait three seconds before the next"};
}

using Runs = std::vector<std::vector<LoneStroke>>;

// By pauses alone every drum must have strokes enough: one sound far from all others is no drum.
enum class PartBy : unsigned char { pauses, pauses_or_numbers };

Result<Runs> parted(const std::vector<LoneStroke>& heard, std::size_t drums, double rate, PartBy by) {
  std::vector<double> gaps;  // seconds after every stroke but the last
  for (std::size_t s = 0; s + 1 < heard.size(); ++s)
    gaps.push_back(static_cast<double>(heard[s + 1].frame - heard[s].frame) / rate);
  if (heard.size() < drums || drums == 0) return not_parted(gaps, heard.size(), drums);
  std::vector<double> sorted = gaps;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double pause = drums > 1 ? sorted[drums - 2] : 0,
               gap = drums <= sorted.size() ? sorted[drums - 1] : 0;
  const bool by_pauses = drums == 1 || pause >= static_cast<double>(kPauseOverGap) * gap;
  // Where pauses are among the gaps, and do not part the drums, strokes were not heard.
  const std::size_t each = heard.size() / drums;
  const bool even = !sorted.empty() && sorted.front() <= kEven * sorted[sorted.size() / 2];
  if (!by_pauses && by == PartBy::pauses) return not_parted(gaps, heard.size(), drums);
  if (!by_pauses && (!even || heard.size() % drums != 0 || each < kFewestStrokes))
    return not_parted(gaps, heard.size(), drums);
  Runs runs(1);
  for (std::size_t s = 0; s < heard.size(); ++s) {
    runs.back().push_back(heard[s]);
    const bool last = s + 1 == heard.size();
    if (!last && (by_pauses ? drums > 1 && gaps[s] >= pause : (s + 1) % each == 0)) runs.emplace_back();
  }
  const bool enough = std::ranges::all_of(runs, [](const auto& run) { return run.size() >= kFewestStrokes; });
  if (by == PartBy::pauses && !enough) return not_parted(gaps, heard.size(), drums);
  return runs;
}

}  // namespace

StrokeUse use_of(float level_db, float loudest_db) {
  if (level_db >= kFullScale) return StrokeUse::clipped;
  return level_db < std::max(kSoftest, loudest_db - kMuchSofter) ? StrokeUse::soft : StrokeUse::clear;
}

DrumLearnt learn_drum(Voice voice, std::span<const LoneStroke> strokes) {
  DrumLearnt learnt{.voice = voice};
  const Family own = family_of(voice);
  const float loudest = loudest_of(strokes);
  std::vector<const LoneStroke*> clear;
  for (const LoneStroke& stroke : strokes) {
    const StrokeUse use = use_of(stroke.level_db, loudest);
    if (use == StrokeUse::clipped) learnt.clipped.push_back(stroke.frame);
    if (use == StrokeUse::soft) learnt.soft.push_back(stroke.frame);
    if (use == StrokeUse::clear) clear.push_back(&stroke);
  }
  leave_out_others(clear, own, learnt.unlike);
  while (const LoneStroke* left = leave_out_unlike(clear)) learnt.unlike.push_back(left->frame);
  std::ranges::sort(learnt.unlike);
  if (clear.size() < kFewestStrokes) return learnt;
  learnt.drum = {.strokes = static_cast<int>(clear.size()), .spectrum = mean_of(clear)};
  for (const LoneStroke* stroke : clear) learnt.taken.push_back(stroke->frame);
  learnt.sounds_as = as_another(clear, own);
  learnt.sounds_with = heard_besides(clear, own);
  return learnt;
}

Result<std::vector<std::vector<LoneStroke>>> by_drums(std::span<const LoneStroke> strokes, std::size_t drums,
                                                      double rate) {
  const float loudest = loudest_of(strokes);
  const auto down_to = [&](float softer) {
    std::vector<LoneStroke> heard;
    std::ranges::copy_if(strokes, std::back_inserter(heard),
                         [&](const LoneStroke& stroke) { return stroke.level_db >= loudest - softer; });
    return heard;
  };
  const std::vector<LoneStroke> heard = down_to(kMuchSofter);
  if (heard.empty())
    return Error{ErrorCode::unsupported, {}, "no stroke was heard", "Record it closer or louder"};
  // A pedalled hat may be so much softer than a crash. The other drums' strokes may be of equal numbers then.
  for (const float softer : {kMuchSofter, kFarSofter}) {
    if (Result<Runs> runs = parted(down_to(softer), drums, rate, PartBy::pauses)) return runs;
  }
  return parted(heard, drums, rate, PartBy::pauses_or_numbers);
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

std::vector<Voice> lost_voices(std::span<const DrumLearnt> learnt) {
  std::vector<Voice> lost;
  for (const DrumLearnt& drum : learnt) {
    const bool other = std::ranges::any_of(learnt, [&](const DrumLearnt& mate) {
      return mate.drum.strokes > 0 &&
             StrokePicker::instrument_of(mate.voice) == StrokePicker::instrument_of(drum.voice);
    });
    if (drum.drum.strokes == 0 && other) lost.push_back(drum.voice);
  }
  return lost;
}

Result<Done> check_kit_sound(const KitSound& kit, std::span<const DrumLearnt> learnt) {
  const auto struck = std::ranges::count_if(kit.drums, [](const auto& drum) { return drum.strokes > 0; });
  if (struck >= 2) return Done{};
  std::size_t clipped = 0, soft = 0;
  for (const DrumLearnt& drum : learnt) clipped += drum.clipped.size(), soft += drum.soft.size();
  std::string advice = "Strike at least two drums, four times each";
  if (clipped > soft) advice = "Turn the input down, and strike them again";
  if (soft > clipped) advice = "Record it closer or louder";
  return Error{ErrorCode::unsupported,
               {},
               struck == 0 ? "no drum has two clear strokes"
                           : "one drum alone has clear strokes: a kit's sound tells drums apart",
               std::move(advice)};
}

Result<Done> check_ear(const KitSound& kit, std::string_view ear) {
  if (kit.ear == ear) return Done{};
  return Error{ErrorCode::unsupported, kit.name,
               "this kit's sound was made for " + kit.ear + ", and " + std::string(ear) + " hears",
               "Strike the kit again: firstchair kit learn NAME --strike DRUMS"};
}

}  // namespace firstchair::ear
