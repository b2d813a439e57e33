#include "apps/cli/cut/clip_clicks.h"

#include <algorithm>
#include <cmath>

#include "io/video/render.h"
#include "practice/click.h"

namespace firstchair::cli {

std::function<void(std::int64_t, std::span<float>)> sound_of_clicks(std::vector<report::BurnClick> clicks) {
  constexpr double kLevel_db = -12;
  const auto sound = [&](practice::ClickKind kind) {
    return practice::one_click(practice::ClickSound::beep, kind, video::kSoundInstead, kLevel_db);
  };
  return [clicks = std::move(clicks), accent = sound(practice::ClickKind::accent),
          beat = sound(practice::ClickKind::beat)](std::int64_t first, std::span<float> stereo) {
    std::ranges::fill(stereo, 0.F);
    const auto end = first + static_cast<std::int64_t>(stereo.size() / 2);
    for (const report::BurnClick& click : clicks) {
      const std::vector<float>& wave = click.accent ? accent : beat;
      const std::int64_t begins = std::llround(click.at_s * video::kSoundInstead);
      const std::int64_t from = std::max(begins, first),
                         to = std::min(begins + static_cast<std::int64_t>(wave.size()), end);
      for (std::int64_t at = from; at < to; ++at)
        for (std::size_t side = 0; side < 2; ++side)
          stereo[2 * static_cast<std::size_t>(at - first) + side] +=
              wave[static_cast<std::size_t>(at - begins)];
    }
  };
}

}  // namespace firstchair::cli
