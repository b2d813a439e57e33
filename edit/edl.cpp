// CMX 3600: lines that any editor reads. Every event names a reel of eight letters; the file behind it stands
// in a comment. Time codes count the film's frames without dropping any.
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "edit/words.h"
#include "edit/writers.h"

namespace firstchair::edit {
namespace {

constexpr int kMostEvents = 999;

// Returns a reel a medium: its name's letters and digits in capitals, and a number where two are the same.
std::vector<std::string> reels_of(const std::vector<Media>& all) {
  std::vector<std::string> reels;
  std::set<std::string> taken{"BL", "AX"};
  for (const Media& media : all) {
    std::string letters;
    for (const char letter : media.name.substr(0, media.name.rfind('.'))) {
      if (letters.size() == 8) break;
      if (letter >= 'a' && letter <= 'z') letters += static_cast<char>(letter - 'a' + 'A');
      if ((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')) letters += letter;
    }
    if (letters.empty()) letters = "REEL";
    std::string reel = letters;
    for (int n = 2; !taken.insert(reel).second; ++n) {
      const std::string number = std::to_string(n);
      reel = letters.substr(0, 8 - number.size()) + number;
    }
    reels.push_back(reel);
  }
  return reels;
}

template <class... Values>
std::string line(const char* form, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), form, values...);
  return std::string(text.data()) + "\n";
}

}  // namespace

std::vector<std::string> write_edl(const EditList& list) {
  const double rate = list.rate.per_second();
  const int base = static_cast<int>(std::lround(rate));
  const std::vector<std::string> reels = reels_of(list.media);
  const std::string head = "TITLE: " + safe(list.title) + "\nFCM: NON-DROP FRAME\n";
  // Readers know comments behind events only.
  const std::string rate_line =
      line("* FRAME RATE: %s (%d/%d), TIME CODE BASE %d", number_text(std::round(rate * 1000) / 1000).c_str(),
           list.rate.numerator, list.rate.denominator, base);
  std::vector<std::string> files{head};
  int number = 0;
  if (list.tracks.empty() || list.tracks.front().sound) return files;
  for (const Event& event : list.tracks.front().events) {
    if (number == kMostEvents) {
      files.push_back(head);
      number = 0;
    }
    std::string& out = files.back();
    ++number;
    const bool black = event.media < 0;
    const std::string reel = black ? "BL" : reels[static_cast<std::size_t>(event.media)];
    const std::int64_t in = black ? 0 : frame_at(event.source_s, rate);
    out += line("%03d  %-8s V     C        %s %s %s %s", number, reel.c_str(), timecode(in, base).c_str(),
                timecode(in + event.frames(), base).c_str(), timecode(event.from, base).c_str(),
                timecode(event.to, base).c_str());
    if (number == 1) out += rate_line;
    if (black) continue;
    if (needs_retiming(event))
      out += line("M2   %-8s       %07.3f                %s", reel.c_str(), rate / (1 + event.slope),
                  timecode(in, base).c_str());
    out += "* FROM CLIP NAME: " + safe(list.media[static_cast<std::size_t>(event.media)].name) + "\n";
    if (!event.why.empty()) out += "* COMMENT: " + safe(event.why) + "\n";
  }
  return files;
}

}  // namespace firstchair::edit
