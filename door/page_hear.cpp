#include "door/page_hear.h"

#include <array>

#include "charts/charts.h"
#include "door/settings.h"
#include "engine/ear/file_weights.h"
#include "midi/performance.h"

namespace firstchair::door {

Result<PageHearing> parse_hear_settings(std::string_view text, const std::optional<Chart>& chart,
                                        const judge::Norms& norms) {
  constexpr std::array<std::string_view, 9> kHearSettings{"rate", "channels", "bpm", "pad", "name",
                                                          "kit",  "notes",    "ear", "midi"};
  Result<Settings> wishes = Settings::parse(text, kHearSettings);
  if (!wishes) return wishes.error();
  const Result<double> rate = wishes->number("rate", 48000, 8000, 192000);
  if (!rate) return rate.error();
  const Result<double> channels = wishes->number("channels", 1, 1, 64);
  if (!channels) return channels.error();
  const Result<double> bpm = wishes->number("bpm", 0, 0, 400);
  if (!bpm) return bpm.error();
  const Result<double> pad = wishes->number("pad", 0, 0, 1);
  if (!pad) return pad.error();
  const Result<double> midi = wishes->number("midi", 0, 0, 1);
  if (!midi) return midi.error();
  const std::string ear = wishes->text("ear");
  if (!ear.empty() && ear != "live" && ear != "file")
    return Error{ErrorCode::usage, "settings", "ear " + ear, "live or file"};
  Result<PageKit> kit = page_kit(*wishes);
  if (!kit) return kit.error();
  SessionConfig config;
  if (ear == "file") {
    config.which_ear = ear::WhichEar::file;
    config.weights = ear::file_ear_weights();
  }
  config.source.name = wishes->text("name");
  config.source.rate = *rate;
  config.source.channels = static_cast<int>(*channels);
  if (*midi > 0) {
    config.source.kind = SourceKind::midi;
    config.source.rate = kMidiRate;
    config.source.kit = read_by(*kit);
  }
  config.voices = *pad > 0 ? ear::VoicesMode::pad : ear::VoicesMode::kit;
  config.chart = chart;
  config.bpm = *bpm;
  config.builtin_tempo = chart && charts::has_builtin_tempo(*chart);
  config.ask_chart_played = true;
  config.norms = norms;
  return PageHearing{std::move(config), std::move(*kit)};
}

Result<Take> hear_page_midi(std::span<const std::uint8_t> bytes, PageHearing hearing) {
  SessionConfig config = std::move(hearing.session);
  Result<midi::Performance> performance =
      midi::read_performance(bytes, hearing.kit.named ? &hearing.kit.profile : nullptr);
  if (!performance) return performance.error();
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.source.kit = std::move(performance->kit);
  Result<Session> session = Session::make(std::move(config));
  if (!session) return session.error();
  session->push(performance->hits);
  return session->finish();
}

}  // namespace firstchair::door
