#include "door/page_strikes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "door/settings.h"
#include "engine/ear/file_weights.h"
#include "kits/kit_sound_json.h"
#include "midi/kit/kit_profile.h"
#include "report/data/json_writer.h"
#include "report/text/kit_sound_text.h"

namespace firstchair::door {
namespace {

Result<std::vector<Voice>> drums_of(std::string_view ids) {
  std::vector<Voice> drums;
  while (!ids.empty()) {
    const std::string_view id = ids.substr(0, ids.find(' '));
    ids.remove_prefix(std::min(ids.size(), id.size() + 1));
    if (id.empty()) continue;
    const std::optional<Voice> voice = voice_from_id(id);
    if (!voice || *voice == Voice::pad || std::ranges::find(drums, *voice) != drums.end())
      return Error{
          ErrorCode::usage, "drums", "no drum, or one that stands there twice: " + std::string(id), {}};
    drums.push_back(*voice);
  }
  if (drums.size() < 2)
    return Error{ErrorCode::usage, {}, "a kit's sound tells drums apart", "Choose two drums at least"};
  return drums;
}

// The lines on what a kit's sound rests on, or was made of.
void add_drum_lines(report::JsonWriter& json, std::span<const ear::DrumLearnt> drums, double rate) {
  for (const ear::DrumLearnt& drum : drums) json.text("", report::drum_learnt_text(drum, rate).substr(2));
  for (const ear::DrumLearnt& drum : drums) {
    if (const std::string doubt = report::drum_doubt_text(drum); !doubt.empty()) json.text("", doubt);
  }
}

}  // namespace

Result<PageStrikes> PageStrikes::make(std::string_view text) {
  constexpr std::array<std::string_view, 4> kKnown{"rate", "id", "drums", "recording"};
  const Result<Settings> settings = Settings::parse(text, kKnown);
  if (!settings) return settings.error();
  const Result<double> rate = settings->number("rate", 48000, 8000, 192000);
  if (!rate) return rate.error();
  const Result<double> recording = settings->number("recording", 0, 0, 1);
  if (!recording) return recording.error();
  std::string id = settings->text("id");
  if (!midi::is_kit_id(id))
    return Error{ErrorCode::usage, id, "not a name for a kit", "Use small letters, digits and hyphens"};
  Result<std::vector<Voice>> drums = drums_of(settings->text("drums"));
  if (!drums) return drums.error();
  Result<ear::StrikeKit> kit = ear::StrikeKit::make(*rate, *drums);
  if (!kit) return kit.error();
  return PageStrikes(std::move(*kit), std::move(*drums), std::move(id), *rate, *recording > 0);
}

void PageStrikes::push(std::span<const float> mono) {
  if (!recording_) return kit_.push(mono);
  const auto most = static_cast<std::size_t>(ear::kMostStruckMinutes * 60 * rate_);
  const std::span<const float> fits = mono.first(std::min(mono.size(), most - sound_.size()));
  sound_.insert(sound_.end(), fits.begin(), fits.end());
  too_long_ = too_long_ || fits.size() < mono.size();
}

void PageStrikes::skip() {
  kit_.skip();
}

std::string PageStrikes::told_json() {
  report::JsonWriter json;
  json.begin_object();
  if (const std::optional<Voice> drum = kit_.drum()) {
    json.text("drum", report::drum_name(*drum));
  } else {
    json.null("drum");
  }
  json.integer("clear", std::min(kit_.clear(), ear::kStrokesOfADrum));
  json.integer("of", ear::kStrokesOfADrum);
  json.begin_array("lines");
  for (const std::string& word : kit_.refused()) json.text("", "A stroke does not count: " + word + ".");
  if (const std::optional<ear::DrumLearnt> again = kit_.struck_again())
    json.text("", "Once more: " + report::drum_learnt_text(*again).substr(2) + ".");
  for (; told_ < kit_.learnt().size(); ++told_) {
    const ear::DrumLearnt& drum = kit_.learnt()[told_];
    json.text("", report::drum_name(drum.voice) + ": learnt.");
    if (const std::string doubt = report::drum_doubt_text(drum); !doubt.empty()) json.text("", doubt);
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string PageStrikes::close_json() {
  ear::StrikesTold told;
  Result<ear::KitSound> kit = kit_.kit(id_);
  if (recording_) {
    kit = ear::kit_sound_of(sound_, rate_, drums_, id_, told);
    sound_ = {};
  } else {
    told.drums = kit_.learnt();
    if (const Result<Done> enough = ear::check_kit_sound(*kit, told.drums); !enough) kit = enough.error();
  }
  report::JsonWriter json;
  json.begin_object();
  if (kit) {
    json.text("sound", kits::write_kit_sound(*kit));
  } else {
    json.null("sound");
  }
  json.begin_array("lines");
  if (too_long_)
    json.text("", fmt::format("Only the first {:.0f} minutes were heard.", ear::kMostStruckMinutes));
  add_drum_lines(json, told.drums, told.rate);
  if (kit) {
    for (const std::string& line : report::lost_texts(told.drums)) json.text("", line);
    for (const std::string& line : report::alike_texts(*kit)) json.text("", line);
  } else {
    json.text("", kit.error().line());
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string kit_sound_json(const ear::KitSound& kit) {
  report::JsonWriter json;
  json.begin_object();
  json.text("id", kit.name);
  json.text("sound", kits::write_kit_sound(kit));
  json.begin_array("lines");
  for (std::size_t v = 0; v < kit.drums.size(); ++v) {
    if (kit.drums[v].strokes == 0) continue;
    const ear::DrumLearnt drum{.voice = static_cast<Voice>(v), .drum = kit.drums[v]};
    json.text("", report::drum_learnt_text(drum).substr(2));
  }
  for (const std::string& line : report::alike_texts(kit)) json.text("", line);
  json.end_array();
  json.end_object();
  return json.take();
}

Result<ear::KitSound> read_page_kit_sound(std::string_view text) {
  Result<ear::KitSound> kit = kits::read_kit_sound(text);
  if (!kit) return kit.error();
  if (const Result<Done> ours = ear::check_ear(*kit, ear::file_ear_weights_name()); !ours)
    return ours.error();
  return kit;
}

}  // namespace firstchair::door
