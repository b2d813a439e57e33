#include "engine/band/home_tempo.h"

namespace firstchair::band {

Result<HomeTempo> HomeTempo::make(const std::vector<TempoChange>& tempi, double rate) {
  const auto usage = [](std::string what) {
    return Error{.code = ErrorCode::usage, .place = {}, .what = std::move(what), .advice = {}};
  };
  if (!(rate > 0)) return usage("a rate must be above 0");
  if (tempi.empty() || tempi.front().tick != 0) return usage("a song needs a tempo at its start");
  HomeTempo home;
  home.rate_ = rate;
  double frames = 0;
  for (std::size_t k = 0; k < tempi.size(); ++k) {
    if (!(tempi[k].bpm >= 20 && tempi[k].bpm <= 400)) return usage("the tempo must be 20 to 400 a minute");
    if (k > 0) {
      if (tempi[k].tick <= tempi[k - 1].tick) return usage("the song's tempi are out of order");
      const Segment& last = home.segments_.back();
      frames = last.frames + (static_cast<double>(tempi[k].tick) - last.tick) * last.frames_per_tick;
    }
    home.segments_.push_back({.tick = static_cast<double>(tempi[k].tick),
                              .frames = frames,
                              .frames_per_tick = 60 * rate / (tempi[k].bpm * kTicksPerQuarter),
                              .bpm = tempi[k].bpm});
  }
  return home;
}

const HomeTempo::Segment& HomeTempo::at_tick(double tick) const FIRSTCHAIR_AUDIO {
  std::size_t low = 0, high = segments_.size();
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (segments_[middle].tick <= tick ? low : high) = middle;
  }
  return segments_[low];
}

double HomeTempo::frames(double tick) const FIRSTCHAIR_AUDIO {
  const Segment& s = at_tick(tick);
  return s.frames + (tick - s.tick) * s.frames_per_tick;
}

double HomeTempo::tick(double frames) const FIRSTCHAIR_AUDIO {
  std::size_t low = 0, high = segments_.size();
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (segments_[middle].frames <= frames ? low : high) = middle;
  }
  const Segment& s = segments_[low];
  return s.tick + (frames - s.frames) / s.frames_per_tick;
}

double HomeTempo::bpm(double tick) const FIRSTCHAIR_AUDIO {
  return at_tick(tick).bpm;
}

}  // namespace firstchair::band
