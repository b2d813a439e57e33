#include "songs/midi/midi_song.h"

#include <algorithm>
#include <array>
#include <map>

#include "charts/games/game_midi.h"
#include "charts/limits.h"
#include "charts/midi/midi_chart.h"
#include "charts/title.h"
#include "midi/smf.h"
#include "songs/written_song.h"

namespace firstchair::songs {
namespace {

// A part is a channel of a track: most files have one track for each instrument.
using Where = std::pair<int, int>;

struct Sounding {
  Ticks since = 0;
  int velocity = 0;  // 0: silent
};

class Reader {
 public:
  Reader(const midi::Smf& smf, int drums, band::Song& song) : smf_(smf), drums_(drums), song_(song) {}

  std::optional<Error> read() {
    programs_.fill(0);
    std::map<int, std::string> names;
    for (const midi::SmfEvent& event : smf_.events) {
      if (event.status == midi::kMeta && (event.data1 == midi::kName || event.data1 == midi::kInstrument) &&
          !event.text.empty())
        names.try_emplace(event.track, charts::clean_title(event.text));
      if (event.status == midi::kMeta && event.data1 == midi::kMarker && !event.text.empty())
        song_.sections.push_back({.tick = tick_of(event.tick), .name = charts::clean_title(event.text)});
      if (event.status == midi::kMeta) continue;
      const int channel = event.channel();
      if ((event.status & 0xF0) == 0xC0) programs_[static_cast<std::size_t>(channel)] = event.data1 & 127;
      if (channel == drums_ || channel == midi::kPercussion) continue;
      const bool on = event.is_note_on();
      const bool off = (event.status & 0xF0) == 0x80 || ((event.status & 0xF0) == 0x90 && event.data2 == 0);
      if (!on && !off) continue;
      const Where where{event.track, channel};
      end(where, event.data1 & 127, tick_of(event.tick));
      if (on) begin(where, event);
      if (notes_ > charts::kMaxNotes)
        return Error{ErrorCode::too_large, "tick " + std::to_string(event.tick), "over 1,000,000 notes",
                     "Cut the file"};
    }
    for (const auto& [where, part] : parts_)
      for (int pitch = 0; pitch < 128; ++pitch) end(where, pitch, song_.length);
    for (auto& [where, part] : parts_) {
      const auto name = names.find(where.first);
      part.name = name != names.end() ? name->second : "channel " + std::to_string(where.second + 1);
      song_.parts.push_back(std::move(part));
    }
    return std::nullopt;
  }

 private:
  Ticks tick_of(std::int64_t tick) const {
    return (tick * kTicksPerQuarter + smf_.ticks_per_quarter / 2) / smf_.ticks_per_quarter;
  }

  void begin(const Where& where, const midi::SmfEvent& event) {
    const auto [part, is_new] = parts_.try_emplace(where);
    if (is_new) part->second.program = programs_[static_cast<std::size_t>(where.second)];
    sounding_[where][event.data1 & 127] = {tick_of(event.tick), event.data2 & 127};
    ++notes_;
  }

  void end(const Where& where, int pitch, Ticks tick) {
    const auto found = sounding_.find(where);
    if (found == sounding_.end()) return;
    Sounding& note = found->second[static_cast<std::size_t>(pitch)];
    if (note.velocity == 0) return;
    if (note.since < song_.length)
      parts_[where].notes.push_back({.tick = note.since,
                                     .length = std::max<Ticks>(1, tick - note.since),
                                     .pitch = pitch,
                                     .velocity = note.velocity});
    note = {};
  }

  const midi::Smf& smf_;
  int drums_;  // their channel, 0-based; -1: none
  band::Song& song_;
  std::array<int, 16> programs_{};
  std::map<Where, band::Part> parts_;
  std::map<Where, std::array<Sounding, 128>> sounding_;
  std::size_t notes_ = 0;
};

}  // namespace

Result<SongRead> read_midi_song(std::span<const std::uint8_t> bytes) {
  const Result<midi::Smf> smf = midi::parse_smf(bytes);
  if (!smf) return smf.error();
  if (smf->format == 2)
    return Error{ErrorCode::unsupported, {}, "a file of several pieces (format 2)", "Export one piece alone"};
  if (charts::game_chart_in(*smf))
    return Error{ErrorCode::unsupported,
                 {},
                 "a chart of a music game, which has lanes and no band in it",
                 "Give it as the drum chart, and another song"};
  const Result<Chart> frame = charts::midi_frame(*smf);
  if (!frame) return frame.error();
  // A file without drums is a song too; what is wrong with its drums is told.
  charts::Remarks remarks;
  std::optional<Chart> drums;
  int channel = -1;
  if (Result<charts::ChartRead> read = charts::read_midi_chart_on(bytes, nullptr)) {
    channel = read->kit.channel - 1;
    for (charts::Remark& remark : read->remarks) remarks.add(std::move(remark.place), std::move(remark.text));
    drums = std::move(read->chart);
  } else if (read.error().code != ErrorCode::unsupported) {
    return read.error();
  } else {
    remarks.add({}, "no drums in it: the beat is judged without a chart");
  }
  band::Song song;
  song.title = frame->title;
  // Where a file names no meter its drums tell one.
  song.meters = drums ? drums->meters : frame->meters;
  song.tempi = frame->tempi;
  Chart whole{.title = {},
              .meters = song.meters,
              .tempi = {},
              .notes = {},
              .length = std::max(frame->length, drums ? drums->length : 0)};
  settle(whole);
  song.length = whole.length;
  if (drums) drums->length = song.length;
  if (song.length / kTicksPerWhole > charts::kMaxBars)
    return Error{ErrorCode::too_large, {}, "over 100,000 bars", "Cut the file"};
  if (const auto error = Reader(*smf, channel, song).read()) return *error;
  return finished(std::move(song), std::move(drums), remarks);
}

}  // namespace firstchair::songs
