#include "engine/cut/looking.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace firstchair::cut {
namespace {

constexpr double kMore = 2;  // times as many strokes of an open line the next time

// The numbers 0 to n - 1 such that any first part of them is spread over all: their digits are turned round.
std::vector<std::size_t> spread(std::size_t n) {
  std::vector<std::size_t> order;
  std::size_t size = 1;
  while (size < n) size *= 2;
  for (std::size_t k = 0; k < size; ++k) {
    std::size_t turned = 0;
    for (std::size_t bit = 1, back = size / 2; bit < size; bit *= 2, back /= 2)
      if ((k & bit) != 0) turned |= back;
    if (turned < n) order.push_back(turned);
  }
  return order;
}

// Puts what was seen now among what was seen before, in order of time.
void join(Motion& all, const Motion& more) {
  const std::size_t n = more.cells_a_step();
  if (all.steps.empty()) {
    all = more;
    return;
  }
  if (more.columns != all.columns || more.rows != all.rows) return;
  Motion both{.columns = all.columns, .rows = all.rows, .steps = {}, .cells = {}};
  both.cells.reserve(all.cells.size() + more.cells.size());
  std::size_t a = 0, b = 0;
  const auto take = [&](const Motion& from, std::size_t& k) {
    both.steps.push_back(from.steps[k]);
    const auto cells = from.cells.begin() + static_cast<std::ptrdiff_t>(k * n);
    both.cells.insert(both.cells.end(), cells, cells + static_cast<std::ptrdiff_t>(n));
    ++k;
  };
  while (a < all.steps.size() || b < more.steps.size()) {
    if (b == more.steps.size() || (a < all.steps.size() && all.steps[a].from_s <= more.steps[b].from_s))
      take(all, a);
    else
      take(more, b);
  }
  all = std::move(both);
}

}  // namespace

Looking::Looking(std::span<const Sight> pictures, std::span<const LineStroke> strokes, LookingConfig config)
    : strokes_(strokes.begin(), strokes.end()), config_(config) {
  for (const Sight& stretch : pictures) {
    const double length = stretch.to_s - stretch.from_s;
    all_s_ += length;
    const auto count = static_cast<int>(std::ceil(length / config_.cell_s - 1e-9));
    for (int k = 0; k < count; ++k)
      cells_.push_back(
          {.at = {stretch.from_s + length * k / count, stretch.from_s + length * (k + 1) / count}});
  }
  for (const LineStroke& stroke : strokes_) {
    const auto cell =
        std::ranges::upper_bound(cells_, stroke.at_s, {}, [](const Cell& c) { return c.at.to_s; });
    if (cell != cells_.end() && cell->at.from_s <= stroke.at_s)
      ++cell->strokes[static_cast<std::size_t>(stroke.line)];
  }
  spread_ = spread(cells_.size());
  config_.motion.most_share = all_s_ > config_.most_s ? config_.most_s / all_s_ : 1;
}

// How many more strokes of each line are wanted.
std::array<double, kLineCount> Looking::wanted() const {
  std::array<double, kLineCount> wanted{};
  std::array<int, kLineCount> seen{}, all{};
  for (const Cell& cell : cells_)
    for (std::size_t l = 0; l < kLineCount; ++l) {
      all[l] += cell.strokes[l];
      if (cell.looked_at) seen[l] += cell.strokes[l];
    }
  // More strokes make an interval narrower by the root of their number; where all would not do, no more help.
  const double at_last = map_.late_95_s * std::sqrt(looked_s_ / std::min(all_s_, config_.most_s));
  const bool late_unsure =
      !map_.shows.empty() && map_.late_95_s > config_.sure_s && at_last <= config_.sure_s;
  for (std::size_t l = 0; l < kLineCount; ++l) {
    if (all[l] < static_cast<int>(config_.motion.least_strokes)) continue;
    const auto line = static_cast<Line>(l);
    const bool shown = std::ranges::find(map_.shows, line, &Shown::line) != map_.shows.end();
    const bool open =
        shown ? late_unsure
              : looked_s_ < config_.least_s || std::ranges::find(map_.open, line) != map_.open.end();
    const double aim = motion_.steps.empty() ? config_.first : open ? kMore * std::max(seen[l], 12) : seen[l];
    wanted[l] = std::min<double>(aim, all[l]) - seen[l];
  }
  return wanted;
}

std::vector<Sight> Looking::next() const {
  std::array<double, kLineCount> wanted = this->wanted();
  std::vector<bool> chosen(cells_.size());
  double left_s = config_.most_s - looked_s_;
  const auto is_beside = [&](std::size_t k) {
    return (k > 0 && chosen[k - 1] && cells_[k - 1].at.to_s == cells_[k].at.from_s) ||
           (k + 1 < cells_.size() && chosen[k + 1] && cells_[k + 1].at.from_s == cells_[k].at.to_s);
  };
  while (left_s > 0) {
    std::size_t best = cells_.size();
    double most = 0;
    for (const std::size_t k : spread_) {
      if (chosen[k] || cells_[k].looked_at) continue;
      double worth = 0;
      for (std::size_t l = 0; l < kLineCount; ++l)
        if (wanted[l] > 0) worth += std::min(1., cells_[k].strokes[l] / wanted[l]);
      worth /= cells_[k].at.to_s - cells_[k].at.from_s + (is_beside(k) ? 0 : config_.jump_s);
      if (worth > most * (1 + 1e-9)) most = worth, best = k;
    }
    if (best == cells_.size()) break;
    chosen[best] = true;
    left_s -= cells_[best].at.to_s - cells_[best].at.from_s;
    for (std::size_t l = 0; l < kLineCount; ++l) wanted[l] -= cells_[best].strokes[l];
  }
  std::vector<Sight> stretches;
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    if (!chosen[k]) continue;
    if (!stretches.empty() && stretches.back().to_s == cells_[k].at.from_s)
      stretches.back().to_s = cells_[k].at.to_s;
    else
      stretches.push_back(cells_[k].at);
  }
  return stretches;
}

void Looking::add(const Motion& seen, std::span<const Sight> looked_at) {
  for (Cell& cell : cells_)
    for (const Sight& stretch : looked_at)
      if (cell.at.from_s >= stretch.from_s && cell.at.to_s <= stretch.to_s && !cell.looked_at) {
        cell.looked_at = true;
        looked_s_ += cell.at.to_s - cell.at.from_s;
      }
  join(motion_, seen);
  map_ = map_motion(motion_, strokes_, config_.motion);
}

}  // namespace firstchair::cut
