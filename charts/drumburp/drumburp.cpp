#include "charts/drumburp/drumburp.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "charts/drum_names.h"
#include "charts/drumburp/brp_file.h"
#include "charts/gunzip.h"
#include "charts/limits.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/score/written_score.h"
#include "charts/tab/tab_labels.h"
#include "charts/tab/tab_legend.h"
#include "charts/title.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kBrpMostBytes = std::size_t{64} << 20, kBrpHead = 64, kBrpPackedHead = 1024;

std::optional<Voice> brp_voice_of_name(const BrpDrum& drum, bool& known) {
  NamedDrum named = drum_named(drum.name);
  if (!named.known) {
    const auto label = tab_label(clean_tab_label(drum.label), {});
    if (label && label->kind == TabLineKind::strokes) named = {true, label->voice};
  }
  known = named.known;
  return named.voice;
}

// The name says which drum it is, its MIDI note how it is struck: an open hat, a bell, a rim.
std::optional<Voice> brp_voice(const BrpDrum& drum, const BrpHead* head) {
  bool known = false;
  const std::optional<Voice> by_name = brp_voice_of_name(drum, known);
  if (known && !by_name) return std::nullopt;
  if (head == nullptr || head->note < 0 || head->note > 127) return by_name;
  const std::optional<Voice> by_note = midi::voice_of_note(static_cast<std::uint8_t>(head->note));
  if (!known) return by_note;
  return by_note && family_of(*by_note) == family_of(*by_name) ? by_note : by_name;
}

// What DrumBurp takes a sign for on a drum without heads.
std::string_view brp_usual_effect(char sign) {
  switch (sign) {
    case 'X':
    case 'O':
      return "accent";
    case 'g':
      return "ghost";
    case 'f':
      return "flam";
    case 'd':
      return "drag";
    default:
      return "normal";
  }
}

// Plays a file out as a score.
class BrpScore {
 public:
  explicit BrpScore(BrpFile file) : file_(std::move(file)) {}

  Result<ChartRead> write() {
    for (BrpDrum& drum : file_.drums) {
      for (std::size_t h = 0; h < std::min(drum.signs.size(), drum.heads.size()); ++h)
        drum.heads[h].sign = drum.signs[h];
    }
    // A new score comes with rows of empty bars.
    std::size_t used = file_.bars.size();
    while (used > 0 && file_.bars[used - 1].notes.empty() && file_.bars[used - 1].simile == 0 &&
           (file_.bars[used - 1].end & (kBrpRepeatEnd | kBrpSectionEnd)) == 0)
      --used;
    if (used == 0) {
      return Error{ErrorCode::unsupported, {}, "a DrumBurp score without a stroke", "Give one with strokes"};
    }
    if (used < file_.bars.size())
      file_.remarks.add(
          {}, "empty bars at the end are left out (" + std::to_string(file_.bars.size() - used) + ")");
    file_.bars.resize(used);

    WrittenScore score;
    score.each_note = true;
    score.measures.resize(file_.bars.size());
    std::vector<std::size_t> shown(file_.bars.size());  // the bar whose strokes are played
    for (std::size_t b = 0; b < file_.bars.size(); ++b) {
      ScoreMeasure& measure = score.measures[b];
      measure.place = "measure " + std::to_string(b + 1);
      shown[b] = b;
      if (const auto back = static_cast<std::size_t>(file_.bars[b].simile); back > 0) {
        if (back > b) {
          file_.remarks.add(measure.place, "the bar that comes again is not there: it is empty");
        } else {
          shown[b] = shown[b - back];
        }
      }
      const BrpBar& bar = file_.bars[shown[b]];
      for (const BrpNote& struck : bar.notes) add_note(measure, bar, struck);
      score.strokes += measure.notes.size();
      if (score.strokes > kMaxNotes)
        return Error{ErrorCode::too_large, {}, "over 1,000,000 notes", "Cut the song"};
      measure.length = tick_of(bar, bar.columns());
      measure.meter = meter_of(measure.length);
    }
    if (file_.bpm) score.measures.front().tempi.push_back({0, static_cast<double>(*file_.bpm)});
    if (file_.swing == 8) {
      score.measures.front().swing = 2;
    } else if (file_.swing > 0) {
      file_.remarks.add({}, "the swing of its " + std::to_string(file_.swing) + "ths is not read");
    }
    write_flow(score.measures);
    score.remarks = std::move(file_.remarks);
    return play_out(std::move(score), file_.title);
  }

 private:
  const BrpHead* head_of(const BrpDrum& drum, char sign) const {
    for (const BrpHead& head : drum.heads) {
      if (head.sign == sign) return &head;
    }
    return nullptr;
  }

  static Ticks tick_of(const BrpBar& bar, int column) {
    Ticks tick = 0;
    for (std::size_t b = 0; b < bar.beats.size(); ++b) {
      const int here = std::min(column, bar.beats[b]);
      tick += here * kTicksPerQuarter / bar.of[b];
      column -= here;
    }
    return tick;
  }

  void add_note(ScoreMeasure& measure, const BrpBar& bar, const BrpNote& struck) {
    const BrpDrum& drum = file_.drums[struck.drum];
    const BrpHead* const head = head_of(drum, struck.sign);
    const std::optional<Voice> voice = brp_voice(drum, head);
    if (!voice) {
      measure.outside.push_back(drum.name.empty() ? "unnamed drum" : clean_title(drum.name));
      return;
    }
    Note note{.tick = tick_of(bar, struck.column), .voice = *voice};
    const std::string_view effect =
        head != nullptr ? std::string_view(head->effect) : brp_usual_effect(struck.sign);
    if (effect == "accent") note.dynamic = Dynamic::accent;
    if (effect == "ghost") note.dynamic = Dynamic::ghost;
    if (effect == "flam") note.ornament = Ornament::flam;
    if (effect == "drag") note.ornament = Ornament::drag;
    if (head != nullptr && head->volume > 0)
      note.velocity = static_cast<std::uint8_t>(std::min(head->volume, 127));
    measure.notes.push_back(note);
  }

  // "1-3.", "2.,4": the passes of an ending.
  std::vector<int> passes_of(std::string_view text) const {
    std::vector<int> passes;
    for (const std::string_view part : brp_parts(text)) {
      const std::size_t dash = part.find('-');
      const int from = whole_number_in(part).value_or(0);
      const int to =
          dash == std::string_view::npos ? from : whole_number_in(part.substr(dash + 1)).value_or(0);
      for (int pass = from; from > 0 && pass <= std::min(to, from + 100); ++pass) passes.push_back(pass);
    }
    return passes;
  }

  void write_flow(std::vector<ScoreMeasure>& measures) {
    bool open = false;  // within |: :|
    bool endings = false;
    for (std::size_t b = 0; b < file_.bars.size(); ++b) {
      const BrpBar& bar = file_.bars[b];
      BarFlow& flow = measures[b].flow;
      flow.forward = (bar.start & kBrpRepeatStart) != 0;
      if (flow.forward) open = true, endings = false;
      if (!bar.alternate.empty() && open) {
        flow.ending = passes_of(bar.alternate);
        endings = endings || !flow.ending.empty();
        if (flow.ending.empty())
          file_.remarks.add(measures[b].place,
                            "\"" + clean_title(bar.alternate) + "\" is no number of an ending");
      }
      // DrumBurp goes back only to a sign that says so.
      if ((bar.end & kBrpRepeatEnd) != 0 && open) {
        flow.backward = true;
        flow.times = std::max(2, bar.times);
        const bool more = b + 1 < file_.bars.size() && !file_.bars[b + 1].alternate.empty();
        if (endings) flow.times = 1;  // the endings say how often
        if (!more) open = false;
      } else if ((bar.end & kBrpRepeatEnd) != 0) {
        file_.remarks.add(measures[b].place, ":| without |: is played once, as DrumBurp does");
      }
      if ((bar.end & kBrpSectionEnd) != 0) {
        if (endings) flow.ending_stops = true;
        open = endings = false;
      }
    }
  }

  static MeterChange meter_of(Ticks length) {
    for (const int unit : {4, 8, 16, 32, 64}) {
      const Ticks beat = kTicksPerWhole / unit;
      if (length % beat == 0 && length / beat <= 64) return {0, static_cast<int>(length / beat), unit};
    }
    const Ticks beat = kTicksPerWhole / 64;
    return {0, static_cast<int>(std::clamp<Ticks>((length + beat - 1) / beat, 1, 64)), 64};
  }

  BrpFile file_;
};

bool begins_as_brp(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text.starts_with("DB_FILE_FORMAT") || text.starts_with("SCORE_METADATA");
}

Result<ChartRead> brp_played(std::string_view text) {
  Result<BrpFile> file = read_brp_file(text);
  if (!file) return file.error();
  return BrpScore(std::move(*file)).write();
}

}  // namespace

bool is_drumburp(std::string_view bytes) {
  if (!is_gzip(bytes)) return begins_as_brp(bytes);
  const std::optional<std::string> head = gunzip(bytes.substr(0, kBrpPackedHead), kBrpHead);
  return head && begins_as_brp(*head);
}

Result<ChartRead> read_drumburp(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!is_gzip(text)) {
    if (text.size() > kBrpMostBytes) return Error{ErrorCode::too_large, {}, "over 64 MiB", "Cut the song"};
    return brp_played(text);
  }
  const std::optional<std::string> unpacked = gunzip(text, kBrpMostBytes + 1);
  if (!unpacked)
    return Error{ErrorCode::malformed, {}, "what is packed in it is damaged", "Save it from DrumBurp again"};
  if (unpacked->size() > kBrpMostBytes) return Error{ErrorCode::too_large, {}, "over 64 MiB", "Cut the song"};
  return brp_played(*unpacked);
}

}  // namespace firstchair::charts
