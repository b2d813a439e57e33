// This file reads the binary files of Guitar Pro 3, 4 and 5. They are one stream without lengths: everything
// before and between the notes of the drums has to be read over field by field.
#include <array>

#include "charts/guitarpro/gp_bytes.h"
#include "charts/guitarpro/gp_song.h"
#include "charts/guitarpro/guitar_pro.h"
#include "charts/limits.h"
#include "charts/title.h"

namespace firstchair::charts {
namespace {

constexpr int kStrings = 7, kChannels = 64, kPercussionChannel = 9;
constexpr std::int32_t kMostTracks = 10'000;

struct Track {
  bool drums = false;
  int strings = 0;
  std::string name;
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : in_(bytes) {}

  Result<ChartRead> read() {
    if (const auto error = read_version()) return *error;
    read_head();
    const std::int32_t measures = in_.i32(), tracks = in_.i32();
    if (in_.broken() || measures < 1 || tracks < 1 || tracks > kMostTracks) return damaged();
    if (measures > kMaxBars) return Error{ErrorCode::too_large, {}, "over 100,000 bars", "Cut the song"};
    for (std::int32_t i = 0; i < measures; ++i) {
      if (const auto error = read_measure_header(static_cast<std::size_t>(i))) return *error;
    }
    write_endings(endings_, score_.measures);
    write_feel(feel_, score_);
    for (const auto& [measure, name] : directions_) {
      if (measure >= 1 && measure <= measures)
        write_direction(name, score_.measures[static_cast<std::size_t>(measure - 1)].flow);
    }
    for (std::int32_t i = 0; i < tracks && !in_.broken(); ++i) read_track(i == 0);
    if (five()) in_.skip(minor_ == 0 ? 2 : 1);
    if (in_.broken()) return damaged();
    return read_notes();
  }

 private:
  bool five() const { return version_ == 5; }

  Error damaged() const {
    return {ErrorCode::malformed, "byte " + std::to_string(in_.at()),
            "the file breaks off or is damaged here", "Save it from Guitar Pro again"};
  }

  // "FICHIER GUITAR PRO v4.06"
  std::optional<Error> read_version() {
    const std::string name = in_.text(30);
    const std::size_t dot = name.find('.');
    if (name.starts_with("CLIPBOARD"))
      return Error{ErrorCode::unsupported, {}, "a clipboard of Guitar Pro, not a song", "Save the song"};
    if (in_.broken() || dot == std::string::npos || dot == 0) return damaged();
    version_ = name[dot - 1] - '0';
    minor_ = dot + 1 < name.size() ? name[dot + 1] - '0' : 0;
    if (version_ < 3 || version_ > 5) {
      return Error{ErrorCode::unsupported,
                   {},
                   "a file of Guitar Pro before version 3",
                   "Save it from a newer Guitar Pro or from TuxGuitar"};
    }
    return std::nullopt;
  }

  void read_head() {
    title_ = in_.sized_text();
    const int texts = five() ? 8 : 7;
    for (int i = 0; i < texts; ++i) in_.sized_text();
    for (std::int32_t notices = in_.i32(); notices > 0 && !in_.broken(); --notices) in_.sized_text();
    if (!five()) all_swung_ = in_.flag();
    if (version_ >= 4) {
      constexpr int kLines = 5;
      in_.i32();  // the track of the lyrics
      for (int line = 0; line < kLines; ++line) {
        in_.i32();
        in_.skip(static_cast<std::size_t>(std::max(0, in_.i32())));
      }
    }
    if (five()) {
      if (minor_ > 0) in_.skip(4 + 4 + 11);  // volume and equalizer
      in_.skip(7 * 4 + 2);                   // the page
      for (int i = 0; i < 10; ++i) in_.sized_text();
      in_.sized_text();  // the tempo's name
    }
    tempo_ = in_.i32();
    if (five()) {
      in_.skip((minor_ > 0 ? 1 : 0) + 1 + 4);
    } else {
      in_.skip(version_ == 4 ? 4 + 1 : 4);
    }
    in_.skip(static_cast<std::size_t>(kChannels) * 12);
    if (!five()) return;
    constexpr std::array kDirections{"Coda",
                                     "DoubleCoda",
                                     "Segno",
                                     "SegnoSegno",
                                     "Fine",
                                     "DaCapo",
                                     "DaCapoAlCoda",
                                     "DaCapoAlDoubleCoda",
                                     "DaCapoAlFine",
                                     "DaSegno",
                                     "DaSegnoAlCoda",
                                     "DaSegnoAlDoubleCoda",
                                     "DaSegnoAlFine",
                                     "DaSegnoSegno",
                                     "DaSegnoSegnoAlCoda",
                                     "DaSegnoSegnoAlDoubleCoda",
                                     "DaSegnoSegnoAlFine",
                                     "DaCoda",
                                     "DaDoubleCoda"};
    for (const char* const name : kDirections) directions_.emplace_back(in_.i16(), name);
    in_.skip(4);  // reverb
  }

  std::optional<Error> read_measure_header(std::size_t index) {
    score_.measures.resize(index + 1);
    ScoreMeasure& measure = score_.measures.back();
    measure.place = "measure " + std::to_string(index + 1);
    if (five() && index > 0) in_.skip(1);
    const int flags = in_.u8();
    if ((flags & 0x01) != 0) meter_.beats = in_.i8();
    if ((flags & 0x02) != 0) meter_.unit = in_.i8();
    const bool unit = meter_.unit >= 1 && meter_.unit <= 64 && (meter_.unit & (meter_.unit - 1)) == 0;
    if (in_.broken()) return damaged();
    if (meter_.beats < 1 || meter_.beats > 64 || !unit)
      return Error{ErrorCode::malformed, measure.place, "a meter that is none",
                   "Save it from Guitar Pro again"};
    measure.meter = meter_;
    measure.length = meter_.bar_length();
    measure.flow.forward = (flags & 0x04) != 0;
    if ((flags & 0x08) != 0) {
      measure.flow.backward = true;
      measure.flow.times = std::max(1, in_.i8() + (five() ? 0 : 1));
    }
    unsigned ending = 0;
    if (!five() && (flags & 0x10) != 0) ending = old_ending(in_.u8());
    if ((flags & 0x20) != 0) {
      in_.sized_text();
      in_.skip(4);
    }
    if ((flags & 0x40) != 0) in_.skip(2);
    GpFeel feel = all_swung_ ? GpFeel::eighths : GpFeel::straight;
    if (five()) {
      if ((flags & 0x10) != 0) ending = static_cast<unsigned>(in_.u8());
      if ((flags & 0x03) != 0) in_.skip(4);  // beams
      if ((flags & 0x10) == 0) in_.skip(1);
      const int code = in_.u8();
      feel = code == 0 ? GpFeel::straight : code == 1 ? GpFeel::eighths : GpFeel::other;
    }
    endings_.push_back(ending);
    feel_.push_back(feel);
    return std::nullopt;
  }

  // Up to version 4 an ending is for all passes up to N that no ending of the same repeat has.
  unsigned old_ending(int last) const {
    unsigned taken = 0;
    for (std::size_t i = endings_.size(); i-- > 0;) {
      taken |= endings_[i];
      if (score_.measures[i].flow.forward) break;
    }
    return ((1U << std::min(last, 8)) - 1) & ~taken;
  }

  void read_track(bool first) {
    Track track;
    if (five() && (first || minor_ == 0)) in_.skip(1);
    track.drums = (in_.u8() & 0x01) != 0;
    track.name = in_.text(40);
    track.strings = std::clamp(in_.i32(), 0, kStrings);
    in_.skip(kStrings * 4 + 4);              // tuning, port
    const std::int32_t channel = in_.i32();  // from 1
    track.drums =
        track.drums || (channel >= 1 && channel <= kChannels && (channel - 1) % 16 == kPercussionChannel);
    in_.skip(3 * 4 + 4);
    if (five()) {
      in_.skip(2 + 3 + 3 * 4 + 12);
      read_sound();
      if (minor_ > 0) {
        in_.skip(4);
        in_.sized_text();
        in_.sized_text();
      }
    }
    tracks_.push_back(std::move(track));
  }

  void read_sound() { in_.skip(minor_ == 0 ? 3 * 4 + 2 + 1 : 4 * 4); }

  Result<ChartRead> read_notes() {
    if (tempo_ > 0 && tempo_ <= 10000)
      score_.measures.front().tempi.push_back({0, static_cast<double>(tempo_)});
    std::vector<PartWriter> writers;
    int drums = 0;
    for (const Track& track : tracks_) {
      writers.emplace_back(score_);
      drums += track.drums ? 1 : 0;
    }
    if (drums == 0) {
      return Error{ErrorCode::unsupported,
                   {},
                   "no percussion track in it",
                   "Export the song with its drums, or make the track a drum track"};
    }
    if (drums > 1) score_.remarks.add({}, "its " + std::to_string(drums) + " drum tracks are read together");
    for (measure_ = 0; measure_ < score_.measures.size(); ++measure_) {
      for (std::size_t t = 0; t < tracks_.size(); ++t) {
        track_ = &tracks_[t];
        writer_ = &writers[t];
        for (int voice = 0; voice < (five() ? 2 : 1); ++voice) {
          writer_->begin_voice(measure_);
          for (std::int32_t beats = in_.i32(); beats > 0 && !in_.broken(); --beats) read_beat();
        }
        // Guitar Pro 5 may leave out the very last byte.
        const bool last = measure_ + 1 == score_.measures.size() && t + 1 == tracks_.size();
        if (in_.broken()) return at_measure(damaged());
        if (five() && !last) in_.skip(1);
      }
    }
    for (PartWriter& writer : writers) {
      if (!writer.finish()) return Error{ErrorCode::too_large, {}, "over 1,000,000 notes", "Cut the song"};
    }
    return play_out(std::move(score_), title_);
  }

  Error at_measure(Error error) const {
    error.place = score_.measures[measure_].place + ", " + error.place;
    return error;
  }

  void read_beat() {
    const int flags = in_.u8();
    const bool empty = (flags & 0x40) != 0 && in_.u8() == 0;
    const int value = std::clamp(in_.i8(), -2, 6);  // 0 is a quarter
    double ticks = static_cast<double>(kTicksPerWhole) / (1 << (value + 2));
    if ((flags & 0x01) != 0) ticks *= 1.5;
    if ((flags & 0x20) != 0) {
      const std::int32_t tuplet = in_.i32();
      if (tuplet >= 3 && tuplet <= 13 && tuplet != 4 && tuplet != 8)
        ticks *= static_cast<double>(tuplet == 3 ? 2 : tuplet < 8 ? 4 : 8) / tuplet;
    }
    if ((flags & 0x02) != 0) read_chord();
    if ((flags & 0x04) != 0) in_.sized_text();
    if ((flags & 0x08) != 0) read_beat_effects();
    if ((flags & 0x10) != 0) read_mix_table();
    chord_.clear();
    const int strings = in_.u8();
    for (int string = 0; string < kStrings; ++string) {
      if (string < track_->strings && (strings >> (6 - string) & 1) != 0) read_note();
    }
    if (five() && (in_.i16() & 0x0800) != 0) in_.skip(1);
    if (in_.broken()) return;
    writer_->beat(chord_, empty ? 0 : ticks);
  }

  void read_chord() {
    if (!in_.flag()) {  // as in version 2
      in_.sized_text();
      if (in_.i32() != 0) in_.skip(6 * 4);
      return;
    }
    if (version_ == 3) {
      in_.skip(1 + 3 + 5 * 4 + 1 + 23 + 4 * 4 + 6 * 4 + 7 * 4 + 7 + 1);
    } else {
      in_.skip(1 + 3 + 3 + 2 * 4 + 1 + 23 + 3 + 4 + 7 * 4 + 1 + 15 + 7 + 1 + 7 + 1);
    }
  }

  void read_beat_effects() {
    const int flags = in_.u8(), more = version_ == 3 ? 0 : in_.u8();
    if ((flags & 0x20) != 0) in_.skip(version_ == 3 ? 1 + 4 : 1);
    if ((more & 0x04) != 0) read_bend();
    if ((flags & 0x40) != 0) in_.skip(2);
    if ((more & 0x02) != 0) in_.skip(1);
  }

  void read_bend() {
    in_.skip(1 + 4);
    const std::int32_t points = in_.i32();
    in_.skip(static_cast<std::size_t>(std::max(0, points)) * 9);
  }

  void read_mix_table() {
    in_.skip(1);
    if (five()) {
      read_sound();
      if (minor_ == 0) in_.skip(1);
    }
    int changes = 0;
    for (int i = 0; i < 6; ++i) changes += in_.i8() >= 0 ? 1 : 0;
    if (five()) in_.sized_text();
    const std::int32_t tempo = in_.i32();
    in_.skip(static_cast<std::size_t>(changes));
    if (tempo >= 0) in_.skip(five() && minor_ > 0 ? 2 : 1);
    if (tempo > 0 && tempo <= 10000) {
      score_.measures[measure_].tempi.push_back(
          {static_cast<Ticks>(writer_->now() + 0.5), static_cast<double>(tempo)});
    }
    if (version_ >= 4) in_.skip(1);
    if (five()) {
      in_.skip(1);
      if (minor_ > 0) {
        in_.sized_text();
        in_.sized_text();
      }
    }
  }

  void read_note() {
    constexpr int kTied = 2;
    const int flags = in_.u8();
    PartStroke stroke;
    if ((flags & 0x04) != 0) stroke.dynamic = Dynamic::ghost;
    if ((flags & 0x40) != 0 || (five() && (flags & 0x02) != 0)) stroke.dynamic = Dynamic::accent;
    const int kind = (flags & 0x20) != 0 ? in_.u8() : 0;
    if (!five() && (flags & 0x01) != 0) in_.skip(2);
    stroke.velocity = gp_velocity((flags & 0x10) != 0 ? in_.i8() : kGpForte);
    const int fret = (flags & 0x20) != 0 ? in_.i8() : -1;
    if ((flags & 0x80) != 0) in_.skip(2);
    if (five()) in_.skip((flags & 0x01) != 0 ? 8 + 1 : 1);
    if ((flags & 0x08) != 0) read_note_effects(stroke);
    if (!track_->drums || kind == kTied || kind == 0 || in_.broken()) return;
    if (const auto voice = gp_drum(fret)) {
      stroke.voice = *voice;
      chord_.push_back(stroke);
    } else {
      writer_->outside(gp_instrument(fret));
    }
  }

  void read_note_effects(PartStroke& stroke) {
    const int flags = in_.u8(), more = version_ == 3 ? 0 : in_.u8();
    if ((flags & 0x01) != 0) read_bend();
    if ((flags & 0x10) != 0) {
      const int fret = in_.i8();
      in_.skip(five() ? 4 : 3);
      if (const auto voice = gp_drum(fret); voice && track_->drums) writer_->grace(*voice);
    }
    if ((more & 0x04) != 0) write_tremolo(in_.i8(), stroke);
    if ((more & 0x08) != 0) in_.skip(1);
    if ((more & 0x10) != 0) {
      const int harmonic = in_.i8();
      if (five()) in_.skip(harmonic == 2 ? 3 : harmonic == 3 ? 1 : 0);
    }
    if ((more & 0x20) != 0) in_.skip(2);
  }

  GpBytes in_;
  int version_ = 0, minor_ = 0;
  std::string title_;
  bool all_swung_ = false;
  std::int32_t tempo_ = 0;
  std::vector<std::pair<int, const char*>> directions_;  // the number of the measure, or -1
  MeterChange meter_;
  std::vector<unsigned> endings_;
  std::vector<GpFeel> feel_;
  std::vector<Track> tracks_;
  WrittenScore score_;
  // The beat that is read.
  std::size_t measure_ = 0;
  const Track* track_ = nullptr;
  PartWriter* writer_ = nullptr;
  std::vector<PartStroke> chord_;
};

}  // namespace

Result<ChartRead> read_guitar_pro_5(std::span<const std::uint8_t> bytes) {
  return Reader(bytes).read();
}

}  // namespace firstchair::charts
