#include "hearing/stroke_master.h"

#include <filesystem>
#include <utility>

#include "engine/cut/coarse.h"
#include "engine/judge/norms.h"
#include "engine/session.h"
#include "hearing/hear_file.h"

namespace firstchair::hearing {

Result<Take> midi_take(const LayOptions& options, std::vector<std::string>& warnings) {
  HearingOptions hearing;
  hearing.most_hours = options.most_hours;
  hearing.cage = options.cage;
  SessionConfig config;
  config.norms = judge::default_norms();
  config.source.name = std::filesystem::path(options.sound).filename().string();
  return hear_file(
      options.sound, options.sound, std::move(config), hearing, [](const HearingProgress&) { return true; },
      warnings);
}

Result<Take> kept_take(const KeptStrokes& kept) {
  SessionConfig config;
  config.norms = judge::default_norms();
  config.source = kept.source;
  config.chart = kept.chart;
  config.find_kit_strokes = false;
  Result<Session> session = Session::make(config);
  if (!session) return session.error();
  config.source = session->source();
  config.source.length = kept.source.length;
  return judge_strokes(config, kept.hits);
}

CameraSound sound_of_strokes(const Take& take, const std::string& path) {
  CameraSound sound;
  sound.path = path;
  sound.readable_again = false;
  sound.rate = take.source.rate;
  sound.hits = take.hits;
  sound.length_s = static_cast<double>(take.source.length) / take.source.rate;
  sound.attacks_s = attacks_of(take.hits, take.source.rate);
  std::vector<cut::StruckAt> struck;
  for (const Hit& hit : take.hits)
    struck.push_back({static_cast<double>(hit.frame) / take.source.rate, family_of(hit.voice),
                      static_cast<double>(hit.strength) / 127});
  sound.envelope = cut::envelope_of(struck, sound.length_s + 1);
  return sound;
}

}  // namespace firstchair::hearing
