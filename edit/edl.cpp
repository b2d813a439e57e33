// CMX 3600: lines that any editor reads. Every event names a reel of eight letters; the file behind it stands
// in a comment. The film's time codes drop no frame; a camera's are its own, at the film's base, since
// readers take all of a list by one rate.
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

constexpr const char* kDrops = "FCM: DROP FRAME\n";
constexpr const char* kDropsNone = "FCM: NON-DROP FRAME\n";

// Where an event's source begins, by the camera's timecode where it has one.
cut::Timecode source_in(const Media& media, double source_s, const cut::FrameRate& film) {
  if (!media.timecode) return {.frame = frame_at(source_s, film.per_second()), .rate = film};
  const cut::Timecode& first = *media.timecode;
  const double gone = std::max(0., source_s) * first.rate.per_second() + 1e-6, whole = std::floor(gone);
  return cut::at_rate(
      {.frame = first.frame + static_cast<std::int64_t>(whole), .rate = first.rate, .drop = first.drop}, film,
      gone - whole);
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
  const std::string head = "TITLE: " + safe(list.title) + "\n" + kDropsNone;
  const auto code = [](cut::Timecode at, std::int64_t later) {
    at.frame += later;
    return cut::text_of(at);
  };
  // Readers know comments behind events only.
  const std::string rate_line =
      line("* FRAME RATE: %s (%d/%d), TIME CODE BASE %d", number_text(std::round(rate * 1000) / 1000).c_str(),
           list.rate.numerator, list.rate.denominator, base);
  std::vector<std::string> files{head};
  int number = 0;
  bool drops = false;
  if (list.tracks.empty() || list.tracks.front().sound) return files;
  for (const Event& event : list.tracks.front().events) {
    if (number == kMostEvents) {
      files.push_back(head);
      number = 0;
      drops = false;
    }
    std::string& out = files.back();
    ++number;
    const bool black = event.media < 0;
    const std::string reel = black ? "BL" : reels[static_cast<std::size_t>(event.media)];
    const cut::Timecode film{.rate = list.rate};
    const Media none, &media = black ? none : list.media[static_cast<std::size_t>(event.media)];
    const cut::Timecode in = black ? film : source_in(media, event.source_s, list.rate);
    if (in.drop != drops) out += (drops = in.drop) ? kDrops : kDropsNone;
    out +=
        line("%03d  %-8s V     C        %s %s %s %s", number, reel.c_str(), code(in, 0).c_str(),
             code(in, event.frames()).c_str(), code(film, event.from).c_str(), code(film, event.to).c_str());
    if (number == 1) out += rate_line;
    if (black) continue;
    if (needs_retiming(event))
      out += line("M2   %-8s       %07.3f                %s", reel.c_str(), rate / (1 + event.slope),
                  code(in, 0).c_str());
    out += "* FROM CLIP NAME: " + safe(media.name) + "\n";
    if (media.timecode && (media.timecode->base() != base || media.timecode->drop != in.drop))
      out += line("* TIME CODE OF THE CLIP: FROM %s, %d A SECOND; HERE %d",
                  cut::text_of(*media.timecode).c_str(), media.timecode->base(), base);
    if (!event.why.empty()) out += "* COMMENT: " + safe(event.why) + "\n";
  }
  return files;
}

}  // namespace firstchair::edit
