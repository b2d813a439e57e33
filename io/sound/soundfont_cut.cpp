#include "io/sound/soundfont_cut.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <string_view>

namespace firstchair::io {
namespace {

// Generators: those that name a range of keys or velocities, and the last of a zone, which names what sounds.
constexpr int kInstrument = 41, kKeys = 43, kVelocities = 44, kSample = 53;
constexpr std::uint16_t kPacked = 0x10;  // a sample's type: Ogg Vorbis, in bytes; else in words of 16 bits
constexpr std::size_t kSilence = 46;     // words of silence after a sample
constexpr std::size_t kHeader = 38, kInstrumentSize = 22, kSampleSize = 46;
constexpr std::size_t kMostLists = 64 << 20;  // bytes; real ones have one in a hundred of it

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t k = size; k > 0; --k) value = value << 8 | static_cast<unsigned char>(bytes[at + k - 1]);
  return value;
}
void put(std::string& bytes, std::size_t at, std::size_t size, std::uint32_t value) {
  for (std::size_t k = 0; k < size; ++k) bytes[at + k] = static_cast<char>(value >> 8 * k & 0xff);
}
void add(std::string& bytes, std::size_t size, std::uint32_t value) {
  bytes.resize(bytes.size() + size);
  put(bytes, bytes.size() - size, size, value);
}
std::string chunk(std::string_view name, std::string_view content) {
  std::string made(name);
  add(made, 4, static_cast<std::uint32_t>(content.size() + content.size() % 2));
  made += content;
  if (content.size() % 2 != 0) made += '\0';
  return made;
}

struct Place {
  std::uint64_t at = 0, size = 0;
};
using Chunks = std::map<std::string, Place>;

class Font {
 public:
  explicit Font(const std::string& path) : file_(path, std::ios::binary) {}

  std::optional<std::string> read(Place place) {
    std::string bytes(place.size, '\0');
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(place.at));
    if (!file_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return std::nullopt;
    return bytes;
  }
  // Returns the chunks between two places, lists by their kind; some files have no padding after odd ones.
  std::optional<Chunks> chunks(std::uint64_t at, std::uint64_t end) {
    Chunks found;
    while (at + 8 <= end) {
      const std::optional<std::string> head = read({at, 8});
      if (!head) return std::nullopt;
      std::string name = head->substr(0, 4);
      Place inside{at + 8, number(*head, 4, 4)};
      at = inside.at + inside.size;
      if (at > end) return std::nullopt;
      if (name == "LIST") {
        const std::optional<std::string> kind = inside.size < 4 ? std::nullopt : read({inside.at, 4});
        if (!kind) return std::nullopt;
        name = *kind, inside = {inside.at + 4, inside.size - 4};
      }
      found.emplace(std::move(name), inside);
      if (inside.size % 2 != 0 && at < end) {
        const std::optional<std::string> padding = read({at, 1});
        if (padding && *padding == std::string(1, '\0')) ++at;
      }
    }
    return found;
  }
  std::optional<Chunks> lists() {
    const std::optional<std::string> head = read({0, 12});
    if (!head || head->compare(0, 4, "RIFF") != 0 || head->compare(8, 4, "sfbk") != 0) return std::nullopt;
    return chunks(12, 8ULL + number(*head, 4, 4));
  }

 private:
  std::ifstream file_;
};

// Zones stand in three lists: where each begins in the other two, its generators, its modulators.
struct Zones {
  std::string bags, generators, modulators;

  std::size_t count() const { return bags.size() / 4; }
  // Returns where zone `k` begins in the list of generators (`which` 0) or modulators (1), in records.
  std::size_t begin(std::size_t k, int which) const { return number(bags, 4 * k + 2 * which, 2); }
  bool fits() const {
    if (bags.size() % 4 != 0 || bags.empty() || generators.size() % 4 != 0 || modulators.size() % 10 != 0)
      return false;
    for (std::size_t k = 0; k < count(); ++k)
      for (const int which : {0, 1}) {
        if (begin(k, which) > (which == 0 ? generators.size() / 4 : modulators.size() / 10)) return false;
        if (k > 0 && begin(k, which) < begin(k - 1, which)) return false;
      }
    return true;
  }
  // Returns what a generator of zone `k` says; none when it is not there.
  std::optional<int> says(std::size_t k, int generator) const {
    for (std::size_t g = begin(k, 0); g < begin(k + 1, 0); ++g)
      if (number(generators, 4 * g, 2) == static_cast<std::uint32_t>(generator))
        return static_cast<int>(number(generators, 4 * g + 2, 2));
    return std::nullopt;
  }
  // Adds zone `k` of another's; the generator `last`, where it is there, says `to` then.
  void take(const Zones& from, std::size_t k, int last, std::uint32_t to) {
    add(bags, 2, static_cast<std::uint32_t>(generators.size() / 4));
    add(bags, 2, static_cast<std::uint32_t>(modulators.size() / 10));
    for (std::size_t g = from.begin(k, 0); g < from.begin(k + 1, 0); ++g) {
      generators += from.generators.substr(4 * g, 4);
      if (number(from.generators, 4 * g, 2) == static_cast<std::uint32_t>(last))
        put(generators, generators.size() - 2, 2, to);
    }
    modulators +=
        from.modulators.substr(10 * from.begin(k, 1), 10 * (from.begin(k + 1, 1) - from.begin(k, 1)));
  }
  // A last zone, which is none, ends the lists.
  void end() {
    add(bags, 2, static_cast<std::uint32_t>(generators.size() / 4));
    add(bags, 2, static_cast<std::uint32_t>(modulators.size() / 10));
    generators.append(4, '\0');
    modulators.append(10, '\0');
  }
};

// The lists of presets, instruments and samples, each with one more at its end, which is none.
struct Lists {
  std::string presets, instruments, samples;
  Zones of_presets, of_instruments;

  std::size_t first(const std::string& list, std::size_t size, std::size_t k) const {
    return number(list, size * k + (size == kHeader ? 24 : 20), 2);
  }
  bool fits() const {
    const auto in_order = [&](const std::string& list, std::size_t size, const Zones& zones) {
      if (list.size() % size != 0 || list.size() < 2 * size || !zones.fits()) return false;
      for (std::size_t k = 0; k < list.size() / size; ++k)
        if (first(list, size, k) >= zones.count() ||
            (k > 0 && first(list, size, k) < first(list, size, k - 1)))
          return false;
      return true;
    };
    return in_order(presets, kHeader, of_presets) && in_order(instruments, kInstrumentSize, of_instruments) &&
           samples.size() % kSampleSize == 0 && samples.size() >= 2 * kSampleSize;
  }
};

std::optional<Lists> read_lists(Font& font, const Chunks& chunks) {
  Lists lists;
  for (const auto& [name, into] :
       {std::pair("phdr", &lists.presets), std::pair("inst", &lists.instruments),
        std::pair("shdr", &lists.samples), std::pair("pbag", &lists.of_presets.bags),
        std::pair("pgen", &lists.of_presets.generators), std::pair("pmod", &lists.of_presets.modulators),
        std::pair("ibag", &lists.of_instruments.bags), std::pair("igen", &lists.of_instruments.generators),
        std::pair("imod", &lists.of_instruments.modulators)}) {
    const auto there = chunks.find(name);
    if (there == chunks.end() || there->second.size > kMostLists) return std::nullopt;
    std::optional<std::string> bytes = font.read(there->second);
    if (!bytes) return std::nullopt;
    *into = std::move(*bytes);
  }
  if (!lists.fits()) return std::nullopt;
  return lists;
}

// What two zones, a preset's and an instrument's, let through: both ranges hold.
struct Reach {
  std::bitset<128> pitches;
  int softest = 1, loudest = 127;

  static Reach of(const Zones& zones, std::size_t k, Reach within) {
    if (const std::optional<int> keys = zones.says(k, kKeys))
      for (int pitch = 0; pitch < 128; ++pitch)
        if (pitch < (*keys & 0xff) || pitch > *keys >> 8)
          within.pitches.reset(static_cast<std::size_t>(pitch));
    if (const std::optional<int> velocities = zones.says(k, kVelocities)) {
      within.softest = std::max(within.softest, *velocities & 0xff);
      within.loudest = std::min(within.loudest, *velocities >> 8);
    }
    return within;
  }
  bool any() const { return pitches.any() && softest <= loudest; }
};

class Cut {
 public:
  Cut(Font& font, Place sound, const Lists& lists)
      : font_(font), sound_(sound), lists_(lists), keeps_(lists.of_instruments.count(), false) {}

  std::optional<std::string> make(const std::vector<FontNotes>& notes, std::string_view info) {
    for (const FontNotes& one : notes)
      if (!preset(one)) return std::nullopt;
    for (const std::size_t old : instruments_)
      if (!instrument(old)) return std::nullopt;
    end(presets_, kHeader, zones_of_presets_);
    end(instrument_list_, kInstrumentSize, zones_);
    sample_list_.append(kSampleSize, '\0');
    const std::string lists = "pdta" + chunk("phdr", presets_) + chunk("pbag", zones_of_presets_.bags) +
                              chunk("pmod", zones_of_presets_.modulators) +
                              chunk("pgen", zones_of_presets_.generators) + chunk("inst", instrument_list_) +
                              chunk("ibag", zones_.bags) + chunk("imod", zones_.modulators) +
                              chunk("igen", zones_.generators) + chunk("shdr", sample_list_);
    return chunk("RIFF", "sfbk" + chunk("LIST", "INFO" + std::string(info)) +
                             chunk("LIST", "sdta" + chunk("smpl", sound_kept_)) + chunk("LIST", lists));
  }

 private:
  bool preset(const FontNotes& notes) {
    const std::size_t all = lists_.presets.size() / kHeader - 1;
    std::size_t k = 0;
    while (k < all &&
           (number(lists_.presets, kHeader * k + 22, 2) != static_cast<std::uint32_t>(notes.bank) ||
            number(lists_.presets, kHeader * k + 20, 2) != static_cast<std::uint32_t>(notes.program)))
      ++k;
    if (k == all) return false;
    begin(presets_, lists_.presets, kHeader, k, zones_of_presets_);
    const Zones& zones = lists_.of_presets;
    const Reach asked{.pitches = notes.pitches, .softest = 1, .loudest = notes.loudest};
    for (std::size_t z = lists_.first(lists_.presets, kHeader, k);
         z < lists_.first(lists_.presets, kHeader, k + 1); ++z) {
      const std::optional<int> named = zones.says(z, kInstrument);
      if (!named) {  // it holds for all that follow
        zones_of_presets_.take(zones, z, kInstrument, 0);
        continue;
      }
      const Reach reach = Reach::of(zones, z, asked);
      if (!reach.any()) continue;
      const auto old = static_cast<std::size_t>(*named);
      if (old + 1 >= lists_.instruments.size() / kInstrumentSize) return false;
      const auto there = std::find(instruments_.begin(), instruments_.end(), old);
      zones_of_presets_.take(zones, z, kInstrument, static_cast<std::uint32_t>(there - instruments_.begin()));
      if (there == instruments_.end()) instruments_.push_back(old);
      const Zones& inner = lists_.of_instruments;
      for (std::size_t i = lists_.first(lists_.instruments, kInstrumentSize, old);
           i < lists_.first(lists_.instruments, kInstrumentSize, old + 1); ++i)
        if (!inner.says(i, kSample) || Reach::of(inner, i, reach).any()) keeps_[i] = true;
    }
    return true;
  }

  bool instrument(std::size_t old) {
    begin(instrument_list_, lists_.instruments, kInstrumentSize, old, zones_);
    for (std::size_t i = lists_.first(lists_.instruments, kInstrumentSize, old);
         i < lists_.first(lists_.instruments, kInstrumentSize, old + 1); ++i) {
      if (!keeps_[i]) continue;
      const std::optional<int> named = lists_.of_instruments.says(i, kSample);
      const std::optional<std::uint32_t> sample = named ? kept(static_cast<std::size_t>(*named)) : 0;
      if (!sample) return false;
      zones_.take(lists_.of_instruments, i, kSample, *sample);
    }
    return true;
  }

  // Returns the new number of a sample. Who is stereo's other side is told to nobody: each side sounds alone.
  std::optional<std::uint32_t> kept(std::size_t old) {
    if (old + 1 >= lists_.samples.size() / kSampleSize) return std::nullopt;
    const auto [there, added] = samples_.emplace(old, static_cast<std::uint32_t>(samples_.size()));
    if (!added) return there->second;
    std::string head = lists_.samples.substr(kSampleSize * old, kSampleSize);
    const bool packed = (number(head, 44, 2) & kPacked) != 0;
    const std::uint64_t unit = packed ? 1 : 2, from = number(head, 20, 4), to = number(head, 24, 4);
    if (to < from || unit * to > sound_.size) return std::nullopt;
    const std::optional<std::string> bytes = font_.read({sound_.at + unit * from, unit * (to - from)});
    if (!bytes) return std::nullopt;
    sound_kept_.resize(sound_kept_.size() + sound_kept_.size() % 2, '\0');
    const auto begins = static_cast<std::uint32_t>(sound_kept_.size() / unit);
    sound_kept_ += *bytes;
    put(head, 20, 4, begins);
    put(head, 24, 4, begins + static_cast<std::uint32_t>(to - from));
    if (!packed) {  // where it loops is counted from the beginning of all; of a packed one, from its own
      for (const std::size_t at : {28, 32})
        put(head, at, 4, number(head, at, 4) - static_cast<std::uint32_t>(from) + begins);
      sound_kept_.append(2 * kSilence, '\0');
    }
    put(head, 42, 2, 0);
    sample_list_ += head;
    return there->second;
  }

  // A preset or an instrument is added: its zones begin with the next.
  static void begin(std::string& made, const std::string& list, std::size_t size, std::size_t k,
                    const Zones& zones) {
    made += list.substr(size * k, size);
    put(made, made.size() - size + (size == kHeader ? 24 : 20), 2, static_cast<std::uint32_t>(zones.count()));
  }
  static void end(std::string& made, std::size_t size, Zones& zones) {
    begin(made, std::string(size, '\0'), size, 0, zones);
    zones.end();
  }

  Font& font_;
  Place sound_;
  const Lists& lists_;
  std::vector<bool> keeps_;                       // zones of instruments
  std::vector<std::size_t> instruments_;          // old numbers, in the order of the new ones
  std::map<std::size_t, std::uint32_t> samples_;  // old number -> new
  std::string presets_, instrument_list_, sample_list_, sound_kept_;
  Zones zones_of_presets_, zones_;
};

// A preset that two parts play is one.
std::vector<FontNotes> by_preset(const std::vector<FontNotes>& notes) {
  std::vector<FontNotes> made;
  for (const FontNotes& one : notes) {
    const auto same = std::find_if(made.begin(), made.end(), [&](const FontNotes& other) {
      return other.bank == one.bank && other.program == one.program;
    });
    if (same == made.end()) {
      made.push_back(one);
    } else {
      same->pitches |= one.pitches;
      same->loudest = std::max(same->loudest, one.loudest);
    }
  }
  return made;
}

}  // namespace

std::optional<std::string> cut_soundfont(const std::string& path, const std::vector<FontNotes>& notes) {
  Font font(path);
  const std::optional<Chunks> whole = font.lists();
  if (!whole) return std::nullopt;
  for (const char* list : {"INFO", "sdta", "pdta"})
    if (!whole->contains(list)) return std::nullopt;
  const auto inside = [&](const char* list) {
    const Place& place = whole->at(list);
    return font.chunks(place.at, place.at + place.size);
  };
  const std::optional<Chunks> sound = inside("sdta"), lists = inside("pdta");
  if (!sound || !lists || !sound->contains("smpl") || sound->contains("sm24") ||
      whole->at("INFO").size > kMostLists)
    return std::nullopt;
  const std::optional<std::string> info = font.read(whole->at("INFO"));
  const std::optional<Lists> read = read_lists(font, *lists);
  if (!info || !read) return std::nullopt;
  return Cut(font, sound->at("smpl"), *read).make(by_preset(notes), *info);
}

}  // namespace firstchair::io
