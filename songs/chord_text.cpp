#include "songs/chord_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>
#include <vector>

#include "songs/chord_table.h"

namespace firstchair::songs {
namespace {

// What programs and people write for the same: signs, capitals, brackets and blanks.
std::string plain(std::string_view suffix) {
  constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"\u266D", "b"}, {"\u266F", "#"}, {"\u0394", "^"}, {"\u25B3", "^"}, {"\u2206", "^"}, {"\u00F8", "h"},
      {"\u00D8", "h"}, {"\u00B0", "o"}, {"\u00BA", "o"}, {"\u2013", "-"}, {"\u2212", "-"}};
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"Maj", "maj"}, {"MAJ", "maj"}, {"Min", "min"}, {"MIN", "min"}, {"Dim", "dim"},
      {"DIM", "dim"}, {"Aug", "aug"}, {"AUG", "aug"}, {"Sus", "sus"}, {"SUS", "sus"},
      {"Alt", "alt"}, {"Add", "add"}, {"ADD", "add"}};
  std::string out;
  while (!suffix.empty()) {
    std::size_t length = 1;
    std::string_view as = suffix.substr(0, 1);
    if (as == "(" || as == ")" || as == "," || as == " " || as == "*" || as == "[" || as == "]") as = {};
    for (const auto& list : {std::span<const std::pair<std::string_view, std::string_view>>(kSigns),
                             std::span<const std::pair<std::string_view, std::string_view>>(kWords)})
      for (const auto& [written, meant] : list)
        if (suffix.starts_with(written)) length = written.size(), as = meant;
    out += as;
    suffix.remove_prefix(length);
  }
  return out;
}

std::optional<std::uint16_t> changed(std::uint16_t tones, std::string_view changes) {
  while (!changes.empty()) {
    if (changes.front() == '/') changes.remove_prefix(1);  // "7/9"
    const Alteration* best = nullptr;
    for (const Alteration& change : kAlterations)
      if (changes.starts_with(change.text) && (best == nullptr || change.text.size() > best->text.size()))
        best = &change;
    if (best == nullptr) return std::nullopt;
    tones = static_cast<std::uint16_t>((tones & ~best->away) | best->added);
    changes.remove_prefix(best->text.size());
  }
  return tones;
}

constexpr std::size_t kLongestSuffix = 24;

std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, kLongestSuffix + 24> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row[b.size()];
}

// Which signs a text has, a bit each: what one has and the other lacks must be written or left out.
std::uint64_t signs_of(std::string_view text) {
  std::uint64_t signs = 0;
  for (const char c : text) signs |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63);
  return signs;
}

// The known suffix that is written most like it; of two the one that begins alike for longer. Further away
// than four signs is another word.
std::string nearest(std::string_view suffix) {
  constexpr std::size_t kFarthest = 4;
  if (suffix.size() > kLongestSuffix) return {};
  std::string best;
  std::size_t best_away = 100 * kFarthest + 51;
  const std::uint64_t signs = signs_of(suffix);
  std::array<char, kLongestSuffix> letters{};
  const auto look = [&](std::string_view stem, std::string_view alteration, std::uint64_t has) {
    const std::size_t size = stem.size() + alteration.size();
    if (size > kLongestSuffix) return;
    const std::size_t longer = size > suffix.size() ? size - suffix.size() : suffix.size() - size;
    const auto other =
        static_cast<std::size_t>(std::max(std::popcount(has & ~signs), std::popcount(signs & ~has)));
    if (100 * std::max(longer, other) >= best_away) return;  // it cannot be nearer
    std::copy(alteration.begin(), alteration.end(), std::copy(stem.begin(), stem.end(), letters.begin()));
    const std::string_view known(letters.data(), size);
    const auto alike = static_cast<std::size_t>(
        std::mismatch(known.begin(), known.end(), suffix.begin(), suffix.end()).first - known.begin());
    const std::size_t away = 100 * distance(suffix, known) + 50 - std::min<std::size_t>(alike, 50);
    if (away < best_away) best = known, best_away = away;
  };
  std::array<std::uint64_t, std::size(kAlterations)> altered{};
  for (std::size_t k = 0; k < altered.size(); ++k) altered[k] = signs_of(kAlterations[k].text);
  for (const Stem& stem : kStems) look(stem.text, {}, signs_of(stem.text));
  for (const Stem& stem : kStems) {
    const std::uint64_t has = signs_of(stem.text);
    for (std::size_t k = 0; k < altered.size(); ++k) look(stem.text, kAlterations[k].text, has | altered[k]);
  }
  return best;
}

constexpr std::string_view kNotes[] = {"C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};

std::string with_bass(std::string text, const band::Chord& chord) {
  if (chord.bass != chord.root) text += "/" + std::string(kNotes[static_cast<std::size_t>(chord.bass)]);
  return text;
}

}  // namespace

std::optional<int> take_note(std::string_view& text) {
  constexpr int kSteps[] = {9, 11, 0, 2, 4, 5, 7};  // A B C D E F G
  if (text.empty() || text.front() < 'A' || text.front() > 'G') return std::nullopt;
  int pitch = kSteps[text.front() - 'A'];
  text.remove_prefix(1);
  constexpr std::pair<std::string_view, int> kSigns[] = {{"bb", -2}, {"##", 2},      {"b", -1},
                                                         {"#", 1},   {"\u266D", -1}, {"\u266F", 1}};
  for (const auto& [sign, by] : kSigns)
    if (text.starts_with(sign)) {
      pitch += by;
      text.remove_prefix(sign.size());
      break;
    }
  return band::pitch_class(pitch);
}

std::optional<std::uint16_t> tones_of(std::string_view suffix) {
  if (suffix.size() > 200) return std::nullopt;
  const std::string text = plain(suffix);
  // The longest stem whose rest are changes: "maj7#11" is maj7 and #11, "m7b5" a stem of its own.
  std::vector<const Stem*> stems;
  for (const Stem& stem : kStems)
    if (std::string_view(text).starts_with(stem.text)) stems.push_back(&stem);
  std::stable_sort(stems.begin(), stems.end(),
                   [](const Stem* a, const Stem* b) { return a->text.size() > b->text.size(); });
  for (const Stem* stem : stems)
    if (const auto tones = changed(stem->tones, std::string_view(text).substr(stem->text.size())))
      return tones;
  return std::nullopt;
}

void change_degree(std::uint16_t& tones, std::string_view what, int value, int alter) {
  constexpr int kMajorScale[] = {0, 2, 4, 5, 7, 9, 11};
  if (value < 1 || value > 13) return;
  // A seventh that is added is the chord's own: a minor one.
  const int plain_step = value == 7 ? 10 : kMajorScale[(value - 1) % 7];
  const auto bit = [](int step) { return static_cast<std::uint16_t>(1u << band::pitch_class(step)); };
  const int third = (tones >> 3 & 1) != 0 && (tones >> 4 & 1) == 0 ? 3 : 4;
  const int written = value == 3 ? third : plain_step;
  if (what == "subtract" || what == "alter")
    tones = static_cast<std::uint16_t>(tones & ~(what == "alter" ? bit(written) : bit(written + alter)));
  if (what == "add" || what == "alter") tones = static_cast<std::uint16_t>(tones | bit(plain_step + alter));
  tones |= 1;
}

Result<ChordRead> read_chord(std::string_view text) {
  for (const std::string_view none : {"N.C.", "NC", "N.C", "N/C", "n", "No Chord", "no chord", "nc"})
    if (text == none) return ChordRead{.chord = {}, .none = true};
  const auto unknown = [&](std::string_view near_to) {
    std::string what = "chord \"" + std::string(text.substr(0, 40)) + "\" is not known";
    if (!near_to.empty()) what += " (near: " + std::string(near_to) + ")";
    return Error{ErrorCode::malformed, {}, std::move(what), {}};
  };
  std::string_view rest = text;
  const auto root = take_note(rest);
  if (!root) return unknown({});
  const std::string_view written_root = text.substr(0, text.size() - rest.size());
  ChordRead read;
  read.chord.root = read.chord.bass = *root;
  // A slash is a bass where a note follows and nothing else: "C/E", but "C6/9".
  std::string_view suffix = rest, bass;
  if (const std::size_t slash = rest.rfind('/'); slash != std::string_view::npos) {
    std::string_view note = rest.substr(slash + 1);
    const auto pitch = take_note(note);
    if (pitch && note.empty()) {
      read.chord.bass = *pitch;
      suffix = rest.substr(0, slash);
      bass = rest.substr(slash);
    }
  }
  const auto tones = tones_of(suffix);
  if (!tones) {
    const std::string near_to = nearest(plain(suffix));
    return unknown(near_to.empty() ? "" : std::string(written_root) + near_to + std::string(bass));
  }
  read.chord.tones = *tones;
  return read;
}

namespace {

// What iReal Pro offers, beyond the stems that are its own.
constexpr std::string_view kQualities[] = {
    "",       "^7",    "-7",    "7",      "7sus",    "-",        "o7",     "h7",    "6",    "-6",
    "69",     "-69",   "^9",    "-9",     "9",       "9sus",     "13",     "13sus", "^13",  "-11",
    "-^7",    "-^9",   "^7#11", "^9#11",  "-b6",     "-#5",      "^7#5",   "add9",  "h9",   "2",
    "5",      "+",     "o",     "sus",    "7alt",    "7b9",      "7#9",    "7b5",   "7#5",  "7b13",
    "7#11",   "9#11",  "13#11", "7b9sus", "7b13sus", "7susadd3", "9b5",    "9#5",   "13b9", "13#9",
    "7b9b13", "7b9#5", "7b9b5", "7b9#9",  "7#9#5",   "7#9b5",    "7#9#11", "7b9#11"};

// The tones of each of them.
const std::vector<std::uint16_t>& quality_tones() {
  static const std::vector<std::uint16_t> tones = [] {
    std::vector<std::uint16_t> all;
    for (const std::string_view quality : kQualities) all.push_back(tones_of(quality).value_or(0));
    return all;
  }();
  return tones;
}

// "add b9 13": what a chord has beyond these tones.
std::string added(std::uint16_t beyond) {
  static constexpr std::string_view kDegrees[] = {"1",  "b9", "9",  "#9", "3", "11",
                                                  "b5", "5",  "#5", "13", "7", "maj7"};
  std::string text = "add";
  for (std::size_t semitone = 0; semitone < std::size(kDegrees); ++semitone)
    if (beyond >> semitone & 1) text += " " + std::string(kDegrees[semitone]);
  return text;
}

}  // namespace

std::optional<std::string> ireal_text(const band::Chord& chord) {
  const std::vector<std::uint16_t>& tones = quality_tones();
  for (std::size_t k = 0; k < tones.size(); ++k)
    if (tones[k] == chord.tones)
      return with_bass(std::string(kNotes[static_cast<std::size_t>(chord.root)]) + std::string(kQualities[k]),
                       chord);
  return std::nullopt;
}

std::string chord_name(const band::Chord& chord) {
  if (auto text = ireal_text(chord)) {
    std::string name;
    for (const char c : *text) name += c == '^' ? "maj" : c == '-' ? "m" : std::string(1, c);
    if (const std::size_t half = name.find("h"); half != std::string::npos)
      name.replace(half, name.substr(half).starts_with("h7") || name.substr(half).starts_with("h9") ? 2 : 1,
                   name.substr(half).starts_with("h9") ? "m9b5" : "m7b5");
    if (const std::size_t o = name.find("o"); o != std::string::npos) name.replace(o, 1, "dim");
    return name;
  }
  // No name of one word: the fullest chord that is in it, and what comes to that.
  const std::vector<std::uint16_t>& tones = quality_tones();
  std::size_t most = tones.size();
  for (std::size_t k = 0; k < tones.size(); ++k) {
    const bool inside = tones[k] != 0 && (tones[k] & ~chord.tones) == 0;
    if (inside && (most == tones.size() || std::popcount(tones[k]) > std::popcount(tones[most]))) most = k;
  }
  if (most == tones.size())
    return with_bass(std::string(kNotes[static_cast<std::size_t>(chord.root)]) + "(?)", chord);
  const std::string stem = chord_name({.root = chord.root, .bass = chord.root, .tones = tones[most]});
  return with_bass(stem + "(" + added(static_cast<std::uint16_t>(chord.tones & ~tones[most])) + ")", chord);
}

}  // namespace firstchair::songs
