#include "report/text/against_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/text/words.h"

namespace firstchair::report {

bool leans_beside_band(const Take& take) {
  const auto& metrics = take.verdict.metrics;
  return std::any_of(metrics.begin(), metrics.end(), [](const Metric& m) { return m.beside_band; });
}

std::string against_words(const Take& take) {
  if (!take.source.band || !leans_beside_band(take)) return "against the player's own pulse";
  return take.source.band->follow > 0 ? fmt::format("leans against the band, which followed at {}",
                                                    number(take.source.band->follow, 0))
                                      : "leans against the band, which held its tempo";
}

std::string against_text(const Take& take) {
  if (!take.source.band) return "No chart: measured against the player's own pulse.";
  const double follow = take.source.band->follow;
  const std::string band = follow > 0 ? "With a band that followed at " + number(follow, 0)
                                      : std::string("With a band that held its tempo");
  if (leans_beside_band(take))
    return band +
           (follow > 0
                ? ": leans are against its clock, which listened to the player; the rest is against the "
                  "player's own pulse."
                : ": leans are against its clock, as against a click; the rest is against the player's "
                  "own pulse.");
  return band + (take.source.band->delay_sd_ms < 0
                     ? ", whose delay is not known: measured against the player's own pulse."
                     : ", and too far from it: measured against the player's own pulse.");
}

}  // namespace firstchair::report
