#include "bench/cut/draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace firstchair::bench {
namespace {

constexpr char kBetween = ';';  // a row's name has commas

std::string line_of(const Draw& d) {
  return fmt::format(
      "{};{};{};{};{};{:.4f};{:.4f};{:.4f};{:.4f};{:.4f};{:.4f};{:.4f};{:.4f};{};{};{};{};{};{:.4f};{:.4f};{}"
      ";."
      "\n",
      d.row, d.group, d.member, cut::id_of(d.grade), d.pieces, d.off_ms, d.ends_ms, d.off_95_ms, d.ppm_off,
      d.ppm_95, d.between_ms, d.residual_ms, d.inliers, d.strokes, d.paired, d.wrong ? 1 : 0,
      cut::id_of(d.off_by), cut::id_of(d.ppm_by), d.off_scatter_ms, d.ppm_scatter, d.room);
}

bool read(const std::string& line, Draw& d) {
  std::vector<std::string> words;
  std::istringstream in(line);
  for (std::string word; std::getline(in, word, kBetween);) words.push_back(word);
  if (words.size() != 22 || words.back() != ".") return false;
  const auto grade = cut::grade_from_id(words[3]);
  const auto off_by = cut::witness_from_id(words[16]), ppm_by = cut::witness_from_id(words[17]);
  if (!grade || !off_by || !ppm_by) return false;
  d = {.row = words[0],
       .group = std::stoi(words[1]),
       .member = std::stoi(words[2]),
       .grade = *grade,
       .pieces = std::stoi(words[4]),
       .off_ms = std::stod(words[5]),
       .ends_ms = std::stod(words[6]),
       .off_95_ms = std::stod(words[7]),
       .ppm_off = std::stod(words[8]),
       .ppm_95 = std::stod(words[9]),
       .off_by = *off_by,
       .ppm_by = *ppm_by,
       .off_scatter_ms = std::stod(words[18]),
       .ppm_scatter = std::stod(words[19]),
       .between_ms = std::stod(words[10]),
       .residual_ms = std::stod(words[11]),
       .inliers = std::stod(words[12]),
       .strokes = std::stoi(words[13]),
       .paired = std::stoi(words[14]),
       .wrong = words[15] == "1",
       .room = words[20]};
  return true;
}

}  // namespace

Draws::Draws(std::string path) : path_(std::move(path)) {
  std::ifstream in(path_);
  Draw draw;
  for (std::string line; std::getline(in, line);)
    if (read(line, draw)) all_.push_back(draw);
}

bool Draws::has(const std::string& row, int group) const {
  return std::ranges::any_of(all_, [&](const Draw& d) { return d.group == group && d.row == row; });
}

void Draws::add(const std::vector<Draw>& group) {
  all_.insert(all_.end(), group.begin(), group.end());
  if (path_.empty()) return;
  std::string text;
  for (const Draw& draw : group) text += line_of(draw);
  std::ofstream(path_, std::ios::app) << text << std::flush;
}

std::vector<Draw> Draws::of(const std::string& row) const {
  std::vector<Draw> some;
  for (const Draw& draw : all_)
    if (draw.row == row) some.push_back(draw);
  return some;
}

}  // namespace firstchair::bench
