#include "lab/bootstrap.h"

#include "lab/sound.h"

namespace firstchair::lab {
namespace {

double f_of(const std::vector<Counts>& tracks, std::span<const std::size_t> drawn) {
  Counts all;
  for (const std::size_t track : drawn) all += tracks[track];
  return all.f();
}

}  // namespace

Interval bootstrap(std::size_t tracks, const std::function<double(std::span<const std::size_t>)>& figure,
                   int draws, std::uint64_t seed) {
  if (tracks == 0) return {};
  Dice dice(seed);
  std::vector<double> figures;
  std::vector<std::size_t> drawn(tracks);
  for (int draw = 0; draw < draws; ++draw) {
    for (std::size_t& track : drawn) track = static_cast<std::size_t>(dice.below(static_cast<int>(tracks)));
    figures.push_back(figure(drawn));
  }
  return {percentile(figures, 0.025), percentile(figures, 0.975)};
}

Interval f_interval(const std::vector<Counts>& tracks) {
  return bootstrap(tracks.size(), [&](std::span<const std::size_t> drawn) { return f_of(tracks, drawn); });
}

Interval f_difference(const std::vector<Counts>& a, const std::vector<Counts>& b) {
  return bootstrap(a.size(),
                   [&](std::span<const std::size_t> drawn) { return f_of(a, drawn) - f_of(b, drawn); });
}

Counts sum(const std::vector<Counts>& tracks) {
  Counts all;
  for (const Counts& track : tracks) all += track;
  return all;
}

}  // namespace firstchair::lab
