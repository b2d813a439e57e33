// This file gives tests the fenced blocks of a document, and a chart as a list of strokes.
#pragma once

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::testing {

struct FencedBlock {
  std::string kind, text;
};

inline std::vector<FencedBlock> fenced_blocks(const std::string& path) {
  std::ifstream file(path);
  std::vector<FencedBlock> blocks;
  std::string line;
  bool inside = false;
  while (std::getline(file, line)) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.push_back({line.substr(3), {}});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

// Returns "1:2.5 snare accent flam R" a line, in order of time and voice.
inline std::string strokes_of(const Chart& chart) {
  const std::vector<Bar> bars = bars_of(chart);
  std::string out;
  for (const Note& note : chart.notes) {
    const Bar& bar = bar_at(bars, note.tick);
    char place[64];
    std::snprintf(place, sizeof place, "%d:%.5g ", bar.number, bar.beat_at(note.tick));
    out += place + std::string(id_of(note.voice));
    constexpr const char* kDynamics[] = {" ghost", "", " accent"};
    constexpr const char* kOrnaments[] = {"", " flam", " drag", " buzz"};
    constexpr const char* kHands[] = {"", " R", " L"};
    out += kDynamics[static_cast<int>(note.dynamic)];
    out += kOrnaments[static_cast<int>(note.ornament)];
    out += kHands[static_cast<int>(note.hand)];
    out += "\n";
  }
  return out;
}

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace firstchair::testing
