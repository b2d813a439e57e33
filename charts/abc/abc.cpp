#include "charts/abc/abc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "charts/abc/abc_tune.h"
#include "charts/midi/percussion_names.h"
#include "charts/musicxml/musicxml_drums.h"
#include "charts/score/part_writer.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

// The number of the note's pitch: 60 for "C".
int number_of(const AbcKey& key) {
  constexpr std::array<int, 7> kSemitones{0, 2, 4, 5, 7, 9, 11};  // from C
  const int octave = key.place >= 0 ? key.place / 7 : (key.place - 6) / 7;
  return 12 * (octave + 1) + kSemitones[static_cast<std::size_t>(key.place - 7 * octave)] + key.alter;
}

struct Drum {
  std::optional<Voice> voice;
  std::string outside;  // what it is called where it is no drum of a kit
};

Drum numbered(int number) {
  if (number < 0 || number > 127) return {std::nullopt, "note " + std::to_string(number)};
  const auto note = static_cast<std::uint8_t>(number);
  return {midi::voice_of_note(note), percussion_name(note)};
}

// Which drum the notes of a voice mean.
class Drums {
 public:
  Drums(const AbcTune& tune, const AbcVoice& voice) : tune_(&tune), voice_(&voice) {
    if (!voice.channel_10 && !tune.all.channel_10) return;
    // Pitches that are no drums of General MIDI are places on the staff, where the clef is a drummer's.
    int notes = 0, of_kit = 0;
    for (const AbcMeasure& measure : voice.measures) {
      for (const std::vector<AbcBeat>& layer : measure.layers) {
        for (const AbcBeat& beat : layer) {
          for (const AbcStroke& stroke : beat.strokes) {
            if (mapped(stroke.key)) continue;
            ++notes;
            of_kit += numbered(number_of(stroke.key)).voice.has_value();
          }
        }
      }
    }
    const bool clef = voice.percussion_clef.value_or(tune.all.percussion_clef.value_or(false));
    by_number_ = !clef || 2 * of_kit >= notes;
  }

  Drum of(const AbcStroke& stroke) {
    Drum drum;
    if (const auto known = mapped(stroke.key)) {
      drum = *known;
    } else {
      assumed_ = true;
      const bool cross = stroke.head.empty() && stroke.key.alter == 1;
      drum = by_number_ ? numbered(number_of(stroke.key))
                        : Drum{drum_at(stroke.key.place, cross ? "x" : stroke.head), {}};
    }
    if (drum.voice == Voice::hat_closed && stroke.open) drum.voice = Voice::hat_open;
    return drum;
  }

  // What was taken for granted, or nothing.
  const char* assumed() const {
    if (!assumed_) return nullptr;
    return by_number_ ? "notes without a drum map are read by their MIDI number"
                      : "notes without a drum map are read by their place on the staff";
  }

 private:
  std::optional<Drum> mapped(const AbcKey& key) const {
    for (const AbcVoice* const voice : {voice_, &tune_->all}) {
      const auto found = voice->drums.find(key);
      if (found != voice->drums.end()) return Drum{found->second.voice, voice->names.at(key)};
    }
    return std::nullopt;
  }

  const AbcTune* tune_;
  const AbcVoice* voice_;
  bool by_number_ = false, assumed_ = false;
};

bool is_drums(const AbcTune& tune, const AbcVoice& voice) {
  if (voice.measures.empty()) return false;
  if (voice.channel_10 || !voice.drums.empty()) return true;
  if (voice.percussion_clef) return *voice.percussion_clef;
  return tune.all.percussion_clef.value_or(false) || tune.all.channel_10 ||
         (!tune.all.drums.empty() && tune.voices.size() == 1);
}

Ticks length_of(const AbcMeasure& measure) {
  double longest = 0;
  for (const std::vector<AbcBeat>& layer : measure.layers) {
    double length = 0;
    for (const AbcBeat& beat : layer) length += beat.ticks;
    longest = std::max(longest, length);
  }
  return std::min(static_cast<Ticks>(std::llround(longest)), kLongestMeasure);
}

void write_beat(const AbcBeat& beat, Drums& drums, PartWriter& writer) {
  for (const AbcKey& key : beat.graces) {
    if (const auto voice = drums.of({.key = key}).voice) writer.grace(*voice);
  }
  std::vector<PartStroke> chord;
  for (const AbcStroke& stroke : beat.strokes) {
    if (stroke.tied) continue;
    const Drum drum = drums.of(stroke);
    if (!drum.voice) {
      writer.outside(drum.outside);
      continue;
    }
    PartStroke struck{.voice = *drum.voice, .dynamic = stroke.dynamic, .velocity = beat.velocity};
    if (beat.slashes >= 3) struck.ornament = Ornament::buzz;
    if (beat.slashes == 1 || beat.slashes == 2)
      struck.tremolo = static_cast<double>(kTicksPerQuarter) / (1 << beat.slashes);
    chord.push_back(struck);
  }
  writer.beat(chord, beat.ticks);
}

Result<ChartRead> write(AbcTune tune, const std::vector<const AbcVoice*>& voices) {
  WrittenScore score;
  score.remarks = std::move(tune.remarks);
  std::size_t most = 0;
  for (const AbcVoice* voice : voices) most = std::max(most, voice->measures.size());
  for (std::size_t m = 0; m < most; ++m) {
    ScoreMeasure& written = score.measures.emplace_back();
    bool first = true;
    for (const AbcVoice* voice : voices) {
      if (m >= voice->measures.size()) continue;
      const AbcMeasure& measure = voice->measures[m];
      written.length = std::max(written.length, length_of(measure));
      if (!std::exchange(first, false)) continue;
      written.place = "line " + std::to_string(measure.line);
      written.meter = measure.meter;
      written.tempi = measure.tempi;
      written.flow = measure.flow;
    }
    if (written.length == 0) written.length = written.meter->bar_length();
    written.implicit = written.length < written.meter->bar_length();
  }
  for (const AbcVoice* voice : voices) {
    PartWriter writer(score);
    Drums drums(tune, *voice);
    for (std::size_t m = 0; m < voice->measures.size(); ++m) {
      for (const std::vector<AbcBeat>& layer : voice->measures[m].layers) {
        writer.begin_voice(m);
        for (const AbcBeat& beat : layer) write_beat(beat, drums, writer);
      }
    }
    if (!writer.finish()) return Error{ErrorCode::too_large, {}, "over 1,000,000 notes", "Cut the tune"};
    if (drums.assumed() != nullptr)
      score.remarks.add("line " + std::to_string(voice->measures.front().line), drums.assumed());
  }
  return play_out(std::move(score), tune.title);
}

// Where the tunes of a file begin.
std::vector<std::size_t> tunes_in(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("X:")) starts.push_back(at);
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
  }
  return starts;
}

}  // namespace

bool is_abc(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  while (!head.empty() && (head.front() == '%' || head.front() == '\n' || head.front() == '\r'))
    head.remove_prefix(std::min(head.find('\n'), head.size() - 1) + 1);
  return head.starts_with("X:") && head.find("\nK:") != std::string_view::npos;
}

Result<ChartRead> read_abc(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{ErrorCode::too_large, {}, "over 1 MiB", "Cut the tunes apart"};
  const std::vector<std::size_t> starts = tunes_in(text);
  std::optional<Error> first_error;  // of a tune of which nobody knows whether it has drums
  int line = 1;                      // of the tune's X:
  std::size_t counted = 0;
  for (std::size_t t = 0; t < starts.size(); ++t) {
    const std::size_t end = t + 1 < starts.size() ? starts[t + 1] : text.size();
    line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                        text.begin() + static_cast<std::ptrdiff_t>(starts[t]), '\n'));
    counted = starts[t];
    Result<AbcTune> tune = t == 0 ? read_abc_tune(text.substr(0, end), 1)
                                  : read_abc_tune(text.substr(starts[t], end - starts[t]), line);
    if (!tune) {
      if (!first_error) first_error = tune.error();
      continue;
    }
    std::vector<const AbcVoice*> voices;
    for (const AbcVoice& voice : tune->voices) {
      if (is_drums(*tune, voice)) voices.push_back(&voice);
    }
    if (voices.empty()) continue;
    if (starts.size() > 1)
      tune->remarks.add("line " + std::to_string(line),
                        "of " + std::to_string(starts.size()) + " tunes the first with drums is read");
    return write(std::move(*tune), voices);
  }
  if (first_error) return *first_error;
  return Error{ErrorCode::unsupported,
               {},
               "an ABC tune without a drum part",
               "Give its drums a voice with clef=perc or %%MIDI channel 10"};
}

}  // namespace firstchair::charts
