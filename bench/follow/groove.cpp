#include "bench/follow/groove.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>

#include "midi/note_hit.h"
#include "midi/smf.h"

namespace firstchair::bench {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

std::vector<Hit> hits_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(file)),
                                        std::istreambuf_iterator<char>());
  Result<midi::Smf> smf = midi::parse_smf(bytes);
  std::vector<Hit> hits;
  if (!smf) return hits;
  const std::vector<double> seconds = midi::event_seconds(*smf);
  for (std::size_t i = 0; i < smf->events.size(); ++i) {
    const midi::SmfEvent& event = smf->events[i];
    if (!event.is_note_on()) continue;
    if (const auto hit =
            midi::hit_of_note(event.data1, event.data2, {.frame = std::llround(seconds[i] * kMidiRate)}))
      hits.push_back(*hit);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

}  // namespace

std::string groove_folder() {
  std::vector<std::string> places;
  if (const char* data = std::getenv("FIRSTCHAIR_DATA")) places.push_back(data);
  places.push_back(std::string(FIRSTCHAIR_SOURCE_DIR) + "/../shared/data");
  for (const std::string& place : places) {
    if (std::filesystem::exists(place + "/groove-midi/info.csv")) return place + "/groove-midi";
  }
  return {};
}

// Each quarter in sixteenths, triplets or, where the strokes ask for it, twice as fine: least squared
// distance in ms with a price for fineness. Deliberately simpler than follow/quantise.
void write_down(Groove& groove) {
  constexpr std::array<std::pair<int, double>, 4> kDivisions{{{4, 0}, {3, 300}, {8, 600}, {6, 600}}};
  const double quarter_ms = 60000 / groove.bpm;
  // A player ahead of or behind the click by a constant is written down as if on it: the mean direction of
  // the strokes on the circle of a sixteenth.
  double x = 0, y = 0;
  for (const Hit& hit : groove.hits) {
    const double turn = 2 * std::numbers::pi * 4 * static_cast<double>(hit.frame) / 1000 / quarter_ms;
    x += std::cos(turn);
    y += std::sin(turn);
  }
  const double lead_ms = std::atan2(y, x) / (2 * std::numbers::pi) / 4 * quarter_ms;
  auto quarters = [&](const Hit& hit) {
    return (static_cast<double>(hit.frame) / 1000 - lead_ms) / quarter_ms;
  };
  std::vector<Ticks> ticks(groove.hits.size());
  for (std::size_t i = 0; i < groove.hits.size();) {
    const double beat = std::floor(quarters(groove.hits[i]) + 0.05);
    std::size_t end = i;
    double best = 1e300;
    auto place = [&](const Hit& hit) { return quarters(hit) - beat; };
    while (end < groove.hits.size() && place(groove.hits[end]) < 0.95) ++end;
    end = std::max(end, i + 1);
    for (const auto& [division, price] : kDivisions) {
      double cost = price;
      for (std::size_t k = i; k < end; ++k) {
        const double p = place(groove.hits[k]) * division;
        const double d = (p - std::round(p)) / division * quarter_ms;
        cost += d * d;
      }
      if (cost >= best) continue;
      best = cost;
      for (std::size_t k = i; k < end; ++k) {
        const double p = std::max(0.0, beat * division + std::round(place(groove.hits[k]) * division));
        ticks[k] = static_cast<Ticks>(p) * (kTicksPerQuarter / division);
      }
    }
    i = end;
  }
  std::map<std::pair<Ticks, Voice>, std::size_t> owner;
  auto off = [&](std::size_t k) {
    return std::abs(quarters(groove.hits[k]) -
                    static_cast<double>(ticks[k]) / static_cast<double>(kTicksPerQuarter));
  };
  for (std::size_t k = 0; k < groove.hits.size(); ++k) {
    auto [at, fresh] = owner.try_emplace({ticks[k], groove.hits[k].voice}, k);
    if (!fresh && off(k) < off(at->second)) at->second = k;
  }
  groove.chart = {};
  groove.chart.title = groove.id;
  groove.chart.meters = {groove.meter};
  groove.chart.tempi = {{0, groove.bpm}};
  groove.note_of.assign(groove.hits.size(), -1);
  for (const auto& [key, hit] : owner) {
    groove.note_of[hit] = static_cast<int>(groove.chart.notes.size());
    Note note{.tick = key.first, .voice = key.second};
    note.velocity = static_cast<std::uint8_t>(groove.hits[hit].strength);
    note.dynamic =
        note.velocity < 40 && line_of(note.voice) == Line::snare ? Dynamic::ghost : Dynamic::normal;
    groove.chart.notes.push_back(note);
  }
  settle(groove.chart);
}

std::vector<Groove> load_grooves(const std::string& folder) {
  std::vector<Groove> grooves;
  std::ifstream info(folder + "/info.csv");
  std::string line;
  std::getline(info, line);
  while (std::getline(info, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::vector<std::string> cells = split(line);
    if (cells.size() < 10 || cells[5] != "beat") continue;
    Groove groove;
    groove.drummer = cells[0];
    groove.id = cells[2];
    groove.style = cells[3];
    groove.bpm = std::stod(cells[4]);
    groove.meter.beats = std::stoi(cells[6].substr(0, cells[6].find('-')));
    groove.meter.unit = std::stoi(cells[6].substr(cells[6].find('-') + 1));
    groove.held_back = cells[9] != "train";
    groove.hits = hits_of(folder + "/" + cells[7]);
    if (groove.hits.empty()) continue;
    groove.bar_known = static_cast<double>(groove.hits.front().frame) < 0.2 * 60e6 / groove.bpm;
    write_down(groove);
    if (groove.chart.length < 8 * groove.meter.bar_length() || groove.hits.size() < 32) continue;
    grooves.push_back(std::move(groove));
  }
  return grooves;
}

}  // namespace firstchair::bench
