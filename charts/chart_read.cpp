#include "charts/chart_read.h"

#include <utility>

namespace firstchair::charts {
namespace {

constexpr std::size_t kMostTexts = 100;
constexpr std::size_t kMostRuns = 10;  // of bars that a line names

}  // namespace

void Remarks::add(std::string place, std::string text) {
  const auto [known, is_new] = known_.try_emplace(text, remarks_.size());
  if (!is_new) {
    ++remarks_[known->second].times;
  } else if (remarks_.size() < kMostTexts) {
    remarks_.push_back({std::move(place), std::move(text)});
  } else {
    known_.erase(known);
    ++more_;
  }
}

std::vector<Remark> Remarks::take() {
  if (more_ > 0) remarks_.push_back({{}, std::to_string(more_) + " more of the like are not listed"});
  known_.clear();
  more_ = 0;
  return std::exchange(remarks_, {});
}

void LeftOuts::add(std::string_view what, int bar, int notes) {
  if (notes == 0) return;
  auto found = all_.find(what);
  if (found == all_.end()) found = all_.emplace(what, LeftOut{std::string(what), 0, {}}).first;
  found->second.notes += notes;
  std::vector<int>& bars = found->second.bars;
  if (bars.empty() || bars.back() != bar) bars.push_back(bar);
}

std::vector<LeftOut> LeftOuts::take() {
  std::vector<LeftOut> all;
  for (auto& [what, one] : all_) all.push_back(std::move(one));
  all_.clear();
  return all;
}

std::string bars_text(const std::vector<int>& bars) {
  std::vector<std::string> runs;
  for (std::size_t i = 0; i < bars.size();) {
    std::size_t end = i;
    while (end + 1 < bars.size() && bars[end + 1] == bars[end] + 1) ++end;
    runs.push_back(std::to_string(bars[i]));
    if (end > i) runs.back() += (end == i + 1 ? " and " : " to ") + std::to_string(bars[end]);
    i = end + 1;
    if (runs.size() == kMostRuns && i < bars.size()) {
      runs.emplace_back("more");
      break;
    }
  }
  std::string text = bars.size() == 1 ? "bar " : "bars ";
  for (std::size_t i = 0; i < runs.size(); ++i)
    text += (i == 0 ? "" : i + 1 == runs.size() ? " and " : ", ") + runs[i];
  return text;
}

std::vector<std::string> lines_of(const ChartRead& reading) {
  std::vector<std::string> lines;
  for (const Remark& remark : reading.remarks) {
    std::string line = remark.place.empty() ? remark.text : remark.place + ": " + remark.text;
    if (remark.times > 1) line += " (" + std::to_string(remark.times) + " times)";
    lines.push_back(line + ".");
  }
  for (const LeftOut& out : reading.left_out) {
    lines.push_back("left out: " + out.what + ", " + std::to_string(out.notes) +
                    (out.notes == 1 ? " note" : " notes") +
                    (out.bars.empty() ? "" : " (" + bars_text(out.bars) + ")") + ".");
  }
  return lines;
}

}  // namespace firstchair::charts
